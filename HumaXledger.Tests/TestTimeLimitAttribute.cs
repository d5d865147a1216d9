using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: HumaXledger.Tests.TestTimeLimit(15 * 60)]

namespace HumaXledger.Tests;

/// <summary>
/// Cancels a test that takes longer (<see cref="ITestContext.CancellationToken"/>), so that it fails by its name and
/// the others go on. The limit is far above the longest test; each wait of a test has a shorter one of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Method)]
public sealed class TestTimeLimitAttribute(double seconds) : Attribute, IBeforeAfterTestAttribute
{
    private readonly ConcurrentDictionary<IXunitTest, Timer> _running = new();

    /// <summary>The limit.</summary>
    public double Seconds { get; } = seconds;

    /// <inheritdoc/>
    public void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var running = TestContext.Current;
        _running[test] = new Timer(
            _ => running.CancelCurrentTest(),
            null,
            TimeSpan.FromSeconds(Seconds),
            Timeout.InfiniteTimeSpan
        );
    }

    /// <inheritdoc/>
    public void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (_running.TryRemove(test, out var timer))
        {
            timer.Dispose();
        }
    }
}
