using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>An inbound batch stores its plan, starts its run and notes it on the pending changes as one.</summary>
public sealed class RunStartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The statement is refused and the transaction rolled back, as it is by the database after a process died there.
    [Theory]
    [InlineData("storing the changes", """BEFORE INSERT ON "Changes" """)]
    [InlineData("adding the run", """BEFORE INSERT ON "Runs" """)]
    [InlineData("tying the changes to the run", """BEFORE UPDATE OF "RunId" ON "Changes" """)]
    [InlineData("noting it on what waits", """BEFORE UPDATE OF "RunId" ON "PendingChanges" """)]
    public async Task Start_BrokenOff_LeavesNothingHalfAndIsDoneOnceAfterwards(string where, string moment)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.ReportAsync(person.HumaId);
        var before = await CountAsync(inbound);
        await ExecuteAsync(inbound, $"""CREATE TRIGGER "Break" {moment} BEGIN SELECT RAISE(ABORT, '{where}'); END""");

        var broken = await Record.ExceptionAsync(inbound.ProcessAsync);

        Assert.Contains(where, Assert.IsType<SqliteException>(broken?.GetBaseException()).Message);
        Assert.Equal(before, await CountAsync(inbound));
        var waiting = Assert.Single(await inbound.PendingChangesAsync(person.HumaId));
        Assert.Equal((PendingChangeState.Waiting, null), (waiting.State, waiting.RunId));

        await ExecuteAsync(inbound, """DROP TRIGGER "Break" """);
        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal((before.Plans + 1, before.Changes + 1, before.Runs + 1), await CountAsync(inbound));
        Assert.Equal(
            (PendingChangeState.Written, "Teamleder"),
            (
                Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State,
                inbound.InXledger(person, SandboxField.JobTitle)
            )
        );
    }

    [Fact]
    public async Task Start_Refused_LeavesNoPlan()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.ReportAsync(person.HumaId);
        var before = await CountAsync(inbound);
        // Its plan would join other parties than those that were compared.
        await ExecuteAsync(inbound, """UPDATE "Comparisons" SET "Compared" = 'others'""");

        Assert.NotNull(await inbound.ProcessAsync());

        Assert.Equal(before, await CountAsync(inbound));
        Assert.Equal(PendingChangeState.Waiting, Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State);
    }

    [Fact]
    public async Task Batch_WithARuleAboutPeople_LoadsTheSnapshotOnce()
    {
        await using var inbound = await InboundFixture.OpenAsync(3, log: LogLevel.Trace);
        var (person, other) = (inbound.People[1], inbound.People[2]);
        await inbound.SetAsync(connection =>
            connection.ScopeRules = [new ScopeRule.User(new HumaId($"{other.HumaId}"))]
        );
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.ReportAsync(person.HumaId);
        var logged = inbound.SyncFixture.Log.Count;

        var batch = await inbound
            .SyncFixture.Get<InboundSync>()
            .ProcessAsync(inbound.Connection, new NoProgress<RunProgress>(), Cancellation);

        Assert.Equal((1, null), (batch.People, batch.Fault));
        Assert.Equal("Teamleder", inbound.InXledger(person, SandboxField.JobTitle));
        Assert.Single(inbound.SyncFixture.Log.Skip(logged), line =>
            line.Contains("Executed DbCommand", StringComparison.Ordinal)
            && line.Contains("""FROM "Comparisons" """, StringComparison.Ordinal)
            && line.Contains("\"ComparisonContents\"", StringComparison.Ordinal)
        );
    }

    private static async Task<(int Plans, int Changes, int Runs)> CountAsync(InboundFixture inbound)
    {
        await using var store = inbound.SyncFixture.Store();
        return (
            await store.Plans.CountAsync(plan => plan.Origin == PlanOrigin.FromHuma, Cancellation),
            await store.Changes.CountAsync(Cancellation),
            await store.Runs.CountAsync(Cancellation)
        );
    }

    private static async Task ExecuteAsync(InboundFixture inbound, string sql)
    {
        await using var store = inbound.SyncFixture.Store();
        await store.Database.ExecuteSqlRawAsync(sql, Cancellation);
    }
}
