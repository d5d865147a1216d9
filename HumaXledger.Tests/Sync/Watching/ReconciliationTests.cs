using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using static HumaXledger.Tests.Sync.Watching.ReconciliationSteps;

namespace HumaXledger.Tests.Sync.Watching;

/// <summary>Changes in Huma whose message never came, on a connection whose webhook reports.</summary>
public sealed class ReconciliationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_WithReconciliation_WritesWhatNoMessageBroughtOnce()
    {
        await using var inbound = await OpenAsync(reconciles: true);
        var (clock, person) = (inbound.SyncFixture.Clock, inbound.People[1]);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        clock.Pass(TimeSpan.FromMinutes(61));
        Assert.Contains(new Due(inbound.Connection, DueKind.QuickComparison), await DueAsync(inbound));

        Assert.Equal(1, await LookAsync(inbound));
        Assert.Null(await inbound.ProcessAsync());

        var pending = Assert.Single(await inbound.PendingChangesAsync(person.HumaId));
        Assert.Equal(
            (PendingChangeSource.QuickComparison, PendingChangeState.Written, "Teamleder"),
            (pending.Source, pending.State, inbound.InXledger(person, SandboxField.JobTitle))
        );
        Assert.Empty(await ProblemsAsync(inbound));
        // The message comes after all, and another look finds nothing.
        var written = Mutations(inbound);
        Assert.Equal(PendingChangeState.NothingToDo, (await inbound.FollowAsync(person)).State);
        Assert.Equal(0, await LookAsync(inbound));
        Assert.Equal(written, Mutations(inbound));
    }

    [Fact]
    public async Task Look_WithReconciliationAndMoreThanALimitAllows_AwaitsApprovalAsAMessageWould()
    {
        await using var inbound = await OpenAsync(reconciles: true);
        await inbound.LimitClearedAsync(most: 1);
        var cleared = inbound.People.Skip(1).ToList();
        foreach (var person in cleared)
        {
            inbound.Edit(person, SandboxField.Phone, null);
        }

        Assert.Equal(3, await LookAsync(inbound));
        Assert.Null(await inbound.ProcessAsync());

        foreach (var person in cleared)
        {
            var pending = Assert.Single(await inbound.PendingChangesAsync(person.HumaId));
            Assert.Equal((PendingChangeState.Held, PendingChangeCause.SafetyLimit), (pending.State, pending.Cause));
            Assert.NotNull(inbound.InXledger(person, SandboxField.Phone));
        }

        Assert.Equal([AlertReasons.GuardHolds], await ProblemsAsync(inbound));
    }

    [Fact]
    public async Task Look_WithoutReconciliation_ShowsItWithinTheTimeToNoticeAndTheActWritesIt()
    {
        await using var inbound = await OpenAsync(reconciles: false);
        var (clock, person) = (inbound.SyncFixture.Clock, inbound.People[1]);
        var within = inbound.SyncFixture.Get<IOptions<QuickComparisonOptions>>().Value.NoticeWithin;
        Assert.Equal(0, await LookAsync(inbound));
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        var changed = clock.GetUtcNow();
        while (!(await DueAsync(inbound)).Contains(new Due(inbound.Connection, DueKind.QuickComparison)))
        {
            Assert.InRange(clock.GetUtcNow() - changed, TimeSpan.Zero, within);
            clock.Pass(TimeSpan.FromHours(1));
        }

        Assert.Equal(1, await LookAsync(inbound));
        Assert.Equal(["1"], Assert.Single(await AlertsAsync(inbound)).Arguments);

        Assert.InRange(clock.GetUtcNow() - changed, TimeSpan.Zero, within);
        Assert.Equal([AlertReasons.MissedChanges], await ProblemsAsync(inbound));
        Assert.Empty(await inbound.PendingChangesAsync(person.HumaId));
        await using (var store = inbound.SyncFixture.Store())
        {
            Assert.Equal(
                new HumaId($"{person.HumaId}"),
                (await store.AlertedMissedChanges().SingleAsync(Cancellation)).HumaId
            );
        }

        var reconciliation = inbound.SyncFixture.Get<Reconciliation>();
        await Assert.ThrowsAsync<ActRefused>(() =>
            reconciliation.EnqueueAsync(inbound.Connection, Reader, Cancellation)
        );
        Assert.Equal(1, await EnqueueAsync(inbound));
        Assert.Equal(0, await EnqueueAsync(inbound));
        Assert.Empty(
            await inbound
                .SyncFixture.Get<Alerts>()
                .OpenAsync(inbound.Connection, SyncFixture.Administrator, Cancellation)
        );
        Assert.Null(await inbound.ProcessAsync());
        Assert.Equal("Teamleder", inbound.InXledger(person, SandboxField.JobTitle));
        Assert.Empty(await ProblemsAsync(inbound));
        await using var after = inbound.SyncFixture.Store();
        Assert.Equal(
            (SyncFixture.AdministratorName, "1"),
            await after
                .Activity.Where(entry => entry.What == ActivityCodes.MissedBrought)
                .Select(entry => ValueTuple.Create(entry.Who, entry.Arguments[0]))
                .SingleAsync(Cancellation)
        );
    }

    [Fact]
    public async Task Look_HumaDoesNotAnswer_IsMadeUpForWithinTheTimeToNotice()
    {
        await using var inbound = await OpenAsync(reconciles: false);
        var clock = inbound.SyncFixture.Clock;
        Assert.Equal(0, await LookAsync(inbound));
        inbound.Edit(inbound.People[1], SandboxField.JobTitle, "Teamleder");
        inbound.World.Faults.Add(
            new FaultRule(FaultKind.Status503) { System = OutsideSystem.Huma, Times = int.MaxValue }
        );
        clock.Pass(TimeSpan.FromHours(12));
        Assert.Null(await LookAsync(inbound));
        Assert.Equal([AlertReasons.Huma], await ProblemsAsync(inbound));
        inbound.World.ClearFaults();

        clock.Pass(TimeSpan.FromHours(1));

        Assert.Contains(new Due(inbound.Connection, DueKind.QuickComparison), await DueAsync(inbound));
        Assert.Equal(1, await LookAsync(inbound));
        Assert.Equal([AlertReasons.MissedChanges], await ProblemsAsync(inbound));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DifferenceCheck_MissedChanges_AreBroughtOnlyWithReconciliation(bool reconciles)
    {
        await using var inbound = await OpenAsync(reconciles);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");

        var check = await CheckAsync(inbound);
        await inbound.SyncFixture.Get<DriftCheck>().ConcludeAsync(check, Cancellation);
        Assert.Null(await inbound.ProcessAsync());

        var pending = await inbound.PendingChangesAsync(person.HumaId);
        Assert.Equal(
            reconciles ? [(PendingChangeSource.DriftCheck, PendingChangeState.Written)] : [],
            pending.Select(one => (one.Source, one.State))
        );
        Assert.Equal(reconciles ? [] : [AlertReasons.MissedChanges], await ProblemsAsync(inbound));
        await using var store = inbound.SyncFixture.Store();
        Assert.Equal(
            reconciles ? 1 : 0,
            await store.Activity.CountAsync(entry => entry.What == ActivityCodes.MissedBrought, Cancellation)
        );
    }

    [Fact]
    public async Task Bring_ItsEntryCannotBeWritten_QueuesNothing()
    {
        await using var inbound = await OpenAsync(reconciles: false);
        inbound.Edit(inbound.People[1], SandboxField.JobTitle, "Teamleder");
        await LookAsync(inbound);
        await using (var store = inbound.SyncFixture.Store())
        {
            await store.Database.ExecuteSqlRawAsync(
                """
                CREATE TRIGGER "NoEntry" BEFORE INSERT ON "Activity" WHEN NEW."What" = 'drift.brought'
                BEGIN SELECT RAISE(ABORT, 'no entry'); END
                """,
                Cancellation
            );
        }

        await Assert.ThrowsAnyAsync<Exception>(() => EnqueueAsync(inbound));

        Assert.Empty(await inbound.PendingChangesAsync(inbound.People[1].HumaId));
        Assert.Equal(
            1,
            await inbound
                .SyncFixture.Get<Reconciliation>()
                .CountAsync(inbound.Connection, SyncFixture.Administrator, Cancellation)
        );
    }

    [Fact]
    public async Task Bring_LeaverFoundDaysAgo_EndsTheEmploymentOnTheDayOfTheFirstReadingThatFoundIt()
    {
        await using var inbound = await OpenAsync(reconciles: false);
        await inbound.SetAsync(connection => connection.Leavers = LeaverRule.SetEndDate);
        var person = inbound.People[1];
        inbound.World.DeactivateInHuma(person.HumaId);
        var found = SystemDay.Of(inbound.SyncFixture.Clock.GetUtcNow());
        Assert.Equal(1, await LookAsync(inbound));
        inbound.SyncFixture.Clock.Pass(TimeSpan.FromDays(1));
        await LookAsync(inbound);
        inbound.SyncFixture.Clock.Pass(TimeSpan.FromDays(2));

        await EnqueueAsync(inbound);
        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal(
            (PendingChangeState.Written, CalendarDate.Write(found)),
            (
                Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State,
                inbound.InXledger(person, SandboxField.EmploymentEnd)
            )
        );
    }

    [Theory]
    [InlineData("\"Reconciles\" = 0", 1)]
    [InlineData("\"PausedAt\" = NEW.\"LastQuickComparisonAt\"", null)]
    [InlineData("\"DisconnectedAt\" = NEW.\"LastQuickComparisonAt\"", null)]
    public async Task Look_TurnedOffWhileHumaIsRead_WritesNothing(string change, int? shown)
    {
        await using var inbound = await OpenAsync(reconciles: true);
        inbound.Edit(inbound.People[1], SandboxField.JobTitle, "Teamleder");
        await TriggerAsync(inbound, $"""AFTER UPDATE OF "LastQuickComparisonAt" ON "Connections" """, change);

        Assert.Equal(shown, await LookAsync(inbound));

        Assert.Empty(await inbound.PendingChangesAsync(inbound.People[1].HumaId));
        await using var store = inbound.SyncFixture.Store();
        Assert.Equal(shown ?? 0, await store.MissedChanges.CountAsync(Cancellation));
    }

    [Fact]
    public async Task DifferenceCheck_ConnectionIsDisconnectedWhileItReads_ListsNothing()
    {
        await using var inbound = await OpenAsync(reconciles: true);
        inbound.Edit(inbound.People[1], SandboxField.JobTitle, "Teamleder");
        await TriggerAsync(inbound, """AFTER INSERT ON "ComparisonContents" """, "\"DisconnectedAt\" = \"CreatedAt\"");

        await CheckAsync(inbound);

        Assert.Empty(await inbound.PendingChangesAsync(inbound.People[1].HumaId));
        await using var store = inbound.SyncFixture.Store();
        Assert.Empty(await store.MissedChanges.ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Look_PersonWhoCameBackLeavesAgain_IsFoundWithoutAnotherComparisonOfBothSystems(bool message)
    {
        await using var inbound = await OpenAsync(reconciles: true);
        var person = inbound.People[1];
        inbound.World.DeactivateInHuma(person.HumaId);
        if (message)
        {
            await inbound.FollowAsync(person);
        }

        Assert.Equal(message ? 0 : 1, await LookAsync(inbound));
        Assert.Null(await inbound.ProcessAsync());
        Assert.Equal([0, 0], [await LookAsync(inbound), await LookAsync(inbound)]);
        inbound.World.ReactivateInHuma(person.HumaId);
        Assert.Equal(0, await LookAsync(inbound));

        inbound.World.DeactivateInHuma(person.HumaId);

        Assert.Equal(1, await LookAsync(inbound));
        Assert.Null(await inbound.ProcessAsync());
        Assert.Equal(0, await LookAsync(inbound));
        Assert.Equal(2, (await inbound.PendingChangesAsync(person.HumaId)).Count);
        // Both systems are read without them: no row about them is needed any more.
        await CheckAsync(inbound);
        await LookAsync(inbound);
        await using var store = inbound.SyncFixture.Store();
        Assert.Empty(await store.MissedChanges.ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Conclude_Reading_CountsAsCompletedOnlyWhenItIsComplete(bool complete)
    {
        await using var inbound = await OpenAsync(reconciles: false);
        var now = inbound.SyncFixture.Clock.GetUtcNow().UtcDateTime;
        await using var store = inbound.SyncFixture.Store();

        await inbound
            .SyncFixture.Get<Reconciliation>()
            .ConcludeAsync(
                store,
                inbound.Connection,
                new MissedChanges(new Dictionary<HumaId, IReadOnlyList<Field>>(), [], [], [], []),
                new MissedChanges.Whole([], complete),
                now,
                Cancellation
            );

        Assert.Equal(
            complete,
            await store.Connections.AnyAsync(row => row.LastCompletedQuickComparisonAt != null, Cancellation)
        );
    }

    [Fact]
    public async Task DifferenceCheck_TheListChangesInAnotherTurn_ListsAndBringsInItsOwn()
    {
        await using var inbound = await OpenAsync(reconciles: false);
        inbound.Edit(inbound.People[1], SandboxField.JobTitle, "Teamleder");
        await LookAsync(inbound);
        await inbound.SetAsync(connection => connection.Reconciles = true);
        var drift = inbound.SyncFixture.Get<DriftCheck>();
        var check = Assert
            .IsType<Answer<Guid>.Done>(await drift.StartAsync(inbound.Connection, Reader, Cancellation))
            .Value;
        // The node that had the turn before has brought them.
        await using (var store = inbound.SyncFixture.Store())
        {
            await store.Database.ExecuteSqlRawAsync(
                """
                CREATE TRIGGER "Before" AFTER UPDATE OF "Name" ON "Connections" BEGIN DELETE FROM "MissedChanges"; END
                """,
                Cancellation
            );
        }

        await inbound.SyncFixture.Get<Compare>().RunAsync(check, new NoProgress<CompareProgress>(), Cancellation);
        await using (var store = inbound.SyncFixture.Store())
        {
            var listed = await store.MissedChanges.SingleAsync(Cancellation);
            Assert.Equal(listed.FoundAt, listed.FirstFoundAt);
        }

        await drift.ConcludeAsync(check, Cancellation);

        Assert.Empty(await inbound.PendingChangesAsync(inbound.People[1].HumaId));
    }

    // Changes the connection by itself when something is stored, as another node does.
    private static async Task TriggerAsync(InboundFixture inbound, string when, string change)
    {
        await using var store = inbound.SyncFixture.Store();
        var sql = $"""CREATE TRIGGER "T{Guid.NewGuid():N}" {when} BEGIN UPDATE "Connections" SET {change}; END""";
        await store.Database.ExecuteSqlRawAsync(sql, Cancellation);
    }

    private static Task<IReadOnlyList<Due>> DueAsync(InboundFixture inbound) =>
        inbound.SyncFixture.Get<DueTasks>().FindAsync(Cancellation);

    private static long Mutations(InboundFixture inbound) => inbound.World.Meter.ThisMonth.WriteRequests;
}
