using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.People.PhoneNumbers;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.FollowUps;

/// <summary>Undo of a run, a person or a field.</summary>
public sealed class UndoTests
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Undo_OfARun_RestoresEveryValueAndBothRunsReferToEachOther()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(3);
        var connection = await fixture.ConnectAsync(Cancellation);
        var before = people.Select(person => fixture.InXledger(person, SandboxField.JobTitle)).ToList();
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title),
            Cancellation
        );

        var undone = await fixture.UndoAsync(new UndoScope(run.Run.Id));

        Assert.Equal(
            (RunState.Completed, people.Count, PlanOrigin.Undo),
            (undone.Run.State, undone.Count(ChangeState.Confirmed), undone.Plan.Origin)
        );
        Assert.Equal(before, people.Select(person => fixture.InXledger(person, SandboxField.JobTitle)));
        Assert.All(people, person => Assert.Equal(Title, fixture.InHuma(person, SandboxField.JobTitle)));
        var earlier = await fixture.ReportAsync(run.Run.Id);
        Assert.Equal((people.Count, false), (earlier.Count(ChangeState.Undone), earlier.CanUndo));
        Assert.Equal(new RelatedRun(undone.Run.Id, 2, PlanOrigin.Undo), Assert.Single(earlier.Later));
        Assert.Equal(new RelatedRun(run.Run.Id, 1, PlanOrigin.Undo), undone.Earlier);
        Assert.Contains((await fixture.Get<ActivityLog>().ReadAsync(connection, 0, 50, Cancellation)).Records, act =>
            act is { What: ActivityCodes.UndoPlanned, Who: SyncFixture.AdministratorName }
        );
    }

    [Fact]
    public async Task Undo_Afterwards_TheDifferenceIsShownAndNeitherProposedNorDecidedByARule()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        var agreed = await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => "Rådgiver");
        await fixture.ApplyAsync(agreed, Cancellation);
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title),
            Cancellation
        );
        await fixture.UndoAsync(new UndoScope(run.Run.Id));
        await fixture
            .Get<ConnectionSettings>()
            .SetPolicyAsync(connection, Field.JobTitle, PolicyRule.HumaWins, SyncFixture.Administrator, Cancellation);

        var again = await fixture.CompareAsync(connection, Cancellation);

        var shown = again
            .Comparison.Differences.Where(difference =>
                people.Any(person => difference.Pair.Huma.Id == $"{person.HumaId}")
            )
            .ToList();
        Assert.All(shown, difference =>
            Assert.Equal(
                (Field.JobTitle, DifferenceKind.ChangedInHuma, "Rådgiver", (Side?)null, PlanningReasons.PutBack),
                (
                    difference.Field,
                    difference.Kind,
                    difference.Baseline.TextOrNull,
                    difference.Proposed,
                    difference.Why.Code
                )
            )
        );
        Assert.Equal(people.Count, shown.Count);
        Assert.DoesNotContain(again.Preview.Changes, change =>
            shown.Any(difference => difference.Key == new DifferenceKey(change.Huma!.Value, change.Field))
        );
    }

    [Fact]
    public async Task Undo_Afterwards_AChangedValueIsAnOrdinaryDifference()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.ConnectAsync(Cancellation);
        await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => "Rådgiver"),
            Cancellation
        );
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => Title),
            Cancellation
        );
        await fixture.UndoAsync(new UndoScope(run.Run.Id));

        var again = await fixture.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => "Direktør");

        var difference = Assert.Single(again.Comparison.Differences, difference =>
            difference.Pair.Huma.Id == $"{person.HumaId}"
        );
        Assert.Equal((Side.Huma, PlanningReasons.ChangedInHuma), (difference.Proposed, difference.Why.Code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Undo_AfterUnlink_PutsTheValueBackAndKeepsEveryLinkAsItIs(bool linkedToAnother)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        var before = fixture.InXledger(people[0], SandboxField.JobTitle);
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, [people[0]], SandboxField.JobTitle, _ => Title),
            Cancellation
        );
        var wrong = await LinksAsync(fixture, people);
        foreach (var link in wrong)
        {
            var pair = new PersonReference(connection, link.HumaId, link.XledgerId, "Kari");
            Assert.Null(await fixture.Get<OtherPeople>().UnlinkAsync(pair, SyncFixture.Administrator, Cancellation));
        }

        if (linkedToAnother)
        {
            await using var store = fixture.Store();
            store.Links.Add(
                new PersonLink
                {
                    ConnectionId = connection,
                    HumaId = wrong[0].HumaId,
                    XledgerId = wrong[1].XledgerId,
                    FoundAs = MatchState.Certain,
                    LinkedAt = fixture.Clock.GetUtcNow().UtcDateTime,
                    LinkedBy = SyncFixture.AdministratorName,
                    Baseline = wrong[0].Baseline,
                }
            );
            await store.SaveChangesAsync(Cancellation);
        }

        var linked = await LinksAsync(fixture, people);
        Assert.Equal(linkedToAnother ? 1 : 0, linked.Count);
        var undone = await fixture.UndoAsync(new UndoScope(run.Run.Id));

        Assert.Equal(1, undone.Count(ChangeState.Confirmed));
        Assert.Equal(before, fixture.InXledger(people[0], SandboxField.JobTitle));
        Assert.Equal(1, (await fixture.ReportAsync(run.Run.Id)).Count(ChangeState.Undone));
        Assert.Equal(
            linked.Select(link => (link.HumaId, link.XledgerId, link.FoundAs, link.Baseline[Field.JobTitle])),
            (await LinksAsync(fixture, people)).Select(link =>
                (link.HumaId, link.XledgerId, link.FoundAs, link.Baseline[Field.JobTitle])
            )
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Undo_OfOnePersonOrField_KeepsTheOthers(bool wholePerson)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            fixture.World.EditInHuma(person.HumaId, SandboxField.ProbationEnd, "2031-01-31");
        }

        var before = fixture.InXledger(people[0], SandboxField.ProbationEnd);
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title),
            Cancellation
        );
        var chosen = run.Changes.Single(change =>
            change.Field == Field.JobTitle && change.HumaId!.Value.Value == $"{people[0].HumaId}"
        );

        var undone = await fixture.UndoAsync(new UndoScope(run.Run.Id, chosen.Id, wholePerson));

        Assert.Equal(wholePerson ? 2 : 1, undone.Count(ChangeState.Confirmed));
        Assert.NotEqual(Title, fixture.InXledger(people[0], SandboxField.JobTitle));
        Assert.Equal(wholePerson ? before : "2031-01-31", fixture.InXledger(people[0], SandboxField.ProbationEnd));
        Assert.Equal(
            (Title, "2031-01-31"),
            (
                fixture.InXledger(people[1], SandboxField.JobTitle),
                fixture.InXledger(people[1], SandboxField.ProbationEnd)
            )
        );
        Assert.True((await fixture.ReportAsync(run.Run.Id)).CanUndo);
    }

    [Fact]
    public async Task Undo_ValueChangedSince_IsHeldAndStays()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title),
            Cancellation
        );
        fixture.World.EditInXledger(people[0].EmployeeDbId, SandboxField.JobTitle, "Husvert");

        var undone = await fixture.UndoAsync(new UndoScope(run.Run.Id));

        var held = Assert.Single(undone.Changes, change => change.State == ChangeState.Held);
        Assert.Equal(
            ("Husvert", "Husvert"),
            (held.After!.TextOrNull, fixture.InXledger(people[0], SandboxField.JobTitle))
        );
        var earlier = await fixture.ReportAsync(run.Run.Id);
        Assert.Equal((1, 1), (earlier.Count(ChangeState.Undone), earlier.Count(ChangeState.Confirmed)));
    }

    [Fact]
    public async Task Undo_Twice_IsRefusedWithAReason_AndAnUndoCanBeUndone()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.ConnectAsync(Cancellation);
        var before = fixture.InXledger(person, SandboxField.JobTitle);
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => Title),
            Cancellation
        );
        var undone = await fixture.UndoAsync(new UndoScope(run.Run.Id));

        var again = (
            await fixture
                .Get<Undo>()
                .ReviewAsync(new UndoScope(run.Run.Id), FollowUpSteps.NoGuards, Actor.System, Cancellation)
        )!;
        Assert.Equal(FollowUpReasons.UndoneAlready, again.Refusal!.Code);
        Assert.IsType<Answer<Guid>.Refused>(
            await fixture
                .Get<Undo>()
                .MakePlanAsync(
                    new UndoScope(run.Run.Id),
                    FollowUpSteps.NoGuards,
                    again.Shown,
                    SyncFixture.Administrator,
                    Cancellation
                )
        );

        await fixture.UndoAsync(new UndoScope(undone.Run.Id));
        Assert.Equal(Title, fixture.InXledger(person, SandboxField.JobTitle));
        Assert.Equal(1, (await fixture.ReportAsync(undone.Run.Id)).Count(ChangeState.Undone));
        Assert.DoesNotContain(
            (await fixture.CompareAsync(connection, Cancellation)).Comparison.Differences,
            difference => difference.Pair.Huma.Id == $"{person.HumaId}"
        );
        Assert.Equal(Title, (await BaselineAsync(fixture, person))[Field.JobTitle].TextOrNull);
        Assert.NotEqual(Title, before);
    }

    [Fact]
    public async Task Undo_OfWhatALaterRunChangedAgain_NamesThatRunUntilItIsUndone()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.ConnectAsync(Cancellation);
        var before = fixture.InXledger(person, SandboxField.JobTitle);
        var first = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => "Rådgiver"),
            Cancellation
        );
        var second = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => Title),
            Cancellation
        );

        var shown = (
            await fixture
                .Get<Undo>()
                .ReviewAsync(new UndoScope(first.Run.Id), FollowUpSteps.NoGuards, Actor.System, Cancellation)
        )!;
        Assert.Equal(new Reason(FollowUpReasons.UndoChangedSince, "2"), Assert.Single(shown.Plan.Blocked).Reason);
        Assert.Empty(shown.Plan.Changes);

        await fixture.UndoAsync(new UndoScope(second.Run.Id));
        await fixture.UndoAsync(new UndoScope(first.Run.Id));
        Assert.Equal(before, fixture.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task Undo_ValueThatCannotBeRestored_IsReportedWithTheReason()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.ConnectAsync(Cancellation);
        Assert.Equal(EditOutcome.Done, fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, null));
        var hired = fixture.World.HireInHuma();
        var session = await fixture.ReviewedAsync(connection, [person], SandboxField.Address, _ =>
            "Nygata 7; 0155; Oslo; NO"
        );
        session = await fixture
            .Get<Review>()
            .ChooseAdditionsAsync(session, [], [new HumaId($"{hired}")], SyncFixture.Administrator, Cancellation);
        var run = await fixture.ApplyAsync(session, Cancellation);
        Assert.Single(run.Added(Side.Xledger));

        var shown = (
            await fixture
                .Get<Undo>()
                .ReviewAsync(new UndoScope(run.Run.Id), FollowUpSteps.NoGuards, Actor.System, Cancellation)
        )!;

        Assert.Empty(shown.Plan.Changes);
        Assert.Equal(
            [(null, FollowUpReasons.UndoAddedToXledger), (Field.Address, FollowUpReasons.UndoNotClearable)],
            shown.Plan.Blocked.Select(blocked => (blocked.Field, blocked.Reason.Code)).OrderBy(blocked => blocked.Code)
        );
        var refused = await fixture
            .Get<Undo>()
            .MakePlanAsync(
                new UndoScope(run.Run.Id),
                FollowUpSteps.NoGuards,
                shown.Shown,
                SyncFixture.Administrator,
                Cancellation
            );
        Assert.IsType<Answer<Guid>.Refused>(refused);
    }

    [Fact]
    public async Task Undo_OfAnEmailAwaitingConfirmation_IsReportedAsNotChangedYet()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        fixture.World.LogInToHuma(person.HumaId);
        var connection = await fixture.ConnectAsync(Cancellation);
        Assert.Equal(
            EditOutcome.Done,
            fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.Email, "ny.adresse@example.no")
        );
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseXledger,
            [person],
            Cancellation
        );
        var run = await fixture.ApplyAsync(session, Cancellation);
        Assert.Equal(1, run.Count(ChangeState.AwaitingConfirmation));

        var shown = (
            await fixture
                .Get<Undo>()
                .ReviewAsync(new UndoScope(run.Run.Id), FollowUpSteps.NoGuards, Actor.System, Cancellation)
        )!;

        Assert.Equal(FollowUpReasons.UndoAwaiting, Assert.Single(shown.Plan.Blocked).Reason.Code);
    }

    [Fact]
    public async Task Undo_OfExchangedPhones_RestoresBoth()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        var before = people.Select(person => fixture.InHuma(person, SandboxField.Phone)).ToList();
        fixture.World.EditInXledger(people[0].EmployeeDbId, SandboxField.Phone, before[1]);
        fixture.World.EditInXledger(people[1].EmployeeDbId, SandboxField.Phone, before[0]);
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseXledger,
            people,
            Cancellation
        );
        var run = await fixture.ApplyAsync(session, Cancellation);
        // A number stored with its calling code is not replaced by one without.
        Assert.Equal(
            before.Reverse<string?>().Select(E164),
            people.Select(person => E164(fixture.InHuma(person, SandboxField.Phone)))
        );

        var undone = await fixture.UndoAsync(new UndoScope(run.Run.Id));

        Assert.All(undone.Changes, change => Assert.Equal(ChangeState.Confirmed, change.State));
        Assert.Equal(before, people.Select(person => fixture.InHuma(person, SandboxField.Phone)));
        Assert.All((await fixture.ReportAsync(run.Run.Id)).Changes, change =>
            Assert.Equal(ChangeState.Undone, change.State)
        );
    }

    private static string? E164(string? phone) => PhoneNumber.ToE164(phone!, "NO");

    [Fact]
    public async Task Undo_ShownPlanOutdated_IsRefused()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title),
            Cancellation
        );
        var shown = (
            await fixture
                .Get<Undo>()
                .ReviewAsync(new UndoScope(run.Run.Id), FollowUpSteps.NoGuards, Actor.System, Cancellation)
        )!;
        await fixture.UndoAsync(new UndoScope(run.Run.Id, run.Changes.First().Id));

        var answer = await fixture
            .Get<Undo>()
            .MakePlanAsync(
                new UndoScope(run.Run.Id),
                FollowUpSteps.NoGuards,
                shown.Shown,
                SyncFixture.Administrator,
                Cancellation
            );

        Assert.Equal(ReviewReasons.PlanStale, Assert.IsType<Answer<Guid>.Refused>(answer).Reason.Code);
    }

    [Fact]
    public async Task Undo_OverAGuardsLimit_WaitsForItsConfirmation()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(15);
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.TerminationNotice, null)
            );
        }

        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, people, SandboxField.TerminationNotice, _ => "2031-03-31"),
            Cancellation
        );
        var scope = new UndoScope(run.Run.Id);
        var undo = fixture.Get<Undo>();

        var shown = (await undo.ReviewAsync(scope, FollowUpSteps.NoGuards, Actor.System, Cancellation))!;
        var confirmed = (
            await undo.ReviewAsync(
                scope,
                new HashSet<GuardKind> { GuardKind.ValuesCleared },
                Actor.System,
                Cancellation
            )
        )!;

        Assert.Equal((0, people.Count), (shown.Plan.Changes.Count, shown.Plan.HeldByGuard.Count));
        Assert.Equal((people.Count, 0), (confirmed.Plan.Changes.Count, confirmed.Plan.HeldByGuard.Count));
    }

    private static async Task<IReadOnlyList<PersonLink>> LinksAsync(SyncFixture fixture, IReadOnlyList<Someone> people)
    {
        var users = people.Select(person => new HumaId($"{person.HumaId}")).ToList();
        await using var store = fixture.Store();
        return
        [
            .. (
                await store.Links.AsNoTracking().Where(link => users.Contains(link.HumaId)).ToListAsync(Cancellation)
            ).OrderBy(link => users.IndexOf(link.HumaId)),
        ];
    }

    private static async Task<FieldValues> BaselineAsync(SyncFixture fixture, Someone person)
    {
        await using var store = fixture.Store();
        return (
            await store.Links.SingleAsync(link => link.HumaId == new HumaId($"{person.HumaId}"), Cancellation)
        ).Baseline;
    }
}
