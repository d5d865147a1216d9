using System.Security.Claims;
using HumaXledger.Portal.Access;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Portal.Access;

public sealed class CircuitSessionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Signed out, the pages of open circuits would be rendered again by services that are disposed.
    [Fact]
    public async Task Page_WhileTheProcessStops_IsNotSignedOut()
    {
        var process = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        // A user without a session is not looked for.
        var (user, sessions, input) = (new ClaimsPrincipal(), default(Sessions)!, default(CircuitInput)!);
        var options = Options.Create(new AccessOptions());
        var session = new CircuitSession(NullLoggerFactory.Instance, sessions, input, options, process);
        using IDisposable disposed = session;
        Assert.False(await session.IsSignedInAsync(user, Cancellation));

        process.StopApplication();

        Assert.True(await session.IsSignedInAsync(user, Cancellation));
    }
}
