using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Queue;

public sealed class PendingChangeReadingOnSqliteTests(SqliteStore store)
    : PendingChangeReadingTests<SqliteStore>(store);

public sealed class PendingChangeReadingOnPostgresTests(PostgresStore store)
    : PendingChangeReadingTests<PostgresStore>(store);

/// <summary>What the pages read from the queue: counts, delays, the stream, the lists, one person's history.</summary>
public abstract class PendingChangeReadingTests<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static readonly DateTime Now = QueuedPeople.Now;

    [Fact]
    public async Task Figures_OfNothing_AreZeroAndHaveNoDelay()
    {
        var people = await QueuedPeople.OpenAsync(store);

        var figures = await FiguresAsync(people);

        Assert.Equal(
            new ChangeQueueStatistics(0, 0, 0, 0, 0, 0, new Delays(0, null, null), new Delays(0, null, null), null),
            figures
        );
    }

    [Fact]
    public async Task Figures_SeveralMessagesAboutOne_CountThePersonOnce()
    {
        var people = await QueuedPeople.OpenAsync(store);
        await people.SaveAsync(
            people.PendingChange("1", PendingChangeState.Waiting, Now),
            people.PendingChange("1", PendingChangeState.Waiting, Now),
            people.PendingChange("2", PendingChangeState.Waiting, Now),
            people.PendingChange("3", PendingChangeState.Writing, Now),
            people.PendingChange("4", PendingChangeState.Held, Now),
            people.HeldValue("4"),
            people.HeldValue("4", Field.Email),
            people.PendingChange("5", PendingChangeState.Failed, Now),
            people.PendingChange("6", PendingChangeState.ForManualSync, Now),
            people.PendingChange("7", PendingChangeState.NothingToDo, Now)
        );
        var others = await QueuedPeople.OpenAsync(store);
        await others.SaveAsync(others.PendingChange("9", PendingChangeState.Failed, Now));

        var figures = await FiguresAsync(people);

        Assert.Equal(
            (2, 1, 1, 2, 1, 1),
            (figures.Waiting, figures.Writing, figures.Held, figures.HeldValues, figures.Failed, figures.ForManualSync)
        );
    }

    [Fact]
    public async Task Figures_Delays_AreMedianAndPercentileByNearestRankOfWrittenOnly()
    {
        var people = await QueuedPeople.OpenAsync(store);
        var received = Now.AddHours(-2);
        // 1, 2, … 20 tenths of a second within the day; one of an hour before that, within the week; one older still.
        await people.SaveAsync([
            .. Enumerable
                .Range(1, 20)
                .Select(tenth =>
                    people.PendingChange(
                        $"{tenth}",
                        PendingChangeState.Written,
                        received,
                        TimeSpan.FromSeconds(tenth / 10.0)
                    )
                ),
        ]);
        await people.SaveAsync(
            people.PendingChange("week", PendingChangeState.Written, Now.AddDays(-3), TimeSpan.FromHours(1)),
            people.PendingChange("old", PendingChangeState.Written, Now.AddDays(-9), TimeSpan.FromHours(2)),
            people.PendingChange("none", PendingChangeState.NothingToDo, received, TimeSpan.FromHours(3)),
            people.PendingChange("late", PendingChangeState.Failed, received, TimeSpan.FromHours(1))
        );

        var figures = await FiguresAsync(people);

        Assert.Equal(new Delays(20, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.9)), figures.Day);
        Assert.Equal(new Delays(21, TimeSpan.FromSeconds(1.1), TimeSpan.FromSeconds(2)), figures.Week);
        Assert.Equal(
            new Arrival(new HumaId("20"), "Person 20", received.AddSeconds(2), TimeSpan.FromSeconds(2)),
            figures.Last
        );
    }

    [Fact]
    public async Task Stream_NewestFirst_ShowsWritesAndOmitsChangesWithoutEffect()
    {
        var people = await QueuedPeople.OpenAsync(store);
        var run = await people.RunAsync(Now.AddSeconds(-2), Now.AddSeconds(-1), "1", "2");
        await people.SaveAsync(
            people.PendingChange(
                "1",
                PendingChangeState.Written,
                Now.AddSeconds(-5),
                TimeSpan.FromSeconds(4),
                run: run
            ),
            people.PendingChange(
                "2",
                PendingChangeState.Written,
                Now.AddSeconds(-9),
                TimeSpan.FromSeconds(8),
                run: run
            ),
            people.PendingChange(
                "2",
                PendingChangeState.Written,
                Now.AddSeconds(-3),
                TimeSpan.FromSeconds(2),
                run: run
            ),
            people.PendingChange("3", PendingChangeState.NothingToDo, Now.AddSeconds(-3), TimeSpan.FromSeconds(3)),
            people.PendingChange(
                "4",
                PendingChangeState.NothingToDo,
                Now.AddSeconds(-9),
                TimeSpan.FromSeconds(1),
                new Reason(InboundReasons.LeaverDeactivated)
            ),
            people.PendingChange("5", PendingChangeState.Waiting, Now)
        );

        var stream = await people.ReadAsync(context => LiveChange.ReadAsync(context, people.ConnectionId, 10, default));

        Assert.Equal(["2", "1", "4"], stream.Select(line => line.HumaId.Value));
        Assert.Equal(
            (2, Now.AddSeconds(-9), Now.AddSeconds(-1)),
            (stream[0].Messages, stream[0].ReceivedAt, stream[0].EndedAt)
        );
        Assert.Equal(Field.Phone, Assert.Single(stream[0].Changes).Field);
        Assert.Equal((new Reason(InboundReasons.LeaverDeactivated), 0), (stream[2].Reason, stream[2].Changes.Count));
        Assert.Single(
            await people.ReadAsync(context => LiveChange.ReadAsync(context, people.ConnectionId, 1, default))
        );
    }

    [Fact]
    public async Task Lists_ByState_ArePagedByPersonLongestWaitingFirst()
    {
        var people = await QueuedPeople.OpenAsync(store);
        await people.SaveAsync([
            .. Enumerable
                .Range(0, 30)
                .Select(number =>
                    people.PendingChange(
                        $"{number:00}",
                        PendingChangeState.Failed,
                        Now.AddMinutes(-number),
                        TimeSpan.Zero,
                        new Reason(InboundReasons.CannotBeRead)
                    )
                ),
        ]);
        var second = people.PendingChange(
            "29",
            PendingChangeState.Failed,
            Now,
            TimeSpan.Zero,
            new Reason(RunReasons.Unforeseen),
            cause: PendingChangeCause.Correction
        );
        second.Attempts = 3;
        await people.SaveAsync(second);

        var first = await people.ReadAsync(context =>
            WaitingPeople.ReadAsync(context, people.ConnectionId, PendingChangeState.Failed, null, 0, 25, default)
        );
        var rest = await people.ReadAsync(context =>
            WaitingPeople.ReadAsync(context, people.ConnectionId, PendingChangeState.Failed, null, 25, 25, default)
        );
        var unforeseen = await people.ReadAsync(context =>
            WaitingPeople.ReadAsync(
                context,
                people.ConnectionId,
                PendingChangeState.Failed,
                PendingChangeCause.Correction,
                0,
                25,
                default
            )
        );

        Assert.Equal((25, 30, 5, 1), (first.Rows.Count, first.Total, rest.Rows.Count, unforeseen.Total));
        var longest = first.Rows[0];
        Assert.Equal(
            ("29", Now.AddMinutes(-29), 3, 2),
            (longest.HumaId.Value, longest.Since, longest.Attempts, longest.PendingChanges.Count)
        );
        Assert.Equal(RunReasons.Unforeseen, longest.Reason?.Code);
    }

    // As many as before, and somebody else.
    [Fact]
    public async Task Guard_HoldsSomebodyElseThanWasShown_ReleasesNobody()
    {
        var people = await QueuedPeople.OpenAsync(store);
        await people.SaveAsync(HeldBy(people, "1", GuardKind.ValuesCleared));
        var shown = Assert.Single(
            await people.ReadAsync(context => WaitingPeople.ByGuardAsync(context, people.ConnectionId, default))
        );
        Assert.IsType<Answer<int>.Done>(
            await people.Queue.ConfirmGuardAsync(people.ConnectionId, shown, QueuedPeople.Ola, default)
        );
        await people.SaveAsync(HeldBy(people, "2", GuardKind.ValuesCleared));

        var released = await people.Queue.ConfirmGuardAsync(people.ConnectionId, shown, QueuedPeople.Kari, default);

        Assert.Equal(ReviewReasons.GuardOvertaken, Assert.IsType<Answer<int>.Refused>(released).Reason.Code);
    }

    [Fact]
    public async Task Guards_Tripped_CountTheirPeopleAndReleaseThemWhenConfirmedByName()
    {
        var people = await QueuedPeople.OpenAsync(store);
        await people.SaveAsync(
            HeldBy(people, "1", GuardKind.ValuesCleared, GuardKind.PeopleTouched),
            HeldBy(people, "1", GuardKind.ValuesCleared, GuardKind.PeopleTouched),
            HeldBy(people, "2", GuardKind.ValuesCleared),
            people.PendingChange(
                "3",
                PendingChangeState.Held,
                Now,
                TimeSpan.Zero,
                new Reason(InboundReasons.RuleAsks, "1"),
                cause: PendingChangeCause.Approval
            )
        );

        var guards = await people.ReadAsync(context =>
            WaitingPeople.ByGuardAsync(context, people.ConnectionId, default)
        );
        var letGo = await people.Queue.ConfirmGuardAsync(people.ConnectionId, guards[0], QueuedPeople.Kari, default);
        var twice = await people.Queue.ConfirmGuardAsync(people.ConnectionId, guards[0], QueuedPeople.Ola, default);

        Assert.Equal(
            [(GuardKind.ValuesCleared, 2, 3), (GuardKind.PeopleTouched, 1, 2)],
            guards.Select(guard => (guard.Guard, guard.People, guard.PendingChanges.Count))
        );
        Assert.Equal(3, Assert.IsType<Answer<int>.Done>(letGo).Value);
        Assert.Equal(ReviewReasons.GuardOvertaken, Assert.IsType<Answer<int>.Refused>(twice).Reason.Code);
        Assert.Equal(
            1,
            await people.ReadAsync(context =>
                context.Activity.CountAsync(act =>
                    act.ConnectionId == people.ConnectionId && act.What == ActivityCodes.GuardConfirmed
                )
            )
        );
        Assert.Equal(
            [
                PendingChangeState.Waiting,
                PendingChangeState.Waiting,
                PendingChangeState.Waiting,
                PendingChangeState.Held,
            ],
            (await people.StatesAsync()).Select(pending => pending.State)
        );
    }

    [Fact]
    public async Task HeldValues_DecidedForOneAndForAll_AreProcessedAgain()
    {
        var people = await QueuedPeople.OpenAsync(store);
        await people.SaveAsync([
            .. Enumerable
                .Range(1, 4)
                .SelectMany(number =>
                    new object[]
                    {
                        people.PendingChange(
                            $"{number}",
                            PendingChangeState.Held,
                            Now,
                            TimeSpan.Zero,
                            new Reason(InboundReasons.RuleAsks, "1")
                        ),
                        people.HeldValue($"{number}"),
                    }
                ),
        ]);
        var open = await people.ReadAsync(context =>
            WaitingPeople.HeldValuesAsync(context, people.ConnectionId, 0, 3, default)
        );

        var before = await people.ReadAsync(context =>
            ShownHeldValues.ReadAsync(context, people.ConnectionId, default)
        );

        var one = await people.Queue.DecideAsync(
            people.ConnectionId,
            before.Only([open.Rows[0]]),
            write: true,
            QueuedPeople.Kari,
            default
        );
        var afterOne = await people.StatesAsync();
        var stale = await people.Queue.DecideAsync(
            people.ConnectionId,
            before,
            write: false,
            QueuedPeople.Ola,
            default
        );
        var twice = await people.Queue.DecideAsync(
            people.ConnectionId,
            before.Only([open.Rows[0]]),
            write: false,
            QueuedPeople.Ola,
            default
        );
        var shown = await people.ReadAsync(context => ShownHeldValues.ReadAsync(context, people.ConnectionId, default));
        var all = await people.Queue.DecideAsync(people.ConnectionId, shown, write: false, QueuedPeople.Ola, default);

        Assert.Equal(
            (3, 4, 1, 3),
            (
                open.Rows.Count,
                open.Total,
                Assert.IsType<Answer<int>.Done>(one).Value,
                Assert.IsType<Answer<int>.Done>(all).Value
            )
        );
        Assert.All([stale, twice], answer =>
            Assert.Equal(ReviewReasons.HeldOvertaken, Assert.IsType<Answer<int>.Refused>(answer).Reason.Code)
        );
        Assert.Equal(
            [PendingChangeState.Waiting, PendingChangeState.Held, PendingChangeState.Held, PendingChangeState.Held],
            afterOne.Select(pending => pending.State)
        );
        Assert.All(await people.StatesAsync(), pending => Assert.Equal(PendingChangeState.Waiting, pending.State));
        var decided = await people.ReadAsync(context =>
            context
                .HeldValues.AsNoTracking()
                .Where(value => value.ConnectionId == people.ConnectionId)
                .OrderBy(value => value.Id)
                .ToListAsync()
        );
        Assert.Equal(
            [
                (HeldValueState.Write, "Kari"),
                (HeldValueState.Left, "Ola"),
                (HeldValueState.Left, "Ola"),
                (HeldValueState.Left, "Ola"),
            ],
            decided.Select(value => (value.State, value.DecidedBy))
        );
    }

    [Fact]
    public async Task Failed_AllRetried_WaitFromNowOnAndNothingElseChanges()
    {
        var people = await QueuedPeople.OpenAsync(store);
        await people.SaveAsync(
            people.PendingChange("1", PendingChangeState.Failed, Now.AddDays(-1), TimeSpan.Zero),
            people.PendingChange("2", PendingChangeState.Failed, Now.AddDays(-1), TimeSpan.Zero),
            people.PendingChange("3", PendingChangeState.Written, Now.AddDays(-1), TimeSpan.Zero),
            people.PendingChange("4", PendingChangeState.ForManualSync, Now.AddDays(-1), TimeSpan.Zero)
        );

        Assert.Equal(
            2,
            await people.Queue.RetryAllAsync(people.ConnectionId, PendingChangeState.Failed, QueuedPeople.Kari, default)
        );

        Assert.Equal(
            [
                PendingChangeState.Waiting,
                PendingChangeState.Waiting,
                PendingChangeState.Written,
                PendingChangeState.ForManualSync,
            ],
            (await people.StatesAsync()).Select(pending => pending.State)
        );
        Assert.Equal(
            PendingChange.AtOnce,
            await people.ReadAsync(context =>
                context
                    .PendingChanges.Where(pending =>
                        pending.ConnectionId == people.ConnectionId && pending.State == PendingChangeState.Waiting
                    )
                    .MaxAsync(pending => pending.DueAt)
            )
        );
    }

    [Fact]
    public async Task Person_EachPendingChange_HasItsFiveSteps()
    {
        var people = await QueuedPeople.OpenAsync(store);
        var run = await people.RunAsync(Now.AddSeconds(3), Now.AddSeconds(4), "1", "2");
        var written = people.PendingChange("1", PendingChangeState.Written, Now, TimeSpan.FromSeconds(5), run: run);
        (written.ReadAt, written.ComparedAt) = (Now.AddSeconds(1), Now.AddSeconds(2));
        await people.SaveAsync(
            people.PendingChange("1", PendingChangeState.NothingToDo, Now.AddDays(-1), TimeSpan.FromSeconds(1)),
            written,
            people.PendingChange("2", PendingChangeState.Waiting, Now)
        );

        var history = await people.ReadAsync(context =>
            PersonPendingChange.ReadAsync(context, people.ConnectionId, new HumaId("1"), 0, 10, default)
        );

        Assert.Equal(2, history.Total);
        var (newest, oldest) = (history.Rows[0], history.Rows[1]);
        Assert.Equal(
            (Now, Now.AddSeconds(1), Now.AddSeconds(2), Now.AddSeconds(3), Now.AddSeconds(4)),
            (
                newest.PendingChange.ReceivedAt,
                newest.PendingChange.ReadAt,
                newest.PendingChange.ComparedAt,
                newest.WrittenAt,
                newest.ReadBackAt
            )
        );
        Assert.Equal((1, 1), (newest.RunNumber, newest.Changes.Count));
        Assert.Equal((null, null, null), (oldest.WrittenAt, oldest.ReadBackAt, oldest.RunNumber));
    }

    [Fact]
    public async Task Hours_WithChanges_AreCountedForTheConnectionWithinTheTimeAskedFor()
    {
        var people = await QueuedPeople.OpenAsync(store);
        var hour = new DateTime(2026, 1, 30, 22, 0, 0, DateTimeKind.Utc);
        await people.RunAsync(hour, hour.AddMinutes(59), "1", "2");
        await people.RunAsync(hour, hour.AddMinutes(60), "3");
        await people.RunAsync(hour.AddDays(-40), hour.AddDays(-40), "4");
        await (await QueuedPeople.OpenAsync(store)).RunAsync(hour, hour, "1");

        var hours = await people.ReadAsync(context =>
            ChangesOfHour.ReadAsync(context, people.ConnectionId, hour.AddDays(-30), default)
        );

        Assert.Equal([new ChangesOfHour(hour, 2), new ChangesOfHour(hour.AddHours(1), 1)], hours);
        Assert.All(hours, counted => Assert.Equal(DateTimeKind.Utc, counted.Hour.Kind));
    }

    private static Task<ChangeQueueStatistics> FiguresAsync(QueuedPeople people) =>
        people.ReadAsync(context => ChangeQueueStatistics.ReadAsync(context, people.ConnectionId, Now, default));

    private static PendingChange HeldBy(QueuedPeople people, string person, params IReadOnlyList<GuardKind> guards)
    {
        IReadOnlyList<string> names = [.. guards.Select(guard => guard.ToString())];
        return people.PendingChange(
            person,
            PendingChangeState.Held,
            Now,
            TimeSpan.Zero,
            new Reason(InboundReasons.GuardHolds, names),
            cause: PendingChangeCause.SafetyLimit,
            guards: names
        );
    }
}
