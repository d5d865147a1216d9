using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FromHuma;

namespace HumaXledger.Tests.Sync;

/// <summary>One person's file and the erasure of their history, on a connection that goes on working.</summary>
public sealed class PersonFileTests
{
    private static async Task<ErasureOutlook> ShownAsync(Following following, Someone person) =>
        (await following.Workplace.Get<Erasure>().ReviewAsync(following.Connection, new PersonIds(HumaIdOf(person), null), Cancellation))!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_OfSomebodySynchronizedToldAndUndone_HoldsEveryPartOnceAndIsRecorded()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        following.Edit(person, SandboxField.JobTitle, "Klokkestemmer");
        var written = await following.FollowAsync(person);
        await following.Workplace.UndoAsync(new UndoScope(written.RunId!.Value));

        var file = Done(await following.Workplace.Get<PersonFiles>().ReadAsync(following.Connection, new PersonIds(null, IdOf(person)), inClear: false, Workplace.Administrator, Cancellation));

        Assert.Equal((HumaIdOf(person), IdOf(person)), (file.Link!.HumaId, file.Link.XledgerId));
        Assert.Equal([PlanOrigin.FromHuma, PlanOrigin.Undo], await OriginsAsync(following, file));
        Assert.Equal(("Klokkestemmer", "HumaXledger"), (file.Changes[0].Change.To.TextOrNull, file.Changes[0].PlannedBy));
        Assert.Equal(Workplace.AdministratorName, file.Changes[1].StartedBy);
        var reading = Assert.Single(file.Readings);
        Assert.Equal((person.HumaId.ToString(), $"{person.EmployeeDbId}"), (reading.Huma!.Id, reading.Xledger!.Id));
        Assert.Equal(NoticeState.Written, Assert.Single(file.Notices).State);
        Assert.Equal(file.Name, reading.Huma.DisplayName);
        var act = Assert.Single((await following.Workplace.Get<ActivityLog>().ReadAsync(following.Connection, 0, 100, Cancellation)).Records, act => act.What == ActivityCodes.PersonExported);
        Assert.Equal([person.HumaId.ToString(), $"{person.EmployeeDbId}"], act.Arguments);
        var looker = Workplace.Administrator with { Roles = new HashSet<Role> { Role.IntegrationReviewer, Role.SensitiveData }, AuthenticatedAt = DateTime.UtcNow };
        await following.Workplace.Get<Reveal>().ShowAsync(Whose.Of(following.Connection, reading.Xledger), Field.BankAccount, new FieldValue.Of("12345678903"), looker, Cancellation);
        await following.Workplace.Get<Reveal>().ShowAsync(new Whose(following.Connection, new HumaId("somebody"), null, ""), Field.BankAccount, new FieldValue.Of("12345678903"), looker, Cancellation);
        Assert.Equal([ActivityCodes.PersonExported, ActivityCodes.ValueRevealed], (await ReadAsync(following, person)).Activity.Select(one => one.What));
    }

    [Fact]
    public async Task File_BeforeTheFirstSynchronization_HoldsBothRecordsOfACertainPair()
    {
        await using var workplace = await Workplace.OpenAsync();
        var person = workplace.Ordinary(1)[0];
        var connection = await workplace.ConnectAsync(Cancellation);
        await workplace.CompareAsync(connection, Cancellation);

        var file = Done(await workplace.Get<PersonFiles>().ReadAsync(connection, new PersonIds(HumaIdOf(person), null), inClear: false, Workplace.Administrator, Cancellation));

        Assert.Null(file.Link);
        Assert.Equal($"{person.EmployeeDbId}", Assert.Single(file.Readings).Xledger!.Id);
    }

    [Fact]
    public async Task File_InClear_TakesTheRoleOfSensitiveDataTooAndARecentProof()
    {
        await using var workplace = await Workplace.OpenAsync();
        var both = new Actor("siri", "Siri", null, new HashSet<Role> { Role.IntegrationReviewer, Role.SensitiveData }) { AuthenticatedAt = DateTime.UtcNow };
        var connection = await workplace.ConnectAsync(Cancellation);
        await workplace.CompareAsync(connection, Cancellation);
        var person = new PersonIds(HumaIdOf(workplace.Ordinary(1)[0]), null);

        await Assert.ThrowsAsync<ActRefused>(() => workplace.Get<PersonFiles>().ReadAsync(connection, person, inClear: true, Workplace.Administrator, Cancellation));
        await Assert.ThrowsAsync<ActRefused>(() => workplace.Get<PersonFiles>().ReadAsync(connection, person, inClear: true, both with { Roles = new HashSet<Role> { Role.SensitiveData } }, Cancellation));
        var old = await workplace.Get<PersonFiles>().ReadAsync(connection, person, inClear: true, both with { AuthenticatedAt = DateTime.UtcNow.AddHours(-1) }, Cancellation);
        Assert.Equal(AccessReasons.SignInTooOld, Assert.IsType<Answer<PersonFile>.Refused>(old).Reason.Code);
        Assert.True(Done(await workplace.Get<PersonFiles>().ReadAsync(connection, person, inClear: true, both, Cancellation)).InClear);

        Assert.Single((await workplace.Get<ActivityLog>().ReadAsync(connection, 0, 100, Cancellation)).Records, act => act is { What: ActivityCodes.PersonExportedInClear, Who: "Siri" });
    }

    [Fact]
    public async Task History_Erased_NothingOfItIsAskedAnewAndWhatHumaTellsNextIsWritten()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        following.Edit(person, SandboxField.JobTitle, "Klokkestemmer");
        await following.FollowAsync(person);
        await following.Workplace.CompareAsync(following.Connection, Cancellation);
        var name = (await ReadAsync(following, person)).Name;

        var erased = await following.Workplace.Get<Erasure>().EraseAsync(following.Connection, await ShownAsync(following, person), ErasureScope.History, name, Workplace.Administrator, Cancellation);

        Assert.Equal((1, 0, true), Assert.IsType<Answer<Erased>.Done>(erased) is { Value: var done } ? (done.Changes, done.Links, done.Swept) : default);
        Assert.False(Assert.Single((await ReadAsync(following, person)).Changes).Change.To.IsKnown);
        var again = await following.Workplace.CompareAsync(following.Connection, Cancellation);
        Assert.DoesNotContain(again.Comparison.Differences, difference => difference.Pair.Huma.Id == $"{person.HumaId}");
        following.Edit(person, SandboxField.JobTitle, "Orgelbygger");
        Assert.Equal(NoticeState.Written, (await following.FollowAsync(person)).State);
        Assert.Equal("Orgelbygger", following.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task History_Erased_ItsRunCanNoLongerBeUndoneForThem()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        following.Edit(person, SandboxField.JobTitle, "Klokkestemmer");
        var written = await following.FollowAsync(person);
        var name = (await ReadAsync(following, person)).Name;
        await following.Workplace.Get<Erasure>().EraseAsync(following.Connection, await ShownAsync(following, person), ErasureScope.History, name, Workplace.Administrator, Cancellation);

        var undo = (await following.Workplace.Get<Undo>().ReviewAsync(new UndoScope(written.RunId!.Value), Afterwards.NoGuards, Cancellation))!;

        Assert.Equal((0, FollowUpReasons.UndoUnknownBefore), (undo.Plan.Changes.Count, Assert.Single(undo.Plan.Blocked).Reason.Code));
    }

    [Fact]
    public async Task Everything_OfSomebodyDeletedInBoth_CanBeErasedOnceACompleteReadHasNotFoundThem()
    {
        await using var following = await Following.OpenAsync(2);
        var (workplace, person) = (following.Workplace, following.People[1]);
        following.Edit(person, SandboxField.JobTitle, "Klokkestemmer");
        await following.FollowAsync(person);
        var name = (await ReadAsync(following, person)).Name;
        Assert.Equal(EditOutcome.Done, workplace.World.DeleteInHuma(person.HumaId));
        Assert.Equal(EditOutcome.Done, workplace.World.DeleteInXledger(person.EmployeeDbId));
        var early = await workplace.Get<Erasure>().EraseAsync(following.Connection, await ShownAsync(following, person), ErasureScope.Everything, name, Workplace.Administrator, Cancellation);
        await workplace.CompareAsync(following.Connection, Cancellation);

        var erased = await workplace.Get<Erasure>().EraseAsync(following.Connection, await ShownAsync(following, person), ErasureScope.Everything, name, Workplace.Administrator, Cancellation);

        Assert.Equal(PersonalDataReasons.PersonStillKnown, Assert.IsType<Answer<Erased>.Refused>(early).Reason.Code);
        Assert.Equal((1, 1), Assert.IsType<Answer<Erased>.Done>(erased) is { Value: var done } ? (done.Changes, done.Links) : default);
        Assert.Null(await following.LinkAsync(person.HumaId));
        Assert.Equal(ComparisonState.Complete, (await workplace.TryCompareAsync(following.Connection, Cancellation)).State);
    }

    private static HumaId HumaIdOf(Someone person) => new(person.HumaId.ToString());

    private static XledgerId IdOf(Someone person) => new($"{person.EmployeeDbId}");

    private static async Task<PersonFile> ReadAsync(Following following, Someone person) =>
        Done(await following.Workplace.Get<PersonFiles>().ReadAsync(following.Connection, new PersonIds(HumaIdOf(person), null), inClear: false, Workplace.Administrator, Cancellation));

    private static PersonFile Done(Answer<PersonFile> answer) => Assert.IsType<Answer<PersonFile>.Done>(answer).Value;

    private static async Task<IReadOnlyList<PlanOrigin>> OriginsAsync(Following following, PersonFile file)
    {
        await using var store = following.Workplace.Store();
        return [.. file.Changes.Select(change => store.Plans.Single(plan => plan.ConnectionId == following.Connection && plan.Number == change.Plan).Origin)];
    }
}
