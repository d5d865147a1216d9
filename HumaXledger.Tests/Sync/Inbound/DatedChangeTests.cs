using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>
/// Positions that follow each other, run in parallel and take effect by date alone, on the sandbox's clock.
/// </summary>
public sealed class DatedChangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FollowOn_Announced_WritesNoEnd_AndTheNewTitleOnItsDayWithoutAMessage()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var (title, start) = (
            inbound.InXledger(person, SandboxField.JobTitle),
            inbound.InXledger(person, SandboxField.EmploymentStart)
        );
        var last = TodayOf(inbound).AddDays(1);
        Change(inbound, person, positions =>
            [
                positions[0] with
                {
                    ContractEndDate = last,
                },
                After(inbound, positions[0], "Avdelingsdirektør", last.AddDays(1)),
            ]
        );

        var reported = await inbound.FollowAsync(person);

        Assert.Equal(PendingChangeState.NothingToDo, reported.State);
        Assert.Empty(await inbound.ChangesAsync());
        Assert.Equal(last.AddDays(1), (await inbound.LinkAsync(person.HumaId))!.LookAgainOn);
        Assert.DoesNotContain(await DueAsync(inbound), due => due.Kind == DueKind.Dates);

        inbound.SyncFixture.Clock.Pass(TimeSpan.FromDays(2));
        Assert.Contains(await DueAsync(inbound), due => due == new Due(inbound.Connection, DueKind.Dates));
        Assert.Equal(
            (title, null),
            (inbound.InXledger(person, SandboxField.JobTitle), inbound.InXledger(person, SandboxField.EmploymentEnd))
        );
        await QueueAsync(inbound);
        await QueueAsync(inbound);
        Assert.Single(await inbound.PendingChangesAsync(person.HumaId), pending =>
            pending.Source == PendingChangeSource.Date
        );
        await inbound.ProcessAsync();

        Assert.Equal(
            ("Avdelingsdirektør", start, null),
            (
                inbound.InXledger(person, SandboxField.JobTitle),
                inbound.InXledger(person, SandboxField.EmploymentStart),
                inbound.InXledger(person, SandboxField.EmploymentEnd)
            )
        );
        var pending = (await inbound.PendingChangesAsync(person.HumaId))[^1];
        Assert.Equal((PendingChangeSource.Date, PendingChangeState.Written), (pending.Source, pending.State));
        Assert.Equal(
            [Field.JobTitle],
            (await inbound.ChangesAsync())
                .Where(change => change.HumaId?.Value == $"{person.HumaId}")
                .Select(change => change.Field)
        );
        Assert.Null((await inbound.LinkAsync(person.HumaId))!.LookAgainOn);
        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.DoesNotContain(session.Comparison.Differences, difference =>
            difference.Pair.Huma.Id == $"{person.HumaId}"
        );
    }

    [Fact]
    public async Task Ended_AndTheNextPositionIsAddedSecondsLater_TheEndIsCleared()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var last = TodayOf(inbound).AddDays(20);
        Change(inbound, person, positions => [positions[0] with { ContractEndDate = last }]);
        await inbound.FollowAsync(person);
        Assert.Equal(CalendarDate.Write(last), inbound.InXledger(person, SandboxField.EmploymentEnd));

        Change(inbound, person, positions =>
            [positions[0], After(inbound, positions[0], "Avdelingsdirektør", last.AddDays(1))]
        );
        await inbound.FollowAsync(person);

        Assert.Null(inbound.InXledger(person, SandboxField.EmploymentEnd));
    }

    [Fact]
    public async Task Announced_BesideAnOpenPosition_IsFoundByItsMessageAndGivesTheTitleOnItsDay()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var begins = TodayOf(inbound).AddDays(2);
        Change(inbound, person, positions =>
            [
                positions[0] with
                {
                    Percentage = 20,
                },
                After(inbound, positions[0], "Avdelingsdirektør", begins) with
                {
                    Percentage = 80,
                },
            ]
        );

        await inbound.FollowAsync(person);
        // A later comparison, which has no reason to query all positions, keeps what is known.
        await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);

        Assert.Equal(begins, (await inbound.LinkAsync(person.HumaId))!.LookAgainOn);
        inbound.SyncFixture.Clock.Pass(TimeSpan.FromDays(2));
        await QueueAsync(inbound);
        await inbound.ProcessAsync();
        Assert.Equal(
            ("Avdelingsdirektør", null),
            (inbound.InXledger(person, SandboxField.JobTitle), inbound.InXledger(person, SandboxField.EmploymentEnd))
        );
    }

    [Fact]
    public async Task Parallel_TheLargerEnds_WritesNoEnd_AndTheOthersTitleTheDayAfter()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var last = TodayOf(inbound).AddDays(1);
        Change(inbound, person, positions =>
            [
                positions[0] with
                {
                    Percentage = 60,
                    ContractEndDate = last,
                },
                Next(inbound, "Verneombud", positions[0].ContractStartDate!.Value.AddDays(1)) with
                {
                    Percentage = 40,
                },
            ]
        );

        await inbound.FollowAsync(person);
        Assert.Empty(await inbound.ChangesAsync());
        inbound.SyncFixture.Clock.Pass(TimeSpan.FromDays(2));
        await QueueAsync(inbound);
        await inbound.ProcessAsync();

        Assert.Equal(
            (null, "Verneombud"),
            (inbound.InXledger(person, SandboxField.EmploymentEnd), inbound.InXledger(person, SandboxField.JobTitle))
        );
    }

    [Fact]
    public async Task Dates_ReachedWhilePausedOrStopped_AreEachProcessedOnceAfterwards()
    {
        await using var inbound = await InboundFixture.OpenAsync(4);
        var people = inbound.People.Skip(1).ToList();
        for (var index = 0; index < people.Count; index++)
        {
            var last = TodayOf(inbound).AddDays(1 + index);
            Change(inbound, people[index], positions =>
                [
                    positions[0] with
                    {
                        ContractEndDate = last,
                    },
                    After(inbound, positions[0], $"Leder {index}", last.AddDays(1)),
                ]
            );
            await inbound.FollowAsync(people[index]);
        }

        await inbound.SetAsync(connection => connection.PausedAt = inbound.SyncFixture.Clock.GetUtcNow().UtcDateTime);
        inbound.SyncFixture.Clock.Pass(TimeSpan.FromDays(30));
        Assert.DoesNotContain(await DueAsync(inbound), due => due.Kind == DueKind.Dates);
        Assert.Equal(0, await QueueAsync(inbound));

        await inbound.SetAsync(connection => connection.PausedAt = null);
        await QueueAsync(inbound);
        await inbound.ProcessAsync();

        foreach (var person in people)
        {
            Assert.Single(await inbound.PendingChangesAsync(person.HumaId), pending =>
                pending.Source == PendingChangeSource.Date
            );
        }

        Assert.Equal(
            ["Leder 0", "Leder 1", "Leder 2"],
            people.Select(person => inbound.InXledger(person, SandboxField.JobTitle))
        );
    }

    [Fact]
    public async Task Date_OfAFieldThatARuleAsksAbout_AwaitsApproval()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        var last = TodayOf(inbound).AddDays(1);
        Change(inbound, person, positions =>
            [
                positions[0] with
                {
                    ContractEndDate = last,
                },
                After(inbound, positions[0], "Avdelingsdirektør", last.AddDays(1)),
            ]
        );
        await inbound.FollowAsync(person);

        inbound.SyncFixture.Clock.Pass(TimeSpan.FromDays(2));
        await QueueAsync(inbound);
        await inbound.ProcessAsync();

        Assert.Equal(
            Field.JobTitle,
            Assert.Single(await inbound.HeldAsync(), held => held.HumaId.Value == $"{person.HumaId}").Field
        );
        Assert.DoesNotContain(await inbound.ChangesAsync(), change => change.HumaId?.Value == $"{person.HumaId}");
    }

    [Fact]
    public async Task Comparison_OnTheDayBeforeTheRound_DoesNotCancelTheDatedChange()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var last = TodayOf(inbound).AddDays(1);
        Change(inbound, person, positions =>
            [
                positions[0] with
                {
                    ContractEndDate = last,
                },
                After(inbound, positions[0], "Avdelingsdirektør", last.AddDays(1)),
            ]
        );
        await inbound.FollowAsync(person);
        inbound.SyncFixture.Clock.Pass(TimeSpan.FromDays(2));

        await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        await QueueAsync(inbound);

        Assert.Single(await inbound.PendingChangesAsync(person.HumaId), pending =>
            pending.Source == PendingChangeSource.Date
        );
    }

    [Fact]
    public async Task ComingUp_ListsWhatIsAnnounced_WithWhatItWrites()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (person, other) = (inbound.People[1], inbound.People[2]);
        var last = TodayOf(inbound).AddDays(10);
        Change(inbound, person, positions =>
            [
                positions[0] with
                {
                    ContractEndDate = last,
                },
                After(inbound, positions[0], "Avdelingsdirektør", last.AddDays(1)),
            ]
        );
        Change(inbound, other, positions => [positions[0] with { ContractEndDate = last.AddDays(40) }]);
        await inbound.FollowAsync(person);
        await inbound.FollowAsync(other);
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.Ask);

        var coming = (
            await inbound.SyncFixture.Get<ComingUp>().ReadAsync(inbound.Connection, Actor.System, Cancellation)
        )
            .Where(one => one.Person.Value == $"{person.HumaId}" || one.Person.Value == $"{other.HumaId}")
            .ToList();

        Assert.Equal(
            [(last, AnnouncedKind.PositionEnds), (last.AddDays(1), AnnouncedKind.PositionBegins)],
            coming.Select(one => (one.Change.Date, one.Change.Kind))
        );
        Assert.Equal(
            new ComingValue(Field.JobTitle, FieldValue.From("Avdelingsdirektør"), ComingOutcome.Approval),
            Assert.Single(coming[1].Values)
        );
        Assert.All(coming, one => Assert.Equal(inbound.World.PersonByHumaId(person.HumaId)!.Name, one.Name));
    }

    [Fact]
    public async Task ChosenMainPosition_OfOnePerson_GivesTheTitleAndIsRefusedForAnotherPersons()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var id = new HumaId($"{person.HumaId}");
        var small = Next(inbound, "Verneombud", TodayOf(inbound).AddDays(-9)) with { Percentage = 10 };
        Change(inbound, person, positions => [positions[0] with { Percentage = 90 }, small]);
        await inbound.FollowAsync(person);
        Assert.Empty(await inbound.ChangesAsync());
        var choices = inbound.SyncFixture.Get<MainPositions>();

        Assert.Equal(
            RunReasons.PositionGone,
            (
                await choices.ChooseAsync(
                    inbound.Connection,
                    id,
                    $"{Guid.NewGuid()}",
                    SyncFixture.Administrator,
                    Cancellation
                )
            )?.Code
        );
        Assert.Null(
            await choices.ChooseAsync(inbound.Connection, id, $"{small.Id}", SyncFixture.Administrator, Cancellation)
        );
        await inbound.ProcessAsync();

        Assert.Equal("Verneombud", inbound.InXledger(person, SandboxField.JobTitle));
        await using var store = inbound.SyncFixture.Store();
        Assert.Single(
            await store.Activity.Where(act => act.What == ActivityCodes.MainPositionChosen).ToListAsync(Cancellation)
        );
    }

    private static DateOnly TodayOf(InboundFixture inbound) => inbound.World.HumaSystem.Today;

    private static async Task<IReadOnlyList<Due>> DueAsync(InboundFixture inbound) =>
        await inbound.SyncFixture.Get<DueTasks>().FindAsync(Cancellation);

    private static Task<int> QueueAsync(InboundFixture inbound) =>
        inbound.SyncFixture.Get<DatedChanges>().QueueAsync(inbound.Connection, Cancellation);

    private static void Change(
        InboundFixture inbound,
        Someone person,
        Func<IReadOnlyList<HumaPosition>, IEnumerable<HumaPosition>> change
    )
    {
        inbound.World.Huma.Change(
            person.HumaId,
            user => user with { Positions = [.. change(user.Positions)] },
            out var taken
        );
        Assert.Empty(taken);
    }

    // With the same end of the probation: only the title is new.
    private static HumaPosition After(InboundFixture inbound, HumaPosition before, string title, DateOnly start) =>
        Next(inbound, title, start) with
        {
            ProbationEndDate = before.ProbationEndDate,
            TerminationNoticeDate = before.TerminationNoticeDate,
        };

    private static HumaPosition Next(InboundFixture inbound, string title, DateOnly start)
    {
        var known = new HumaJobTitle(Guid.NewGuid(), title, null);
        inbound.World.Huma.Put(known);
        return new HumaPosition
        {
            Id = Guid.NewGuid(),
            TitleId = known.Id,
            ContractStartDate = start,
            ContractType = "Permanent",
        };
    }
}
