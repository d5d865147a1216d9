using System.Security.Claims;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Portal.Access;
using Microsoft.EntityFrameworkCore;
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

    // The check finds its database closed.
    [Fact]
    public async Task Page_WhoseCheckFailsBecauseTheProcessStops_IsNotSignedOut()
    {
        var process = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var options = Options.Create(new AccessOptions());
        var sessions = new Sessions(
            new SessionStore(new Closing(process), null!, TimeProvider.System, NullLogger<SessionStore>.Instance),
            null!,
            null!,
            options,
            TimeProvider.System,
            NullLogger<Sessions>.Instance
        );
        var session = new CircuitSession(NullLoggerFactory.Instance, sessions, new CircuitInput(), options, process);
        using IDisposable disposed = session;
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(Claims.SessionKey, "key")]));

        Assert.True(await session.IsSignedInAsync(user, Cancellation));

        Assert.True(process.ApplicationStopping.IsCancellationRequested);
    }

    private sealed class Closing(ApplicationLifetime process) : IDbContextFactory<SyncDbContext>
    {
        public SyncDbContext CreateDbContext()
        {
            process.StopApplication();
            throw new ObjectDisposedException("the database");
        }
    }
}
