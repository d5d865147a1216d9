using System.ComponentModel.DataAnnotations;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Sync.Activity;

/// <summary>The activity log is kept for its configured retention, and forever without one.</summary>
public sealed class ActivityRetentionTest(SqliteStore store) : IClassFixture<SqliteStore>
{
    private readonly RecordedLog _log = new(LogLevel.Information);

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
            [ActivityCodes.ActivityCut, "1 days ago", "364 days ago", "366 days ago"],
            left.Records.Select(entry => entry.What)
        );
        var head = await store.Get<ActivityLog>().HeadAsync(Cancellation);
        Assert.Contains(_log.Lines, line =>
            line.Contains($"The activity log was cut off up to 3 and ends at {head}", StringComparison.Ordinal)
        );
        Assert.Equal((Actor.System.Name, "3"), (left.Records[0].Who, left.Records[0].Arguments[0]));
        var check = store.Get<ChainCheck>();
        var now = TestStore.Start.UtcDateTime;
        Assert.IsType<ChainVerdict.Whole>(
            await check.RunAsync(null, new RetentionOptions { ActivityDays = 365 }.CutRuleAt(now), Cancellation)
        );
        // Lengthened afterwards, which explains the cut only where the earlier time is named.
        Assert.Equal(
            new ChainVerdict.Broken(3, ChainBreak.CutNotExplained),
            await check.RunAsync(null, new RetentionOptions { ActivityDays = 700 }.CutRuleAt(now), Cancellation)
        );
        Assert.IsType<ChainVerdict.Whole>(
            await check.RunAsync(
                null,
                new RetentionOptions { ActivityDays = 700, ActivityDaysBefore = 365 }.CutRuleAt(now),
                Cancellation
            )
        );
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(400, null, 400)]
    [InlineData(null, 400, 400)]
    [InlineData(700, 400, 400)]
    [InlineData(400, 700, 400)]
    public void CutRule_IsTheShortestTimeThatWasEverSet(int? days, int? before, int? rule) =>
        Assert.Equal(
            rule,
            new RetentionOptions { ActivityDays = days, ActivityDaysBefore = before }
                .CutRuleAt(default)
                .Days
        );

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
            store.Clock,
            new Logger<Retention>(new LoggerFactory([_log]))
        ).RunAsync(Cancellation);
}
