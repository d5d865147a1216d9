using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

/// <summary>A run, a person or a field put back.</summary>
public sealed class UndoTests
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Undo_OfARun_PutsEveryValueBackAndBothRunsTellOfEachOther()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(3);
        var connection = await workplace.ConnectAsync(Cancellation);
        var before = people.Select(person => workplace.InXledger(person, SandboxField.JobTitle)).ToList();
        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title), Cancellation);

        var undone = await workplace.UndoAsync(new UndoScope(run.Run.Id));

        Assert.Equal((RunState.Completed, people.Count, PlanOrigin.Undo), (undone.Run.State, undone.Count(ChangeState.Confirmed), undone.Plan.Origin));
        Assert.Equal(before, people.Select(person => workplace.InXledger(person, SandboxField.JobTitle)));
        Assert.All(people, person => Assert.Equal(Title, workplace.InHuma(person, SandboxField.JobTitle)));
        var earlier = await workplace.ReportAsync(run.Run.Id);
        Assert.Equal((people.Count, false), (earlier.Count(ChangeState.Undone), earlier.CanUndo));
        Assert.Equal(new RelatedRun(undone.Run.Id, 2, PlanOrigin.Undo), Assert.Single(earlier.Later));
        Assert.Equal(new RelatedRun(run.Run.Id, 1, PlanOrigin.Undo), undone.Earlier);
        Assert.Contains((await workplace.Get<ActivityLog>().ReadAsync(connection, 0, 50, Cancellation)).Records, act => act is { What: ActivityCodes.UndoPlanned, Who: Workplace.AdministratorName });
    }

    [Fact]
    public async Task Undo_Afterwards_TheDifferenceIsShownAndNeitherProposedNorTakenByARule()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var connection = await workplace.ConnectAsync(Cancellation);
        var agreed = await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => "Rådgiver");
        await workplace.ApplyAsync(agreed, Cancellation);
        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title), Cancellation);
        await workplace.UndoAsync(new UndoScope(run.Run.Id));
        await workplace.Get<ConnectionSettings>().SetPolicyAsync(connection, Field.JobTitle, PolicyRule.HumaWins, Workplace.Administrator, Cancellation);

        var again = await workplace.CompareAsync(connection, Cancellation);

        var shown = again.Comparison.Differences.Where(difference => people.Any(person => difference.Pair.Huma.Id == $"{person.HumaId}")).ToList();
        Assert.All(shown, difference => Assert.Equal(
            (Field.JobTitle, DifferenceKind.ChangedInHuma, "Rådgiver", (Side?)null, PlanningReasons.PutBack),
            (difference.Field, difference.Kind, difference.Baseline.TextOrNull, difference.Proposed, difference.Why.Code)));
        Assert.Equal(people.Count, shown.Count);
        Assert.DoesNotContain(again.Preview.Changes, change => shown.Any(difference => difference.Key == new DifferenceKey(change.Huma!.Value, change.Field)));
    }

    [Fact]
    public async Task Undo_Afterwards_AValueThatMovesIsJudgedAsAnyOther()
    {
        await using var workplace = await Workplace.OpenAsync();
        var person = workplace.Ordinary(1)[0];
        var connection = await workplace.ConnectAsync(Cancellation);
        await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => "Rådgiver"), Cancellation);
        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => Title), Cancellation);
        await workplace.UndoAsync(new UndoScope(run.Run.Id));

        var again = await workplace.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => "Direktør");

        var difference = Assert.Single(again.Comparison.Differences, difference => difference.Pair.Huma.Id == $"{person.HumaId}");
        Assert.Equal((Side.Huma, PlanningReasons.ChangedInHuma), (difference.Proposed, difference.Why.Code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Undo_OfOnePersonOrField_LeavesTheOthers(bool wholePerson)
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var connection = await workplace.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            workplace.World.EditInHuma(person.HumaId, SandboxField.ProbationEnd, "2031-01-31");
        }

        var before = workplace.InXledger(people[0], SandboxField.ProbationEnd);
        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title), Cancellation);
        var chosen = run.Changes.Single(change => change.Field == Field.JobTitle && change.HumaId!.Value.Value == $"{people[0].HumaId}");

        var undone = await workplace.UndoAsync(new UndoScope(run.Run.Id, chosen.Id, wholePerson));

        Assert.Equal(wholePerson ? 2 : 1, undone.Count(ChangeState.Confirmed));
        Assert.NotEqual(Title, workplace.InXledger(people[0], SandboxField.JobTitle));
        Assert.Equal(wholePerson ? before : "2031-01-31", workplace.InXledger(people[0], SandboxField.ProbationEnd));
        Assert.Equal((Title, "2031-01-31"), (workplace.InXledger(people[1], SandboxField.JobTitle), workplace.InXledger(people[1], SandboxField.ProbationEnd)));
        Assert.True((await workplace.ReportAsync(run.Run.Id)).CanUndo);
    }

    [Fact]
    public async Task Undo_ValueMovedSince_IsHeldBackAndStays()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var connection = await workplace.ConnectAsync(Cancellation);
        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title), Cancellation);
        workplace.World.EditInXledger(people[0].EmployeeDbId, SandboxField.JobTitle, "Husvert");

        var undone = await workplace.UndoAsync(new UndoScope(run.Run.Id));

        var held = Assert.Single(undone.Changes, change => change.State == ChangeState.Held);
        Assert.Equal(("Husvert", "Husvert"), (held.After!.TextOrNull, workplace.InXledger(people[0], SandboxField.JobTitle)));
        var earlier = await workplace.ReportAsync(run.Run.Id);
        Assert.Equal((1, 1), (earlier.Count(ChangeState.Undone), earlier.Count(ChangeState.Confirmed)));
    }

    [Fact]
    public async Task Undo_Twice_IsRefusedInWords_AndAnUndoCanBeUndone()
    {
        await using var workplace = await Workplace.OpenAsync();
        var person = workplace.Ordinary(1)[0];
        var connection = await workplace.ConnectAsync(Cancellation);
        var before = workplace.InXledger(person, SandboxField.JobTitle);
        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => Title), Cancellation);
        var undone = await workplace.UndoAsync(new UndoScope(run.Run.Id));

        var again = (await workplace.Get<Undo>().ReviewAsync(new UndoScope(run.Run.Id), Afterwards.NoGuards, Cancellation))!;
        Assert.Equal(FollowUpReasons.UndoneAlready, again.Refusal!.Code);
        Assert.IsType<Answer<Guid>.Refused>(await workplace.Get<Undo>().MakePlanAsync(new UndoScope(run.Run.Id), Afterwards.NoGuards, again.Shown, Workplace.Administrator, Cancellation));

        await workplace.UndoAsync(new UndoScope(undone.Run.Id));
        Assert.Equal(Title, workplace.InXledger(person, SandboxField.JobTitle));
        Assert.Equal(1, (await workplace.ReportAsync(undone.Run.Id)).Count(ChangeState.Undone));
        Assert.DoesNotContain((await workplace.CompareAsync(connection, Cancellation)).Comparison.Differences, difference => difference.Pair.Huma.Id == $"{person.HumaId}");
        Assert.Equal(Title, (await BaselineAsync(workplace, person))[Field.JobTitle].TextOrNull);
        Assert.NotEqual(Title, before);
    }

    [Fact]
    public async Task Undo_OfWhatALaterRunChangedAgain_NamesThatRunUntilItIsUndone()
    {
        await using var workplace = await Workplace.OpenAsync();
        var person = workplace.Ordinary(1)[0];
        var connection = await workplace.ConnectAsync(Cancellation);
        var before = workplace.InXledger(person, SandboxField.JobTitle);
        var first = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => "Rådgiver"), Cancellation);
        var second = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, [person], SandboxField.JobTitle, _ => Title), Cancellation);

        var shown = (await workplace.Get<Undo>().ReviewAsync(new UndoScope(first.Run.Id), Afterwards.NoGuards, Cancellation))!;
        Assert.Equal(new Reason(FollowUpReasons.UndoChangedSince, "2"), Assert.Single(shown.Plan.Blocked).Reason);
        Assert.Empty(shown.Plan.Changes);

        await workplace.UndoAsync(new UndoScope(second.Run.Id));
        await workplace.UndoAsync(new UndoScope(first.Run.Id));
        Assert.Equal(before, workplace.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task Undo_WhatCannotBePutBack_IsToldWithTheReason()
    {
        await using var workplace = await Workplace.OpenAsync();
        var person = workplace.Ordinary(1)[0];
        var connection = await workplace.ConnectAsync(Cancellation);
        Assert.Equal(EditOutcome.Done, workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, null));
        var hired = workplace.World.HireInHuma();
        var session = await workplace.ReviewedAsync(connection, [person], SandboxField.Address, _ => "Nygata 7; 0155; Oslo; NO");
        session = await workplace.Get<Review>().ChooseAdditionsAsync(session, [], [new HumaId($"{hired}")], Workplace.Administrator, Cancellation);
        var run = await workplace.ApplyAsync(session, Cancellation);
        Assert.Single(run.Added(Side.Xledger));

        var shown = (await workplace.Get<Undo>().ReviewAsync(new UndoScope(run.Run.Id), Afterwards.NoGuards, Cancellation))!;

        Assert.Empty(shown.Plan.Changes);
        Assert.Equal(
            [(null, FollowUpReasons.UndoAddedToXledger), (Field.Address, FollowUpReasons.UndoNotClearable)],
            shown.Plan.Blocked.Select(blocked => (blocked.Field, blocked.Reason.Code)).OrderBy(blocked => blocked.Code));
        var refused = await workplace.Get<Undo>().MakePlanAsync(new UndoScope(run.Run.Id), Afterwards.NoGuards, shown.Shown, Workplace.Administrator, Cancellation);
        Assert.IsType<Answer<Guid>.Refused>(refused);
    }

    [Fact]
    public async Task Undo_OfAnEmailThatWaitsForConfirmation_SaysThatItIsNotChangedYet()
    {
        await using var workplace = await Workplace.OpenAsync();
        var person = workplace.Ordinary(1)[0];
        workplace.World.LogInToHuma(person.HumaId);
        var connection = await workplace.ConnectAsync(Cancellation);
        Assert.Equal(EditOutcome.Done, workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.Email, "ny.adresse@example.no"));
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseXledger, [person], Cancellation);
        var run = await workplace.ApplyAsync(session, Cancellation);
        Assert.Equal(1, run.Count(ChangeState.AwaitingConfirmation));

        var shown = (await workplace.Get<Undo>().ReviewAsync(new UndoScope(run.Run.Id), Afterwards.NoGuards, Cancellation))!;

        Assert.Equal(FollowUpReasons.UndoAwaiting, Assert.Single(shown.Plan.Blocked).Reason.Code);
    }

    [Fact]
    public async Task Undo_OfExchangedPhones_GivesEachTheirsBack()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var connection = await workplace.ConnectAsync(Cancellation);
        var before = people.Select(person => workplace.InHuma(person, SandboxField.Phone)).ToList();
        workplace.World.EditInXledger(people[0].EmployeeDbId, SandboxField.Phone, before[1]);
        workplace.World.EditInXledger(people[1].EmployeeDbId, SandboxField.Phone, before[0]);
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseXledger, people, Cancellation);
        var run = await workplace.ApplyAsync(session, Cancellation);
        // A number that was stored with its calling code is not replaced by one without.
        Assert.Equal(before.Reverse<string?>().Select(E164), people.Select(person => E164(workplace.InHuma(person, SandboxField.Phone))));

        var undone = await workplace.UndoAsync(new UndoScope(run.Run.Id));

        Assert.All(undone.Changes, change => Assert.Equal(ChangeState.Confirmed, change.State));
        Assert.Equal(before, people.Select(person => workplace.InHuma(person, SandboxField.Phone)));
        Assert.All((await workplace.ReportAsync(run.Run.Id)).Changes, change => Assert.Equal(ChangeState.Undone, change.State));
    }

    private static string? E164(string? phone) => PhoneNumber.ToE164(phone!, "NO");

    [Fact]
    public async Task Undo_ShownAndOvertaken_IsRefused()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var connection = await workplace.ConnectAsync(Cancellation);
        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title), Cancellation);
        var shown = (await workplace.Get<Undo>().ReviewAsync(new UndoScope(run.Run.Id), Afterwards.NoGuards, Cancellation))!;
        await workplace.UndoAsync(new UndoScope(run.Run.Id, run.Changes.First().Id));

        var answer = await workplace.Get<Undo>().MakePlanAsync(new UndoScope(run.Run.Id), Afterwards.NoGuards, shown.Shown, Workplace.Administrator, Cancellation);

        Assert.Equal(ReviewReasons.PlanStale, Assert.IsType<Answer<Guid>.Refused>(answer).Reason.Code);
    }

    [Fact]
    public async Task Undo_OfMoreThanAGuardLetsPass_WaitsForItsConfirmation()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(15);
        var connection = await workplace.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(EditOutcome.Done, workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.TerminationNotice, null));
        }

        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, people, SandboxField.TerminationNotice, _ => "2031-03-31"), Cancellation);
        var scope = new UndoScope(run.Run.Id);
        var undo = workplace.Get<Undo>();

        var shown = (await undo.ReviewAsync(scope, Afterwards.NoGuards, Cancellation))!;
        var confirmed = (await undo.ReviewAsync(scope, new HashSet<GuardKind> { GuardKind.ValuesCleared }, Cancellation))!;

        Assert.Equal((0, people.Count), (shown.Plan.Changes.Count, shown.Plan.HeldByGuard.Count));
        Assert.Equal((people.Count, 0), (confirmed.Plan.Changes.Count, confirmed.Plan.HeldByGuard.Count));
    }

    private static async Task<FieldValues> BaselineAsync(Workplace workplace, Someone person)
    {
        await using var store = workplace.Store();
        return (await store.Links.SingleAsync(link => link.HumaId == new HumaId($"{person.HumaId}"), Cancellation)).Baseline;
    }
}
