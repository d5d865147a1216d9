using System.ComponentModel.DataAnnotations;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Sync.Activity;

/// <summary>The activity log is kept for its configured retention, and forever without one.</summary>
public sealed class ActivityRetentionTest(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_OlderThanItsRetention_IsCutAndTheRestIsIntact()
    {
        await using (var context = store.Open())
        {
            context.Activity.AddRange(
                new[] { -900, -400, -366, -364, -1 }.Select(days =>
                    ActivityRecord.Of(
                        Actor.Behind("Kari"),
                        $"{-days} days ago",
                        TestStore.Start.UtcDateTime.AddDays(days)
                    )
                )
            );
            await context.SaveChangesAsync(Cancellation);
        }

        await RunAsync(new RetentionOptions());
        Assert.Equal(5, (await store.Get<ActivityLog>().ReadAsync(null, 0, 10, Cancellation)).Total);
        await RunAsync(new RetentionOptions { ActivityDays = 365 });

        var left = await store.Get<ActivityLog>().ReadAsync(null, 0, 10, Cancellation);
        Assert.Equal(
            [ActivityCodes.ActivityCut, "1 days ago", "364 days ago"],
            left.Records.Select(entry => entry.What)
        );
        Assert.Equal((Actor.System.Name, "3"), (left.Records[0].Who, left.Records[0].Arguments[0]));
        Assert.IsType<ChainVerdict.Whole>(await store.Get<ChainCheck>().RunAsync(null, Cancellation));
    }

    [Theory]
    [InlineData(364, false)]
    [InlineData(365, true)]
    public void Log_RetentionBelowAYear_IsInvalid(int days, bool allowed)
    {
        var options = new RetentionOptions { ActivityDays = days };

        Assert.Equal(
            allowed,
            Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true)
        );
    }

    private Task RunAsync(RetentionOptions options) =>
        new Retention(
            store.Get<IDbContextFactory<SyncDbContext>>(),
            store.Get<ActivityLog>(),
            store.Get<StoreSweep>(),
            Options.Create(options),
            store.Clock
        ).RunAsync(Cancellation);
}
