using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Storage.Sessions;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Storage.Database;

public sealed class PauseAllOnSqliteTest(SqliteStore store) : PauseAllTest<SqliteStore>(store);

public sealed class PauseAllOnPostgresTest(PostgresStore store) : PauseAllTest<PostgresStore>(store);

/// <summary>The statement of <c>ops/pause-all.sql</c>, which an operator runs after a restore.</summary>
public abstract class PauseAllTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statement_OnARestoredDatabase_PausesEveryConnectionThatIsNotPaused()
    {
        var (running, paused) = (await store.AddConnectionAsync(), await store.AddConnectionAsync());
        await using var context = store.Open();
        await context
            .Connections.Where(row => row.Id == paused)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.PausedAt, TestStore.Start.UtcDateTime)
                        .SetProperty(row => row.PausedBy, "Kari"),
                Cancellation
            );
        var plan = await store.AddPlanAsync(running, Samples.Change(1));
        var run = Samples.Run(plan, 1);
        context.Runs.Add(run);
        context.HeldValues.Add(
            new HeldValue
            {
                ConnectionId = running,
                HumaId = new HumaId("1"),
                XledgerId = new XledgerId("1"),
                PersonName = "Kari",
                Field = Field.JobTitle,
                Huma = new FieldValue.Of("Teamleder"),
                Xledger = FieldValue.Nothing,
                Baseline = FieldValue.NotKnown,
                State = HeldValueState.Write,
                DecidedBy = "Kari",
                DecidedAt = TestStore.Start.UtcDateTime,
            }
        );
        context.Sessions.Add(
            new SignInSession
            {
                Id = $"{Guid.NewGuid()}",
                Subject = "tenant.kari",
                Name = "Kari",
                Roles = [],
            }
        );
        context.PendingChanges.Add(
            new PendingChange
            {
                ConnectionId = running,
                HumaId = new HumaId("1"),
                ReceivedAt = TestStore.Start.UtcDateTime,
                ConfirmedGuards = ["ValuesCleared"],
            }
        );
        await context.SaveChangesAsync(Cancellation);
        var statement = await File.ReadAllTextAsync(Repository.Folder("ops", "pause-all.sql"), Cancellation);

        await context.Database.ExecuteSqlRawAsync(statement, Cancellation);

        var rows = await context
            .Connections.AsNoTracking()
            .Where(row => row.Id == running || row.Id == paused)
            .ToDictionaryAsync(row => row.Id, Cancellation);
        var ended = await context.Runs.AsNoTracking().SingleAsync(row => row.Id == run.Id, Cancellation);
        Assert.Equal(
            (RunState.Failed, RunFailureCause.Restored, RunReasons.EndedByRestore, 0),
            (ended.State, ended.FailureCause, ended.Failure?.Code, ended.Failure?.Arguments.Count)
        );
        Assert.NotNull(ended.FinishedAt);
        var held = await context
            .HeldValues.AsNoTracking()
            .SingleAsync(value => value.ConnectionId == running, Cancellation);
        Assert.Equal((HeldValueState.Open, null, null), (held.State, held.DecidedBy, held.DecidedAt));
        Assert.False(
            await context.Plans.AnyAsync(
                row => row.ConnectionId == running && row.State == PlanState.Ready,
                Cancellation
            )
        );
        Assert.False(
            await context.Comparisons.AnyAsync(
                row => row.ConnectionId == running && row.State == ComparisonState.Complete,
                Cancellation
            )
        );
        var pending = await context
            .PendingChanges.AsNoTracking()
            .SingleAsync(row => row.ConnectionId == running, Cancellation);
        Assert.Empty(pending.ConfirmedGuards);
        Assert.False(await context.Sessions.AnyAsync(Cancellation));
        Assert.True(rows[running].IsPaused);
        Assert.Equal("restore", rows[running].PausedBy);
        Assert.Equal((TestStore.Start.UtcDateTime, "Kari"), (rows[paused].PausedAt!.Value, rows[paused].PausedBy));
    }
}
