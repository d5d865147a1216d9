using HumaXledger.Core;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Tests.Browser.Support;

namespace HumaXledger.Tests.Sync.Comparing;

/// <summary>A comparison that ends by a fault of the program.</summary>
public sealed class BrokenOffTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Comparison_BrokenOff_IsInMetricsAndTracesAsFailed()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var compare = fixture.Get<Compare>();
        var comparison = await compare.StartAsync(connection, SyncFixture.Administrator, Cancellation);
        using var telemetry = new Telemetry();

        await Assert.ThrowsAsync<NotSupportedException>(() =>
            compare.RunAsync(comparison, new Failing(), Cancellation)
        );
        await compare.BreakOffAsync(comparison, new Progress<CompareProgress>());

        Assert.Single(telemetry.Lines, line => IsFailed(line, SyncTelemetry.CompareDuration, connection));
        Assert.Single(telemetry.Lines, line => IsFailed(line, SyncTelemetry.Compare + " ", connection));
    }

    private static bool IsFailed(string line, string name, Guid connection) =>
        line.Contains(name, StringComparison.Ordinal)
        && line.Contains($"{connection}", StringComparison.Ordinal)
        && line.Contains($"={nameof(ComparisonState.Failed)}", StringComparison.Ordinal);

    private sealed class Failing : IProgress<CompareProgress>
    {
        public void Report(CompareProgress value) => throw new NotSupportedException("A fault of this program.");
    }
}
