using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

public sealed class NoticeReadingOnSqliteTests(SqliteStore store) : NoticeReadingTests<SqliteStore>(store);

public sealed class NoticeReadingOnPostgresTests(PostgresStore store) : NoticeReadingTests<PostgresStore>(store);

/// <summary>What the pages read of word of people: counts, delays, the stream, the lists, one person's history.</summary>
public abstract class NoticeReadingTests<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static readonly DateTime Now = NoticedPeople.Now;

    [Fact]
    public async Task Figures_OfNothing_AreZeroAndHaveNoDelay()
    {
        var people = await NoticedPeople.OpenAsync(store);

        var figures = await FiguresAsync(people);

        Assert.Equal(new NoticeFigures(0, 0, 0, 0, 0, 0, new Delays(0, null, null), new Delays(0, null, null), null), figures);
    }

    [Fact]
    public async Task Figures_SeveralMessagesAboutOne_CountThePersonOnce()
    {
        var people = await NoticedPeople.OpenAsync(store);
        await people.SaveAsync(
            people.Notice("1", NoticeState.Waiting, Now), people.Notice("1", NoticeState.Waiting, Now), people.Notice("2", NoticeState.Waiting, Now),
            people.Notice("3", NoticeState.Writing, Now), people.Notice("4", NoticeState.Held, Now), people.HeldValue("4"), people.HeldValue("4", Field.Email),
            people.Notice("5", NoticeState.Failed, Now), people.Notice("6", NoticeState.ForManualSync, Now), people.Notice("7", NoticeState.NothingToDo, Now));
        var others = await NoticedPeople.OpenAsync(store);
        await others.SaveAsync(others.Notice("9", NoticeState.Failed, Now));

        var figures = await FiguresAsync(people);

        Assert.Equal((2, 1, 1, 2, 1, 1), (figures.Waiting, figures.Writing, figures.Held, figures.HeldValues, figures.Failed, figures.ForManualSync));
    }

    [Fact]
    public async Task Figures_Delays_AreMedianAndPercentileByNearestRankOfWrittenOnly()
    {
        var people = await NoticedPeople.OpenAsync(store);
        var received = Now.AddHours(-2);
        // 1, 2, … 20 tenths of a second within the day; one of an hour before that, within the week; one older still.
        await people.SaveAsync([.. Enumerable.Range(1, 20).Select(tenth => people.Notice($"{tenth}", NoticeState.Written, received, TimeSpan.FromSeconds(tenth / 10.0)))]);
        await people.SaveAsync(
            people.Notice("week", NoticeState.Written, Now.AddDays(-3), TimeSpan.FromHours(1)), people.Notice("old", NoticeState.Written, Now.AddDays(-9), TimeSpan.FromHours(2)),
            people.Notice("none", NoticeState.NothingToDo, received, TimeSpan.FromHours(3)), people.Notice("late", NoticeState.Failed, received, TimeSpan.FromHours(1)));

        var figures = await FiguresAsync(people);

        Assert.Equal(new Delays(20, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.9)), figures.Day);
        Assert.Equal(new Delays(21, TimeSpan.FromSeconds(1.1), TimeSpan.FromSeconds(2)), figures.Week);
        Assert.Equal(new Arrival(new HumaId("20"), "Person 20", received.AddSeconds(2), TimeSpan.FromSeconds(2)), figures.Last);
    }

    [Fact]
    public async Task Stream_NewestFirst_TellsWhatWasWrittenAndLeavesOutWhatLedToNothing()
    {
        var people = await NoticedPeople.OpenAsync(store);
        var run = await people.RunAsync(Now.AddSeconds(-2), Now.AddSeconds(-1), "1", "2");
        await people.SaveAsync(
            people.Notice("1", NoticeState.Written, Now.AddSeconds(-5), TimeSpan.FromSeconds(4), run: run),
            people.Notice("2", NoticeState.Written, Now.AddSeconds(-9), TimeSpan.FromSeconds(8), run: run),
            people.Notice("2", NoticeState.Written, Now.AddSeconds(-3), TimeSpan.FromSeconds(2), run: run),
            people.Notice("3", NoticeState.NothingToDo, Now.AddSeconds(-3), TimeSpan.FromSeconds(3)),
            people.Notice("4", NoticeState.NothingToDo, Now.AddSeconds(-9), TimeSpan.FromSeconds(1), new Reason(InboundReasons.LeaverDeactivated)),
            people.Notice("5", NoticeState.Waiting, Now));

        var stream = await people.ReadAsync(context => LiveChange.ReadAsync(context, people.ConnectionId, 10, default));

        Assert.Equal(["2", "1", "4"], stream.Select(line => line.HumaId.Value));
        Assert.Equal((2, Now.AddSeconds(-9), Now.AddSeconds(-1)), (stream[0].Messages, stream[0].ReceivedAt, stream[0].EndedAt));
        Assert.Equal(Field.Phone, Assert.Single(stream[0].Changes).Field);
        Assert.Equal((new Reason(InboundReasons.LeaverDeactivated), 0), (stream[2].Reason, stream[2].Changes.Count));
        Assert.Single(await people.ReadAsync(context => LiveChange.ReadAsync(context, people.ConnectionId, 1, default)));
    }

    [Fact]
    public async Task Lists_ByState_ArePagedByPersonLongestWaitingFirst()
    {
        var people = await NoticedPeople.OpenAsync(store);
        await people.SaveAsync([.. Enumerable.Range(0, 30).Select(number => people.Notice($"{number:00}", NoticeState.Failed, Now.AddMinutes(-number), TimeSpan.Zero, new Reason(InboundReasons.CannotBeRead)))]);
        var second = people.Notice("29", NoticeState.Failed, Now, TimeSpan.Zero, new Reason(RunReasons.Unforeseen));
        second.Attempts = 3;
        await people.SaveAsync(second);

        var first = await people.ReadAsync(context => WaitingPeople.ReadAsync(context, people.ConnectionId, NoticeState.Failed, null, 0, 25, default));
        var rest = await people.ReadAsync(context => WaitingPeople.ReadAsync(context, people.ConnectionId, NoticeState.Failed, null, 25, 25, default));
        var unforeseen = await people.ReadAsync(context => WaitingPeople.ReadAsync(context, people.ConnectionId, NoticeState.Failed, RunReasons.Unforeseen, 0, 25, default));

        Assert.Equal((25, 30, 5, 1), (first.Rows.Count, first.Total, rest.Rows.Count, unforeseen.Total));
        var longest = first.Rows[0];
        Assert.Equal(("29", Now.AddMinutes(-29), 3, 2), (longest.HumaId.Value, longest.Since, longest.Attempts, longest.Notices.Count));
        Assert.Equal(RunReasons.Unforeseen, longest.Reason?.Code);
    }

    [Fact]
    public async Task Guards_ThatHold_CountTheirPeopleAndLetGoWhenConfirmedByName()
    {
        var people = await NoticedPeople.OpenAsync(store);
        var both = new Reason(InboundReasons.GuardHolds, nameof(GuardKind.ValuesCleared), nameof(GuardKind.PeopleTouched));
        await people.SaveAsync(
            people.Notice("1", NoticeState.Held, Now, TimeSpan.Zero, both), people.Notice("1", NoticeState.Held, Now, TimeSpan.Zero, both),
            people.Notice("2", NoticeState.Held, Now, TimeSpan.Zero, new Reason(InboundReasons.GuardHolds, nameof(GuardKind.ValuesCleared))),
            people.Notice("3", NoticeState.Held, Now, TimeSpan.Zero, new Reason(InboundReasons.RuleAsks, "1")));

        var guards = await people.ReadAsync(context => WaitingPeople.ByGuardAsync(context, people.ConnectionId, default));
        var letGo = await people.Board.ConfirmGuardAsync(people.ConnectionId, guards[0], NoticedPeople.Kari, default);
        var twice = await people.Board.ConfirmGuardAsync(people.ConnectionId, guards[0], NoticedPeople.Ola, default);

        Assert.Equal([new HeldByGuard(GuardKind.ValuesCleared, 2), new HeldByGuard(GuardKind.PeopleTouched, 1)], guards);
        Assert.Equal(3, Assert.IsType<Answer<int>.Done>(letGo).Value);
        Assert.Equal(ReviewReasons.GuardOvertaken, Assert.IsType<Answer<int>.Refused>(twice).Reason.Code);
        Assert.Equal(1, await people.ReadAsync(context => context.Activity.CountAsync(act => act.ConnectionId == people.ConnectionId && act.What == ActivityCodes.GuardConfirmed)));
        Assert.Equal([NoticeState.Waiting, NoticeState.Waiting, NoticeState.Waiting, NoticeState.Held], (await people.StatesAsync()).Select(notice => notice.State));
    }

    [Fact]
    public async Task HeldValues_DecidedForOneAndForAll_AreLookedAtOnceMore()
    {
        var people = await NoticedPeople.OpenAsync(store);
        await people.SaveAsync([.. Enumerable.Range(1, 4).SelectMany(number => new object[] { people.Notice($"{number}", NoticeState.Held, Now, TimeSpan.Zero, new Reason(InboundReasons.RuleAsks, "1")), people.HeldValue($"{number}") })]);
        var open = await people.ReadAsync(context => WaitingPeople.HeldValuesAsync(context, people.ConnectionId, 0, 3, default));

        var before = await people.ReadAsync(context => ShownHeldValues.ReadAsync(context, people.ConnectionId, default));

        var one = await people.Board.DecideAsync(people.ConnectionId, before.Only([open.Rows[0]]), write: true, NoticedPeople.Kari, default);
        var afterOne = await people.StatesAsync();
        var stale = await people.Board.DecideAsync(people.ConnectionId, before, write: false, NoticedPeople.Ola, default);
        var twice = await people.Board.DecideAsync(people.ConnectionId, before.Only([open.Rows[0]]), write: false, NoticedPeople.Ola, default);
        var shown = await people.ReadAsync(context => ShownHeldValues.ReadAsync(context, people.ConnectionId, default));
        var all = await people.Board.DecideAsync(people.ConnectionId, shown, write: false, NoticedPeople.Ola, default);

        Assert.Equal((3, 4, 1, 3), (open.Rows.Count, open.Total, Assert.IsType<Answer<int>.Done>(one).Value, Assert.IsType<Answer<int>.Done>(all).Value));
        Assert.All([stale, twice], answer => Assert.Equal(ReviewReasons.HeldOvertaken, Assert.IsType<Answer<int>.Refused>(answer).Reason.Code));
        Assert.Equal([NoticeState.Waiting, NoticeState.Held, NoticeState.Held, NoticeState.Held], afterOne.Select(notice => notice.State));
        Assert.All(await people.StatesAsync(), notice => Assert.Equal(NoticeState.Waiting, notice.State));
        var decided = await people.ReadAsync(context => context.HeldValues.AsNoTracking().Where(value => value.ConnectionId == people.ConnectionId).OrderBy(value => value.Id).ToListAsync());
        Assert.Equal([(HeldValueState.Write, "Kari"), (HeldValueState.Left, "Ola"), (HeldValueState.Left, "Ola"), (HeldValueState.Left, "Ola")], decided.Select(value => (value.State, value.DecidedBy)));
    }

    [Fact]
    public async Task Failed_AllTriedAgain_WaitFromNowOnAndNothingElseMoves()
    {
        var people = await NoticedPeople.OpenAsync(store);
        await people.SaveAsync(
            people.Notice("1", NoticeState.Failed, Now.AddDays(-1), TimeSpan.Zero), people.Notice("2", NoticeState.Failed, Now.AddDays(-1), TimeSpan.Zero),
            people.Notice("3", NoticeState.Written, Now.AddDays(-1), TimeSpan.Zero), people.Notice("4", NoticeState.ForManualSync, Now.AddDays(-1), TimeSpan.Zero));

        Assert.Equal(2, await people.Board.RetryAllAsync(people.ConnectionId, NoticeState.Failed, NoticedPeople.Kari, default));

        Assert.Equal([NoticeState.Waiting, NoticeState.Waiting, NoticeState.Written, NoticeState.ForManualSync], (await people.StatesAsync()).Select(notice => notice.State));
        Assert.Equal(Now, await people.ReadAsync(context => context.Notices.Where(notice => notice.ConnectionId == people.ConnectionId && notice.State == NoticeState.Waiting).MaxAsync(notice => notice.DueAt)));
    }

    [Fact]
    public async Task Person_EachNotice_HasItsFiveSteps()
    {
        var people = await NoticedPeople.OpenAsync(store);
        var run = await people.RunAsync(Now.AddSeconds(3), Now.AddSeconds(4), "1", "2");
        var written = people.Notice("1", NoticeState.Written, Now, TimeSpan.FromSeconds(5), run: run);
        (written.ReadAt, written.ComparedAt) = (Now.AddSeconds(1), Now.AddSeconds(2));
        await people.SaveAsync(people.Notice("1", NoticeState.NothingToDo, Now.AddDays(-1), TimeSpan.FromSeconds(1)), written, people.Notice("2", NoticeState.Waiting, Now));

        var history = await people.ReadAsync(context => PersonNotice.ReadAsync(context, people.ConnectionId, new HumaId("1"), 0, 10, default));

        Assert.Equal(2, history.Total);
        var (newest, oldest) = (history.Rows[0], history.Rows[1]);
        Assert.Equal(
            (Now, Now.AddSeconds(1), Now.AddSeconds(2), Now.AddSeconds(3), Now.AddSeconds(4)),
            (newest.Notice.ReceivedAt, newest.Notice.ReadAt, newest.Notice.ComparedAt, newest.WrittenAt, newest.ReadBackAt));
        Assert.Equal((1, 1), (newest.RunNumber, newest.Changes.Count));
        Assert.Equal((null, null, null), (oldest.WrittenAt, oldest.ReadBackAt, oldest.RunNumber));
    }

    [Fact]
    public async Task Hours_WithChanges_AreCountedForTheConnectionWithinTheTimeAskedFor()
    {
        var people = await NoticedPeople.OpenAsync(store);
        var hour = new DateTime(2026, 1, 30, 22, 0, 0, DateTimeKind.Utc);
        await people.RunAsync(hour, hour.AddMinutes(59), "1", "2");
        await people.RunAsync(hour, hour.AddMinutes(60), "3");
        await people.RunAsync(hour.AddDays(-40), hour.AddDays(-40), "4");
        await (await NoticedPeople.OpenAsync(store)).RunAsync(hour, hour, "1");

        var hours = await people.ReadAsync(context => ChangesOfHour.ReadAsync(context, people.ConnectionId, hour.AddDays(-30), default));

        Assert.Equal([new ChangesOfHour(hour, 2), new ChangesOfHour(hour.AddHours(1), 1)], hours);
        Assert.All(hours, counted => Assert.Equal(DateTimeKind.Utc, counted.Hour.Kind));
    }

    private static Task<NoticeFigures> FiguresAsync(NoticedPeople people) => people.ReadAsync(context => NoticeFigures.ReadAsync(context, people.ConnectionId, Now, default));
}
