using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Access;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace HumaXledger.Tests.Portal.Access;

/// <summary>Unlimited refusals leave only a few entries in the activity log.</summary>
public sealed class RefusalsTest(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusals_OfMoreKindsThanOneMayHave_AreCountedTogetherBeyondThat()
    {
        using (var refusals = new Refusals(store.Get<ActivityLog>(), store.Clock, NullLogger<Refusals>.Instance))
        {
            for (var visitor = 0; visitor < 1500; visitor++)
            {
                refusals.Note(
                    Actor.Anonymous with
                    {
                        From = $"192.0.2.{visitor}",
                    },
                    ActivityCodes.SignInRefused,
                    null,
                    "signIn.state"
                );
            }

            await refusals.StartAsync(Cancellation);
            await refusals.StopAsync(Cancellation);
        }

        await using var context = store.Open();
        var logged = await context
            .Activity.AsNoTracking()
            .Where(entry => entry.What == ActivityCodes.SignInRefused)
            .ToListAsync(Cancellation);
        Assert.Equal(201, logged.Count);
        Assert.Equal(["1300", "signIn.state"], logged.Single(entry => entry.From is null).Arguments);
    }

    // A signed-in user varies the address, and strangers theirs.
    [Fact]
    public async Task Refusals_OfOneUser_KeepWhatTheySayWhateverOthersAreRefused()
    {
        var mallory = new Actor("t:2", "Mallory", null, new HashSet<Role>()) { From = "192.0.2.7" };
        var connection = Guid.NewGuid();
        using (var refusals = new Refusals(store.Get<ActivityLog>(), store.Clock, NullLogger<Refusals>.Instance))
        {
            var flooder = new Actor("t:1", "Flooder", null, new HashSet<Role> { Role.Viewer });
            for (var visit = 0; visit < 3000; visit++)
            {
                refusals.Note(flooder, ActivityCodes.AddressRefused, Guid.NewGuid(), "/connections/…/people/…");
                refusals.Note(
                    Actor.Anonymous with
                    {
                        From = $"192.0.2.{visit}",
                    },
                    ActivityCodes.AddressRefused,
                    connectionId: null,
                    "/activity"
                );
            }

            refusals.Note(mallory, ActivityCodes.AddressRefused, connection, "/connections/…/runs/…");
            refusals.Note(mallory, Permission.SeeSensitive);
            await refusals.StartAsync(Cancellation);
            await refusals.StopAsync(Cancellation);
        }

        await using var context = store.Open();
        var logged = await context
            .Activity.AsNoTracking()
            .Where(entry => entry.What == ActivityCodes.AddressRefused || entry.What == ActivityCodes.ActRefused)
            .ToListAsync(Cancellation);
        Assert.Equal(
            [
                (ActivityCodes.ActRefused, "Mallory", null, "192.0.2.7"),
                (ActivityCodes.AddressRefused, "Mallory", connection, "192.0.2.7"),
            ],
            logged
                .Where(entry => entry.WhoId == "t:2")
                .Select(entry => (entry.What, entry.Who, entry.ConnectionId, entry.From))
                .Order()
        );
        // The flood is counted whole, under its name.
        Assert.Equal(3000, logged.Where(entry => entry.WhoId == "t:1").Sum(entry => int.Parse(entry.Arguments[0])));
        Assert.Equal(201, logged.Count(entry => entry.WhoId == "t:1"));
    }

    // Many accounts at once: from where and of which connection goes first, and who only at twice as many.
    [Fact]
    public async Task Refusals_OfManyUsers_NameThemLongest()
    {
        using (var refusals = new Refusals(store.Get<ActivityLog>(), store.Clock, NullLogger<Refusals>.Instance))
        {
            for (var user = 0; user < 2500; user++)
            {
                refusals.Note(
                    new Actor($"u:{user}", "User", null, new HashSet<Role>()) { From = "192.0.2.7" },
                    ActivityCodes.PlanExported,
                    Guid.NewGuid(),
                    "why"
                );
            }

            await refusals.StartAsync(Cancellation);
            await refusals.StopAsync(Cancellation);
        }

        await using var context = store.Open();
        var logged = await context
            .Activity.AsNoTracking()
            .Where(entry => entry.What == ActivityCodes.PlanExported)
            .ToListAsync(Cancellation);
        Assert.Equal(1000, logged.Count(entry => entry.From is not null && entry.ConnectionId is not null));
        Assert.Equal(1000, logged.Count(entry => entry.From is null && entry.WhoId is { Length: > 0 }));
        Assert.Equal(["500", "why"], Assert.Single(logged, entry => entry.WhoId is not { Length: > 0 }).Arguments);
    }
}
