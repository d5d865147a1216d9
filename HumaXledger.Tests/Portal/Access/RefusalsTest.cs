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
    public async Task Refusals_OfMoreThanAThousandKinds_AreCountedTogetherBeyondThat()
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
        Assert.Equal(1001, logged.Count);
        Assert.Equal(["500", "signIn.state"], logged.Single(entry => entry.From is null).Arguments);
    }
}
