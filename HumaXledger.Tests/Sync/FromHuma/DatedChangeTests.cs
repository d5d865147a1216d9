using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.FromHuma;

/// <summary>Positions that follow each other, run side by side and take effect by date alone, through the sandbox's clock.</summary>
public sealed class DatedChangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FollowOn_Announced_WritesNoEnd_AndTheNewTitleOnItsDayWithoutAMessage()
    {
        await using var following = await Following.OpenAsync(2, racing: true);
        var person = following.People[1];
        var (title, start) = (following.InXledger(person, SandboxField.JobTitle), following.InXledger(person, SandboxField.EmploymentStart));
        var last = TodayOf(following).AddDays(1);
        Change(following, person, positions => [positions[0] with { ContractEndDate = last }, After(following, positions[0], "Avdelingsdirektør", last.AddDays(1))]);

        var told = await following.FollowAsync(person);

        Assert.Equal(NoticeState.NothingToDo, told.State);
        Assert.Empty(await following.ChangesAsync());
        Assert.Equal(last.AddDays(1), (await following.LinkAsync(person.HumaId))!.LookAgainOn);
        Assert.DoesNotContain(await DueAsync(following), due => due.Kind == DueKind.Dates);

        following.Workplace.Clock.Pass(TimeSpan.FromDays(2));
        Assert.Contains(await DueAsync(following), due => due == new Due(following.Connection, DueKind.Dates));
        Assert.Equal((title, null), (following.InXledger(person, SandboxField.JobTitle), following.InXledger(person, SandboxField.EmploymentEnd)));
        await QueueAsync(following);
        await QueueAsync(following);
        Assert.Single(await following.NoticesAsync(person.HumaId), notice => notice.Source == NoticeSource.Date);
        await following.WorkOffAsync();

        Assert.Equal(
            ("Avdelingsdirektør", start, null),
            (following.InXledger(person, SandboxField.JobTitle), following.InXledger(person, SandboxField.EmploymentStart), following.InXledger(person, SandboxField.EmploymentEnd)));
        var notice = (await following.NoticesAsync(person.HumaId))[^1];
        Assert.Equal((NoticeSource.Date, NoticeState.Written), (notice.Source, notice.State));
        Assert.Equal([Field.JobTitle], (await following.ChangesAsync()).Where(change => change.HumaId?.Value == $"{person.HumaId}").Select(change => change.Field));
        Assert.Null((await following.LinkAsync(person.HumaId))!.LookAgainOn);
        var session = await following.Workplace.CompareAsync(following.Connection, Cancellation);
        Assert.DoesNotContain(session.Comparison.Differences, difference => difference.Pair.Huma.Id == $"{person.HumaId}");
    }

    [Fact]
    public async Task Ended_AndTheNextOneIsAddedSecondsLater_TheEndIsTakenBack()
    {
        await using var following = await Following.OpenAsync(2, racing: true);
        var person = following.People[1];
        var last = TodayOf(following).AddDays(20);
        Change(following, person, positions => [positions[0] with { ContractEndDate = last }]);
        await following.FollowAsync(person);
        Assert.Equal(CalendarDate.Write(last), following.InXledger(person, SandboxField.EmploymentEnd));

        Change(following, person, positions => [positions[0], After(following, positions[0], "Avdelingsdirektør", last.AddDays(1))]);
        await following.FollowAsync(person);

        Assert.Null(following.InXledger(person, SandboxField.EmploymentEnd));
    }

    [Fact]
    public async Task Announced_BesideAnOpenPosition_IsFoundByItsMessageAndTakesTheTitleOnItsDay()
    {
        await using var following = await Following.OpenAsync(2, racing: true);
        var person = following.People[1];
        var begins = TodayOf(following).AddDays(2);
        Change(following, person, positions => [positions[0] with { Percentage = 20 }, After(following, positions[0], "Avdelingsdirektør", begins) with { Percentage = 80 }]);

        await following.FollowAsync(person);
        // A later comparison, which has no cause of its own to ask for all positions, keeps what is known.
        await following.Workplace.CompareAsync(following.Connection, Cancellation);

        Assert.Equal(begins, (await following.LinkAsync(person.HumaId))!.LookAgainOn);
        following.Workplace.Clock.Pass(TimeSpan.FromDays(2));
        await QueueAsync(following);
        await following.WorkOffAsync();
        Assert.Equal(("Avdelingsdirektør", null), (following.InXledger(person, SandboxField.JobTitle), following.InXledger(person, SandboxField.EmploymentEnd)));
    }

    [Fact]
    public async Task Parallel_TheLargerEnds_WritesNoEnd_AndTheOthersTitleTheDayAfter()
    {
        await using var following = await Following.OpenAsync(2, racing: true);
        var person = following.People[1];
        var last = TodayOf(following).AddDays(1);
        Change(following, person, positions =>
        [
            positions[0] with { Percentage = 60, ContractEndDate = last },
            Next(following, "Verneombud", positions[0].ContractStartDate!.Value.AddDays(1)) with { Percentage = 40 },
        ]);

        await following.FollowAsync(person);
        Assert.Empty(await following.ChangesAsync());
        following.Workplace.Clock.Pass(TimeSpan.FromDays(2));
        await QueueAsync(following);
        await following.WorkOffAsync();

        Assert.Equal((null, "Verneombud"), (following.InXledger(person, SandboxField.EmploymentEnd), following.InXledger(person, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Dates_ThatComeWhileTheConnectionIsPausedOrNothingRuns_AreAllLookedAtOnceAfterwards()
    {
        await using var following = await Following.OpenAsync(4, racing: true);
        var people = following.People.Skip(1).ToList();
        for (var index = 0; index < people.Count; index++)
        {
            var last = TodayOf(following).AddDays(1 + index);
            Change(following, people[index], positions => [positions[0] with { ContractEndDate = last }, After(following, positions[0], $"Leder {index}", last.AddDays(1))]);
            await following.FollowAsync(people[index]);
        }

        await following.SetAsync(connection => connection.PausedAt = DateTime.UtcNow);
        following.Workplace.Clock.Pass(TimeSpan.FromDays(30));
        Assert.DoesNotContain(await DueAsync(following), due => due.Kind == DueKind.Dates);
        Assert.Equal(0, await QueueAsync(following));

        await following.SetAsync(connection => connection.PausedAt = null);
        await QueueAsync(following);
        await following.WorkOffAsync();

        foreach (var person in people)
        {
            Assert.Single(await following.NoticesAsync(person.HumaId), notice => notice.Source == NoticeSource.Date);
        }

        Assert.Equal(["Leder 0", "Leder 1", "Leder 2"], people.Select(person => following.InXledger(person, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Date_OfAFieldThatARuleAsksAbout_AwaitsApproval()
    {
        await using var following = await Following.OpenAsync(2, racing: true);
        var person = following.People[1];
        await following.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        var last = TodayOf(following).AddDays(1);
        Change(following, person, positions => [positions[0] with { ContractEndDate = last }, After(following, positions[0], "Avdelingsdirektør", last.AddDays(1))]);
        await following.FollowAsync(person);

        following.Workplace.Clock.Pass(TimeSpan.FromDays(2));
        await QueueAsync(following);
        await following.WorkOffAsync();

        Assert.Equal(Field.JobTitle, Assert.Single(await following.HeldAsync(), held => held.HumaId.Value == $"{person.HumaId}").Field);
        Assert.DoesNotContain(await following.ChangesAsync(), change => change.HumaId?.Value == $"{person.HumaId}");
    }

    [Fact]
    public async Task Comparison_OnTheDayBeforeTheRound_DoesNotTakeTheLookAway()
    {
        await using var following = await Following.OpenAsync(2, racing: true);
        var person = following.People[1];
        var last = TodayOf(following).AddDays(1);
        Change(following, person, positions => [positions[0] with { ContractEndDate = last }, After(following, positions[0], "Avdelingsdirektør", last.AddDays(1))]);
        await following.FollowAsync(person);
        following.Workplace.Clock.Pass(TimeSpan.FromDays(2));

        await following.Workplace.CompareAsync(following.Connection, Cancellation);
        await QueueAsync(following);

        Assert.Single(await following.NoticesAsync(person.HumaId), notice => notice.Source == NoticeSource.Date);
    }

    [Fact]
    public async Task ComingUp_ListsWhatIsAnnounced_WithWhatItWrites()
    {
        await using var following = await Following.OpenAsync(3, racing: true);
        var (person, other) = (following.People[1], following.People[2]);
        var last = TodayOf(following).AddDays(10);
        Change(following, person, positions => [positions[0] with { ContractEndDate = last }, After(following, positions[0], "Avdelingsdirektør", last.AddDays(1))]);
        Change(following, other, positions => [positions[0] with { ContractEndDate = last.AddDays(40) }]);
        await following.FollowAsync(person);
        await following.FollowAsync(other);
        await following.RuleAsync(Field.JobTitle, PolicyRule.Ask);

        var coming = (await following.Workplace.Get<ComingUp>().ReadAsync(following.Connection, Cancellation)).Where(one => one.Person.Value == $"{person.HumaId}" || one.Person.Value == $"{other.HumaId}").ToList();

        Assert.Equal(
            [(last, AnnouncedKind.PositionEnds), (last.AddDays(1), AnnouncedKind.PositionBegins)], coming.Select(one => (one.Change.Date, one.Change.Kind)));
        Assert.Equal(new ComingValue(Field.JobTitle, FieldValue.From("Avdelingsdirektør"), ComingOutcome.Approval), Assert.Single(coming[1].Values));
        Assert.All(coming, one => Assert.Equal(following.World.PersonByHumaId(person.HumaId)!.Name, one.Name));
    }

    [Fact]
    public async Task ChosenMainPosition_OfOnePerson_GivesTheTitleAndIsRefusedForAnotherPersons()
    {
        await using var following = await Following.OpenAsync(2, racing: true);
        var person = following.People[1];
        var id = new HumaId($"{person.HumaId}");
        var small = Next(following, "Verneombud", TodayOf(following).AddDays(-9)) with { Percentage = 10 };
        Change(following, person, positions => [positions[0] with { Percentage = 90 }, small]);
        await following.FollowAsync(person);
        Assert.Empty(await following.ChangesAsync());
        var choices = following.Workplace.Get<MainPositions>();

        Assert.Equal(RunReasons.PositionGone, (await choices.ChooseAsync(following.Connection, id, $"{Guid.NewGuid()}", Workplace.Administrator, Cancellation))?.Code);
        Assert.Null(await choices.ChooseAsync(following.Connection, id, $"{small.Id}", Workplace.Administrator, Cancellation));
        await following.WorkOffAsync();

        Assert.Equal("Verneombud", following.InXledger(person, SandboxField.JobTitle));
        await using var store = following.Workplace.Store();
        Assert.Single(await store.Activity.Where(act => act.What == ActivityCodes.MainPositionChosen).ToListAsync(Cancellation));
    }

    private static DateOnly TodayOf(Following following) => following.World.HumaSystem.Today;

    private static async Task<IReadOnlyList<Due>> DueAsync(Following following) => await following.Workplace.Get<DueWork>().FindAsync(Cancellation);

    private static Task<int> QueueAsync(Following following) => following.Workplace.Get<DatedChanges>().QueueAsync(following.Connection, Cancellation);

    private static void Change(Following following, Someone person, Func<IReadOnlyList<HumaPosition>, IEnumerable<HumaPosition>> change)
    {
        following.World.Huma.Change(person.HumaId, user => user with { Positions = [.. change(user.Positions)] }, out var taken);
        Assert.Empty(taken);
    }

    // With the same end of the probation: only the title is new.
    private static HumaPosition After(Following following, HumaPosition before, string title, DateOnly start) =>
        Next(following, title, start) with { ProbationEndDate = before.ProbationEndDate, TerminationNoticeDate = before.TerminationNoticeDate };

    private static HumaPosition Next(Following following, string title, DateOnly start)
    {
        var known = new HumaJobTitle(Guid.NewGuid(), title, null);
        following.World.Huma.Put(known);
        return new HumaPosition { Id = Guid.NewGuid(), TitleId = known.Id, ContractStartDate = start, ContractType = "Permanent" };
    }
}
