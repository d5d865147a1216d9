using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.FromHuma;

/// <summary>A leaver's profile is overwritten with the successor: nothing is written before an administrator has answered, whichever way it is noticed.</summary>
public sealed class OtherPersonTests
{
    private static readonly (SandboxField Field, string Value)[] Successor =
        [(SandboxField.GivenName, "Zakarias"), (SandboxField.FamilyName, "Etterfølger"), (SandboxField.BirthDate, "1972-09-13"), (SandboxField.Identification, "13097248022")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Overwritten_IsHeldAndNothingIsWrittenUntilItIsConfirmedAndThenNotAskedAgain()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var (before, requests, given) = (InXledger(following, person), following.XledgerRequests, following.InXledger(person, SandboxField.GivenName));
        Overwrite(following, person);
        following.Edit(person, SandboxField.JobTitle, "Teamleder");

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Held, InboundReasons.LooksLikeAnother), (notice.State, notice.ReasonCode));
        Assert.Equal((before, requests), (InXledger(following, person), following.XledgerRequests));
        var held = Assert.Single(await HeldAsync(following));
        Assert.Equal((given, "Zakarias", given), (held.Before[Field.GivenName].TextOrNull, held.InHuma[Field.GivenName].TextOrNull, held.InXledger[Field.GivenName].TextOrNull));

        Assert.Null(await ConfirmAsync(following, held));
        Assert.Equal(ReviewReasons.OtherPersonOvertaken, (await ConfirmAsync(following, held))?.Code);
        Assert.Null(await following.WorkOffAsync());

        Assert.Equal(("Zakarias", "Etterfølger", "1972-09-13", "Teamleder"), (
            following.InXledger(person, SandboxField.GivenName), following.InXledger(person, SandboxField.FamilyName), following.InXledger(person, SandboxField.BirthDate), following.InXledger(person, SandboxField.JobTitle)));
        Assert.Empty(await HeldAsync(following));
        Assert.Equal(NoticeState.NothingToDo, (await following.FollowAsync(person, NoticeKind.Exported)).State);
        Assert.Equal(1, await ActsAsync(following, ActivityCodes.SamePersonConfirmed));
    }

    [Fact]
    public async Task Overwritten_ByYetAnotherPersonAfterAYes_IsAskedAgain()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        Overwrite(following, person);
        await following.FollowAsync(person);
        await ConfirmAsync(following, Assert.Single(await HeldAsync(following)));
        await following.WorkOffAsync();
        foreach (var (field, value) in new[] { (SandboxField.GivenName, "Quynh"), (SandboxField.FamilyName, "Vu"), (SandboxField.BirthDate, "1999-12-31"), (SandboxField.Identification, "31129956715") })
        {
            following.Edit(person, field, value);
        }

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Held, InboundReasons.LooksLikeAnother, "Zakarias"), (notice.State, notice.ReasonCode, following.InXledger(person, SandboxField.GivenName)));
        Assert.Equal("Zakarias", Assert.Single(await HeldAsync(following)).Before[Field.GivenName].TextOrNull);
    }

    [Fact]
    public async Task Overwritten_Unlinked_RemovesTheLinkKeepsTheHistoryAndWritesNothing()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        following.Edit(person, SandboxField.JobTitle, "Teamleder");
        await following.FollowAsync(person);
        var before = InXledger(following, person);
        var compared = await following.Workplace.CompareAsync(following.Connection, Cancellation);
        Overwrite(following, person);
        await following.FollowAsync(person);
        var held = Assert.Single(await HeldAsync(following));

        Assert.Null(await following.Workplace.Get<OtherPeople>().UnlinkAsync(held, Workplace.Administrator, Cancellation));
        Assert.Null(await following.WorkOffAsync());
        var again = await following.FollowAsync(person);

        Assert.Null(await following.LinkAsync(person.HumaId));
        Assert.Equal(before, InXledger(following, person));
        Assert.Equal((NoticeState.ForManualSync, InboundReasons.AddingIsOff), (again.State, again.ReasonCode));
        Assert.DoesNotContain(await following.NoticesAsync(person.HumaId), notice => notice.State == NoticeState.Held);
        Assert.Contains(await following.ChangesAsync(), change => change.HumaId?.Value == $"{person.HumaId}" && change.Field == Field.JobTitle);
        Assert.Equal(1, await ActsAsync(following, ActivityCodes.PersonUnlinked));

        // What was compared before takes them for linked no longer, and neither does a new comparison.
        var open = await following.Workplace.Get<Review>().OpenAsync(compared.Record.Id, Cancellation);
        var anew = await following.Workplace.CompareAsync(following.Connection, Cancellation);
        Assert.All(new[] { open, anew }, session => Assert.NotEqual(MatchState.Linked, session.Comparison.Matches.Pairs.FirstOrDefault(pair => pair.Huma.Id == $"{person.HumaId}")?.State));
        var figures = await following.Workplace.Get<OpenDifferences>().ReadAsync(following.Connection, Cancellation);
        Assert.NotEqual(MatchState.Linked, figures!.Find(new HumaId($"{person.HumaId}"), null)!.State);
    }

    [Fact]
    public async Task Overwritten_FieldByField_IsHeldFromTheChangeThatMakesItAnotherPerson()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var number = following.InXledger(person, SandboxField.Identification);
        foreach (var (field, value) in Successor.Take(3))
        {
            following.Edit(person, field, value);
            Assert.Equal(NoticeState.Written, (await following.FollowAsync(person)).State);
        }

        following.Edit(person, Successor[3].Field, Successor[3].Value);
        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Held, InboundReasons.LooksLikeAnother, number), (notice.State, notice.ReasonCode, following.InXledger(person, SandboxField.Identification)));
    }

    [Fact]
    public async Task Overwritten_PutRightInHuma_IsNoLongerAsked()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var huma = following.World.PersonByHumaId(person.HumaId)!.Huma;
        Overwrite(following, person);
        await following.FollowAsync(person);
        foreach (var (field, _) in Successor)
        {
            following.Edit(person, field, huma[field]);
        }

        await following.FollowAsync(person);

        Assert.Empty(await HeldAsync(following));
        Assert.All(await following.NoticesAsync(person.HumaId), notice => Assert.Equal(NoticeState.NothingToDo, notice.State));
    }

    [Fact]
    public async Task FamilyNameAlone_IsWrittenAtOnce()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        following.Edit(person, SandboxField.FamilyName, "Etterfølger");

        Assert.Equal(NoticeState.Written, (await following.FollowAsync(person)).State);
        Assert.Equal("Etterfølger", following.InXledger(person, SandboxField.FamilyName));
    }

    [Fact]
    public async Task Overwritten_FoundByTheScheduledCheckOfHuma_IsHeldAndNotFoundAgain()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var before = InXledger(following, person);
        Overwrite(following, person);

        Assert.Equal(1, await following.Workplace.Get<QuickComparison>().RunAsync(following.Connection, Cancellation));
        Assert.Null(await following.WorkOffAsync());
        Assert.Equal(0, await following.Workplace.Get<QuickComparison>().RunAsync(following.Connection, Cancellation));

        Assert.Equal((NoticeState.Held, before), (Assert.Single(await following.NoticesAsync(person.HumaId)).State, InXledger(following, person)));
    }

    [Fact]
    public async Task Overwritten_FoundByTheDifferenceCheck_IsHeldWithBothAnswers()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        Overwrite(following, person);
        var check = Assert.IsType<Answer<Guid>.Done>(await following.Workplace.Get<DriftCheck>().StartAsync(following.Connection, Workplace.Administrator, Cancellation)).Value;
        await following.Workplace.Get<Compare>().RunAsync(check, new Silent<CompareProgress>(), Cancellation);
        await following.Workplace.Get<DriftCheck>().ConcludeAsync(check, Cancellation);

        var held = Assert.Single(await HeldAsync(following));
        var notice = Assert.Single(await following.NoticesAsync(person.HumaId));
        Assert.Equal((NoticeState.Held, NoticeSource.DriftCheck), (notice.State, notice.Source));
        await following.Workplace.Get<AlertRounds>().WatchAsync(following.Connection, Cancellation);
        Assert.Contains(await following.Workplace.Get<Alerts>().OpenAsync(following.Connection, Cancellation), alert => alert.Problem == AlertReasons.GuardHolds);
        Assert.Null(await ConfirmAsync(following, held));
        Assert.Null(await following.WorkOffAsync());
        Assert.Equal("Zakarias", following.InXledger(person, SandboxField.GivenName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManualSync_OverwrittenInHuma_WritesTheOthersAndThisPersonOnlyWhenConfirmedByName(bool confirmed)
    {
        await using var following = await Following.OpenAsync(3);
        var (person, other) = (following.People[1], following.People[2]);
        var before = InXledger(following, person);
        Overwrite(following, person);
        following.Edit(other, SandboxField.JobTitle, "Teamleder");
        var workplace = following.Workplace;
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(following.Connection, Cancellation), FieldChoice.UseHuma, [person, other], Cancellation);
        Assert.True(Assert.Single(session.Preview.Guards, guard => guard.Kind == GuardKind.OtherPerson) is { Holds: true, Count: 1 });
        Assert.All(session.Preview.Changes, change => Assert.Equal($"{other.HumaId}", change.Huma?.Value));
        session = confirmed ? await workplace.Get<Review>().ConfirmGuardAsync(session, GuardKind.OtherPerson, confirmed: true, Workplace.Administrator, Cancellation) : session;

        await workplace.ApplyAsync(session, Cancellation);

        Assert.Equal("Teamleder", following.InXledger(other, SandboxField.JobTitle));
        if (confirmed)
        {
            Assert.Equal("Zakarias", following.InXledger(person, SandboxField.GivenName));
            Assert.Empty(await HeldAsync(following));
            Assert.Empty((await workplace.CompareAsync(following.Connection, Cancellation)).Comparison.OtherPeople);
            Assert.Equal(NoticeState.NothingToDo, (await following.FollowAsync(person)).State);
        }
        else
        {
            Assert.Equal(before, InXledger(following, person));
            // The run has not taken the change for dealt with: the answer still has something to write.
            Assert.Null(await ConfirmAsync(following, Assert.Single(await HeldAsync(following))));
            Assert.Null(await following.WorkOffAsync());
            Assert.Equal("Zakarias", following.InXledger(person, SandboxField.GivenName));
        }
    }

    [Fact]
    public async Task ManualSync_OverwrittenInXledger_HoldsWhatWouldGoToHuma()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        foreach (var (field, value) in Successor)
        {
            Assert.Equal(EditOutcome.Done, following.World.EditInXledger(person.EmployeeDbId, field, value));
        }

        var workplace = following.Workplace;
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(following.Connection, Cancellation), FieldChoice.UseXledger, [person], Cancellation);

        Assert.Equal([Side.Xledger], Assert.Single(session.Comparison.OtherPeople).Changed);
        Assert.Empty(session.Preview.Changes);
        Assert.Contains(session.Preview.HeldByGuard, change => change is { Target: Side.Huma, Field: Field.GivenName });

        // Answered in the review: the same comparison asks no longer.
        Assert.Null(await ConfirmAsync(following, Assert.Single(await HeldAsync(following))));
        session = await workplace.Get<Review>().OpenAsync(session.Record.Id, Cancellation);
        Assert.Empty(session.Comparison.OtherPeople);
        Assert.Contains(session.Preview.Changes, change => change is { Target: Side.Huma, Field: Field.GivenName });
    }

    [Fact]
    public async Task ManualSync_OverwrittenBetweenReviewAndWrite_WritesNothingOfTheReviewedPersonToTheOther()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var workplace = following.Workplace;
        Assert.Equal(EditOutcome.Done, following.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Kontorleder"));
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(following.Connection, Cancellation), FieldChoice.UseXledger, [person], Cancellation);
        var run = await workplace.StartAsync(await workplace.PlanAsync(session, Cancellation), Cancellation);
        Overwrite(following, person);

        await workplace.RunAsync(run, Cancellation);

        await using var store = workplace.Store();
        var change = Assert.Single(await store.Changes.AsNoTracking().Where(change => change.RunId == run).ToListAsync(Cancellation));
        Assert.Equal((ChangeState.Held, InboundReasons.LooksLikeAnother), (change.State, change.ReasonCode));
        Assert.NotEqual("Kontorleder", following.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.JobTitle]);
    }

    [Fact]
    public async Task Answers_NeedTheRightToSynchronize()
    {
        await using var following = await Following.OpenAsync(2);
        Overwrite(following, following.People[1]);
        await following.FollowAsync(following.People[1]);
        var held = Assert.Single(await HeldAsync(following));
        var reviewer = new Actor("reviewer", "Ola", null, new HashSet<Role> { Role.IntegrationReviewer });
        var people = following.Workplace.Get<OtherPeople>();

        await Assert.ThrowsAsync<ActRefused>(() => people.ConfirmAsync(held, reviewer, Cancellation));
        await Assert.ThrowsAsync<ActRefused>(() => people.UnlinkAsync(held, reviewer, Cancellation));
        Assert.NotNull(await following.LinkAsync(following.People[1].HumaId));
    }

    private static void Overwrite(Following following, Someone person)
    {
        foreach (var (field, value) in Successor)
        {
            following.Edit(person, field, value);
        }
    }

    private static string InXledger(Following following, Someone person) =>
        string.Join('|', following.World.PersonByEmployee(person.EmployeeDbId)!.Xledger.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key} {entry.Value}"));

    private static Task<IReadOnlyList<HeldPerson>> HeldAsync(Following following) => following.Workplace.Get<OtherPeople>().ReadAsync(following.Connection, Cancellation);

    private static Task<Reason?> ConfirmAsync(Following following, HeldPerson held) => following.Workplace.Get<OtherPeople>().ConfirmAsync(held, Workplace.Administrator, Cancellation);

    private static async Task<int> ActsAsync(Following following, string code)
    {
        await using var store = following.Workplace.Store();
        return await store.Activity.CountAsync(act => act.What == code, Cancellation);
    }

    private sealed class Silent<T> : IProgress<T>
    {
        public void Report(T value)
        {
        }
    }
}
