using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Access;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>Sign-ins, sign-outs and refusals in the activity log.</summary>
public sealed class AccessLogTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_SigningInAndOut_IsLoggedWithRolesAndAddress()
    {
        using var visitor = await Visitor.SignedInAsync(
            portal.Url,
            "Siri",
            [Role.Viewer, Role.SensitiveData],
            Cancellation
        );

        using (
            await visitor.PostAsync(
                SignInRoutes.Out,
                [await visitor.TokenAsync(SignInRoutes.NoAccess, Cancellation)],
                Cancellation
            )
        )
        {
            Assert.Null(visitor.Session);
        }

        var logged = await EntriesAsync(portal.Services, "Siri", 2);
        Assert.Equal([ActivityCodes.SignedIn, ActivityCodes.SignedOut], logged.Select(entry => entry.What));
        Assert.Equal(["Development", "Viewer, SensitiveData"], logged[0].Arguments);
        Assert.All(logged, entry => Assert.Equal(("development:Siri", "127.0.0.1"), (entry.WhoId, entry.From)));
    }

    [Fact]
    public async Task Browser_WhereAnotherPersonSignsIn_LogsTheSignOutOfTheFirst()
    {
        using var visitor = await Visitor.SignedInAsync(portal.Url, "Per", [], Cancellation);
        using (await visitor.SignInAsync("Per", [Role.Viewer], Cancellation))
        using (await visitor.SignInAsync("Pål", [Role.Viewer], Cancellation))
        {
            Assert.Equal(
                [ActivityCodes.SignedIn, ActivityCodes.SignedIn, ActivityCodes.SignedOut],
                (await EntriesAsync(portal.Services, "Per", 3)).Select(entry => entry.What)
            );
        }

        Assert.Equal(ActivityCodes.NoRole, (await EntriesAsync(portal.Services, "Per", 3))[0].Arguments[1]);
    }

    // The route pattern is logged, not the path: a typed path may contain a number.
    [Fact]
    public async Task Address_WithoutTheRole_IsLoggedOnceWithoutTheTypedPath()
    {
        var connection = Guid.NewGuid();
        using var visitor = await Visitor.SignedInAsync(portal.Url, "Nils", [Role.Viewer], Cancellation);
        for (var time = 0; time < 5; time++)
        {
            using var answer = await visitor.OpenAsync(
                $"/connections/{connection}/people/01017012345?number=01017012345",
                Cancellation
            );
        }

        var logged = (await EntriesAsync(portal.Services, "Nils", 2))[1];
        Assert.Equal(
            (ActivityCodes.AddressRefused, connection, "127.0.0.1"),
            (logged.What, logged.ConnectionId!.Value, logged.From)
        );
        Assert.Equal("/connections/…/people/…", logged.Arguments[1]);
        Assert.Equal(2, (await EntriesAsync(portal.Services, "Nils", 2)).Count);
    }

    [Fact]
    public async Task Act_WithoutTheRole_IsLogged()
    {
        var nina = new Actor("nina", "Nina", null, new HashSet<Role> { Role.Viewer })
        {
            From = "192.0.2.7",
            RefusedActs = portal.Services.GetRequiredService<Refusals>(),
        };

        await Assert.ThrowsAsync<ActRefused>(() =>
            portal.Services.GetRequiredService<ConnectionLifecycle>().PauseAsync(Guid.NewGuid(), nina, Cancellation)
        );

        var logged = Assert.Single(await EntriesAsync(portal.Services, "Nina", 1));
        Assert.Equal((ActivityCodes.ActRefused, "192.0.2.7", "nina"), (logged.What, logged.From, logged.WhoId));
        Assert.Equal(["1", $"{Role.IntegrationAdministrator}", $"{Permission.Synchronize}"], logged.Arguments);
    }

    [Fact]
    public async Task Export_OfARun_IsLoggedBeforeTheFileIsSent()
    {
        var run = await AddRunAsync();
        using var visitor = await Visitor.SignedInAsync(portal.Url, "Eva", [Role.IntegrationReviewer], Cancellation);

        using var answer = await visitor.OpenAsync(
            $"/connections/{run.ConnectionId}/runs/{run.Id}/result.csv",
            Cancellation
        );

        answer.EnsureSuccessStatusCode();
        var logged = (await EntriesAsync(portal.Services, "Eva", 2))[1];
        Assert.Equal(
            (ActivityCodes.RunExported, run.ConnectionId, "127.0.0.1"),
            (logged.What, logged.ConnectionId!.Value, logged.From)
        );
        Assert.Equal([$"{run.Number}", "csv"], logged.Arguments);
    }

    [Fact]
    public async Task Person_NoLongerConfirmedByEntra_IsLoggedOnce()
    {
        await using var entra = await EntraPortal.StartAsync(Cancellation);
        using var visitor = entra.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        entra.Issuer.Person = entra.Issuer.Person with { Roles = [$"{Role.Viewer}"] };
        using (await visitor.OpenAsync("/", Cancellation))
        {
            entra.Issuer.Person = entra.Issuer.Person with { Disabled = true };
        }

        await Task.WhenAll(
            Enumerable.Range(0, 5).Select(async _ => (await visitor.OpenAsync("/", Cancellation)).Dispose())
        );

        var logged = await EntriesAsync(entra.Services, "Kari Nordmann", 3);
        Assert.Equal(
            [ActivityCodes.SignedIn, ActivityCodes.RolesChanged, ActivityCodes.SignInNotConfirmed],
            logged.Select(entry => entry.What)
        );
        Assert.Equal(["Viewer"], logged[1].Arguments);
    }

    [Fact]
    public async Task SignIn_NotStartedHere_IsLoggedWithoutAPerson()
    {
        await using var entra = await EntraPortal.StartAsync(Cancellation);
        using var visitor = entra.Visitor();

        using var answer = await visitor.OpenAsync("/signin-oidc?state=forged&code=1", Cancellation);

        var logged = Assert.Single(await EntriesAsync(entra.Services, "", 1));
        Assert.Equal((ActivityCodes.SignInRefused, "127.0.0.1"), (logged.What, logged.From));
        Assert.Equal(["1", "signIn.state"], logged.Arguments);
    }

    private async Task<RunRecord> AddRunAsync()
    {
        var connection = await portal.AddConnectionAsync("Exported");
        await using var context = await portal
            .Services.GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var comparison = new ComparisonRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = connection,
            StartedAt = DateTime.UnixEpoch,
            StartedBy = "Kari",
        };
        context.Comparisons.Add(comparison);
        await context.SaveChangesAsync(Cancellation);
        var plan = await SavedPlans
            .In(portal.Services)
            .SaveAsync(connection, comparison.Id, Samples.Plan(), "Kari", Cancellation);
        var run = Samples.Run(plan, 7);
        run.FinishedAt = DateTime.UnixEpoch;
        context.Runs.Add(run);
        await context.SaveChangesAsync(Cancellation);
        return run;
    }

    /// <summary>Entries about this person, once there are at least that many; oldest first.</summary>
    private static async Task<List<ActivityRecord>> EntriesAsync(IServiceProvider services, string who, int atLeast)
    {
        await using var context = await services
            .GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var entries = context.Activity.AsNoTracking().Where(entry => entry.Who == who);
        // Refusals are logged by a background service, not by the request.
        await Until.SoAsync(async () => await entries.CountAsync(Cancellation) >= atLeast);
        return await entries.OrderBy(entry => entry.Number).ToListAsync(Cancellation);
    }
}
