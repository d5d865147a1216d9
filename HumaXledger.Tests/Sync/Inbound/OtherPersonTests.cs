using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
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

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>
/// A leaver's profile is overwritten with the successor: nothing is written before an administrator answers, however it
/// is detected.
/// </summary>
public sealed class OtherPersonTests
{
    private static readonly (SandboxField Field, string Value)[] Successor =
    [
        (SandboxField.GivenName, "Zakarias"),
        (SandboxField.FamilyName, "Etterfølger"),
        (SandboxField.BirthDate, "1972-09-13"),
        (SandboxField.Identification, "13097248022"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Overwritten_Record_IsHeldUntilConfirmedAndThenNotAskedAgain()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var (before, requests, given) = (
            InXledger(inbound, person),
            inbound.XledgerRequests,
            inbound.InXledger(person, SandboxField.GivenName)
        );
        Overwrite(inbound, person);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");

        var pending = await inbound.FollowAsync(person);

        Assert.Equal((PendingChangeState.Held, InboundReasons.LooksLikeAnother), (pending.State, pending.Reason?.Code));
        Assert.Equal((before, requests), (InXledger(inbound, person), inbound.XledgerRequests));
        var held = Assert.Single(await HeldAsync(inbound));
        Assert.Equal(
            (given, "Zakarias", given),
            (
                held.Before[Field.GivenName].TextOrNull,
                held.InHuma[Field.GivenName].TextOrNull,
                held.InXledger[Field.GivenName].TextOrNull
            )
        );

        Assert.Null(await ConfirmAsync(inbound, held));
        Assert.Equal(ReviewReasons.OtherPersonOvertaken, (await ConfirmAsync(inbound, held))?.Code);
        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal(
            ("Zakarias", "Etterfølger", "1972-09-13", "Teamleder"),
            (
                inbound.InXledger(person, SandboxField.GivenName),
                inbound.InXledger(person, SandboxField.FamilyName),
                inbound.InXledger(person, SandboxField.BirthDate),
                inbound.InXledger(person, SandboxField.JobTitle)
            )
        );
        Assert.Empty(await HeldAsync(inbound));
        Assert.Equal(
            PendingChangeState.NothingToDo,
            (await inbound.FollowAsync(person, PendingChangeKind.Exported)).State
        );
        Assert.Equal(1, await ActsAsync(inbound, ActivityCodes.SamePersonConfirmed));
    }

    [Fact]
    public async Task Overwritten_ByAThirdPersonAfterAConfirmation_IsAskedAgain()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        Overwrite(inbound, person);
        await inbound.FollowAsync(person);
        await ConfirmAsync(inbound, Assert.Single(await HeldAsync(inbound)));
        await inbound.ProcessAsync();
        foreach (
            var (field, value) in new[]
            {
                (SandboxField.GivenName, "Quynh"),
                (SandboxField.FamilyName, "Vu"),
                (SandboxField.BirthDate, "1999-12-31"),
                (SandboxField.Identification, "31129956715"),
            }
        )
        {
            inbound.Edit(person, field, value);
        }

        var pending = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.Held, InboundReasons.LooksLikeAnother, "Zakarias"),
            (pending.State, pending.Reason?.Code, inbound.InXledger(person, SandboxField.GivenName))
        );
        Assert.Equal("Zakarias", Assert.Single(await HeldAsync(inbound)).Before[Field.GivenName].TextOrNull);
    }

    [Fact]
    public async Task Overwritten_Unlinked_RemovesTheLinkKeepsTheHistoryAndWritesNothing()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.FollowAsync(person);
        var before = InXledger(inbound, person);
        var compared = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        Overwrite(inbound, person);
        await inbound.FollowAsync(person);
        var held = Assert.Single(await HeldAsync(inbound));

        Assert.Null(
            await inbound.SyncFixture.Get<OtherPeople>().UnlinkAsync(held, SyncFixture.Administrator, Cancellation)
        );
        Assert.Null(await inbound.ProcessAsync());
        var again = await inbound.FollowAsync(person);

        Assert.Null(await inbound.LinkAsync(person.HumaId));
        Assert.Equal(before, InXledger(inbound, person));
        Assert.Equal((PendingChangeState.ForManualSync, InboundReasons.AddingIsOff), (again.State, again.Reason?.Code));
        Assert.DoesNotContain(await inbound.PendingChangesAsync(person.HumaId), pending =>
            pending.State == PendingChangeState.Held
        );
        Assert.Contains(await inbound.ChangesAsync(), change =>
            change.HumaId?.Value == $"{person.HumaId}" && change.Field == Field.JobTitle
        );
        Assert.Equal(1, await ActsAsync(inbound, ActivityCodes.PersonUnlinked));

        // The earlier comparison no longer treats them as linked, and neither does a new one.
        var open = await inbound.SyncFixture.Get<Review>().OpenAsync(compared.Record.Id, Actor.System, Cancellation);
        var second = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.All(new[] { open, second }, session =>
            Assert.NotEqual(
                MatchState.Linked,
                session.Comparison.Matches.Pairs.FirstOrDefault(pair => pair.Huma.Id == $"{person.HumaId}")?.State
            )
        );
        var figures = await inbound
            .SyncFixture.Get<OpenDifferences>()
            .ReadAsync(inbound.Connection, Actor.System, Cancellation);
        Assert.NotEqual(MatchState.Linked, figures!.Find(new HumaId($"{person.HumaId}"), null)!.State);
    }

    [Fact]
    public async Task Overwritten_FieldByField_IsHeldFromTheChangeThatMakesItAnotherPerson()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var number = inbound.InXledger(person, SandboxField.Identification);
        foreach (var (field, value) in Successor.Take(3))
        {
            inbound.Edit(person, field, value);
            Assert.Equal(PendingChangeState.Written, (await inbound.FollowAsync(person)).State);
        }

        inbound.Edit(person, Successor[3].Field, Successor[3].Value);
        var pending = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.Held, InboundReasons.LooksLikeAnother, number),
            (pending.State, pending.Reason?.Code, inbound.InXledger(person, SandboxField.Identification))
        );
    }

    [Fact]
    public async Task Overwritten_CorrectedInHuma_IsNoLongerAsked()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var huma = inbound.World.PersonByHumaId(person.HumaId)!.Huma;
        Overwrite(inbound, person);
        await inbound.FollowAsync(person);
        foreach (var (field, _) in Successor)
        {
            inbound.Edit(person, field, huma[field]);
        }

        await inbound.FollowAsync(person);

        Assert.Empty(await HeldAsync(inbound));
        Assert.All(await inbound.PendingChangesAsync(person.HumaId), pending =>
            Assert.Equal(PendingChangeState.NothingToDo, pending.State)
        );
    }

    [Fact]
    public async Task FamilyName_ChangedAlone_IsWrittenAtOnce()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.FamilyName, "Etterfølger");

        Assert.Equal(PendingChangeState.Written, (await inbound.FollowAsync(person)).State);
        Assert.Equal("Etterfølger", inbound.InXledger(person, SandboxField.FamilyName));
    }

    [Fact]
    public async Task Overwritten_FoundByTheScheduledCheckOfHuma_IsHeldAndNotFoundAgain()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var before = InXledger(inbound, person);
        Overwrite(inbound, person);

        Assert.Equal(1, await inbound.SyncFixture.Get<QuickComparison>().RunAsync(inbound.Connection, Cancellation));
        Assert.Null(await inbound.ProcessAsync());
        Assert.Equal(0, await inbound.SyncFixture.Get<QuickComparison>().RunAsync(inbound.Connection, Cancellation));

        Assert.Equal(
            (PendingChangeState.Held, before),
            (Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State, InXledger(inbound, person))
        );
    }

    [Fact]
    public async Task Overwritten_FoundByTheDifferenceCheck_IsHeldWithBothAnswers()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        Overwrite(inbound, person);
        var check = Assert
            .IsType<Answer<Guid>.Done>(
                await inbound
                    .SyncFixture.Get<DriftCheck>()
                    .StartAsync(inbound.Connection, SyncFixture.Administrator, Cancellation)
            )
            .Value;
        await inbound.SyncFixture.Get<Compare>().RunAsync(check, new Silent<CompareProgress>(), Cancellation);
        await inbound.SyncFixture.Get<DriftCheck>().ConcludeAsync(check, Cancellation);

        var held = Assert.Single(await HeldAsync(inbound));
        var pending = Assert.Single(await inbound.PendingChangesAsync(person.HumaId));
        Assert.Equal((PendingChangeState.Held, PendingChangeSource.DriftCheck), (pending.State, pending.Source));
        await inbound.SyncFixture.Get<AlertRounds>().WatchAsync(Cancellation);
        Assert.Contains(
            await inbound.SyncFixture.Get<Alerts>().OpenAsync(inbound.Connection, Actor.System, Cancellation),
            alert => alert.Problem == AlertReasons.GuardHolds
        );
        Assert.Null(await ConfirmAsync(inbound, held));
        Assert.Null(await inbound.ProcessAsync());
        Assert.Equal("Zakarias", inbound.InXledger(person, SandboxField.GivenName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManualSync_OverwrittenInHuma_WritesTheOthersAndThisPersonOnlyWhenConfirmedByName(bool confirmed)
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (person, other) = (inbound.People[1], inbound.People[2]);
        var before = InXledger(inbound, person);
        Overwrite(inbound, person);
        inbound.Edit(other, SandboxField.JobTitle, "Teamleder");
        var fixture = inbound.SyncFixture;
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(inbound.Connection, Cancellation),
            FieldChoice.UseHuma,
            [person, other],
            Cancellation
        );
        Assert.True(
            Assert.Single(session.Preview.Guards, guard => guard.Kind == GuardKind.OtherPerson)
                is { Holds: true, Count: 1 }
        );
        Assert.All(session.Preview.Changes, change => Assert.Equal($"{other.HumaId}", change.Huma?.Value));
        session = confirmed
            ? await fixture
                .Get<Review>()
                .ConfirmGuardAsync(
                    session,
                    GuardKind.OtherPerson,
                    confirmed: true,
                    SyncFixture.Administrator,
                    Cancellation
                )
            : session;

        await fixture.ApplyAsync(session, Cancellation);

        Assert.Equal("Teamleder", inbound.InXledger(other, SandboxField.JobTitle));
        if (confirmed)
        {
            Assert.Equal("Zakarias", inbound.InXledger(person, SandboxField.GivenName));
            Assert.Empty(await HeldAsync(inbound));
            Assert.Empty((await fixture.CompareAsync(inbound.Connection, Cancellation)).Comparison.OtherPeople);
            Assert.Equal(PendingChangeState.NothingToDo, (await inbound.FollowAsync(person)).State);
        }
        else
        {
            Assert.Equal(before, InXledger(inbound, person));
            // The run has not settled the change: the answer still has something to write.
            Assert.Null(await ConfirmAsync(inbound, Assert.Single(await HeldAsync(inbound))));
            Assert.Null(await inbound.ProcessAsync());
            Assert.Equal("Zakarias", inbound.InXledger(person, SandboxField.GivenName));
        }
    }

    [Fact]
    public async Task ManualSync_ConfirmedForOnePerson_StillAsksAboutAnotherWhomItLeaves()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (fixture, confirmed, left) = (inbound.SyncFixture, inbound.People[1], inbound.People[2]);
        Overwrite(inbound, confirmed);
        inbound.Edit(left, SandboxField.GivenName, "Yngve");
        inbound.Edit(left, SandboxField.FamilyName, "Nykommer");
        inbound.Edit(left, SandboxField.BirthDate, "1999-12-31");
        inbound.Edit(left, SandboxField.Identification, "31129956715");
        var before = InXledger(inbound, left);
        var session = await fixture.CompareAsync(inbound.Connection, Cancellation);
        session = await fixture.ChooseAsync(session, FieldChoice.UseHuma, [confirmed], Cancellation);
        session = await fixture.ChooseAsync(session, FieldChoice.Skip, [left], Cancellation);
        Assert.Equal(2, session.Comparison.OtherPeople.Count);
        session = await fixture
            .Get<Review>()
            .ConfirmGuardAsync(
                session,
                GuardKind.OtherPerson,
                confirmed: true,
                SyncFixture.Administrator,
                Cancellation
            );

        await fixture.ApplyAsync(session, Cancellation);

        Assert.Equal("Zakarias", inbound.InXledger(confirmed, SandboxField.GivenName));
        var asked = Assert.Single(
            (await fixture.CompareAsync(inbound.Connection, Cancellation)).Comparison.OtherPeople
        );
        Assert.Equal($"{left.HumaId}", asked.Pair.Huma.Id);
        inbound.Edit(left, SandboxField.Phone, "+47 912 34 567");
        Assert.Equal(PendingChangeState.Held, (await inbound.FollowAsync(left)).State);
        Assert.Equal(before, InXledger(inbound, left));
    }

    [Fact]
    public async Task ManualSync_OverwrittenInXledger_HoldsTheChangesToHuma()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        foreach (var (field, value) in Successor)
        {
            Assert.Equal(EditOutcome.Done, inbound.World.EditInXledger(person.EmployeeDbId, field, value));
        }

        var fixture = inbound.SyncFixture;
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(inbound.Connection, Cancellation),
            FieldChoice.UseXledger,
            [person],
            Cancellation
        );

        Assert.Equal([Side.Xledger], Assert.Single(session.Comparison.OtherPeople).Changed);
        Assert.Empty(session.Preview.Changes);
        Assert.Contains(session.Preview.HeldByGuard, change => change is { Target: Side.Huma, Field: Field.GivenName });

        // Answered in the review: the same comparison does not ask again.
        Assert.Null(await ConfirmAsync(inbound, Assert.Single(await HeldAsync(inbound))));
        session = await fixture.Get<Review>().OpenAsync(session.Record.Id, Actor.System, Cancellation);
        Assert.Empty(session.Comparison.OtherPeople);
        Assert.Contains(session.Preview.Changes, change => change is { Target: Side.Huma, Field: Field.GivenName });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OverwrittenInXledger_SinceItWasCompared_IsWrittenToByNoMessageAndAskedAbout(bool leaves)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        await inbound.SetAsync(row => row.Leavers = LeaverRule.SetEndDate);
        var person = inbound.People[1];
        foreach (var (field, value) in Successor)
        {
            Assert.Equal(EditOutcome.Done, inbound.World.EditInXledger(person.EmployeeDbId, field, value));
        }

        var before = InXledger(inbound, person);
        if (leaves)
        {
            Assert.Equal(EditOutcome.Done, inbound.World.DeactivateInHuma(person.HumaId));
        }
        else
        {
            inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        }

        var pending = await inbound.FollowAsync(person);

        Assert.Equal((PendingChangeState.Held, InboundReasons.LooksLikeAnother), (pending.State, pending.Reason?.Code));
        Assert.Equal(before, InXledger(inbound, person));
        Assert.Empty(await inbound.HeldAsync());
        Assert.Equal("Zakarias", Assert.Single(await HeldAsync(inbound)).InXledger[Field.GivenName].TextOrNull);
        // Known since, and not forgotten because the comparison is older.
        Assert.Equal(PendingChangeState.Held, (await inbound.FollowAsync(person)).State);
        var held = Assert.Single(await HeldAsync(inbound));
        Assert.Null(await ConfirmAsync(inbound, held));
        Assert.Null(await inbound.ProcessAsync());
        Assert.NotEqual(before, InXledger(inbound, person));
    }

    [Fact]
    public async Task ManualSync_OverwrittenBetweenReviewAndWrite_WritesNothingToTheOtherPerson()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var fixture = inbound.SyncFixture;
        Assert.Equal(
            EditOutcome.Done,
            inbound.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Kontorleder")
        );
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(inbound.Connection, Cancellation),
            FieldChoice.UseXledger,
            [person],
            Cancellation
        );
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        Overwrite(inbound, person);

        await fixture.RunAsync(run, Cancellation);

        await using var store = fixture.Store();
        var change = Assert.Single(
            await store.Changes.AsNoTracking().Where(change => change.RunId == run).ToListAsync(Cancellation)
        );
        Assert.Equal((ChangeState.Held, InboundReasons.LooksLikeAnother), (change.State, change.Reason?.Code));
        Assert.NotEqual("Kontorleder", inbound.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.JobTitle]);
    }

    [Fact]
    public async Task Answers_NeedTheRightToSynchronize()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        Overwrite(inbound, inbound.People[1]);
        await inbound.FollowAsync(inbound.People[1]);
        var held = Assert.Single(await HeldAsync(inbound));
        var reviewer = new Actor("reviewer", "Ola", null, new HashSet<Role> { Role.IntegrationReviewer });
        var people = inbound.SyncFixture.Get<OtherPeople>();

        await Assert.ThrowsAsync<ActRefused>(() => people.ConfirmAsync(held, reviewer, Cancellation));
        await Assert.ThrowsAsync<ActRefused>(() => people.UnlinkAsync(held, reviewer, Cancellation));
        Assert.NotNull(await inbound.LinkAsync(inbound.People[1].HumaId));
    }

    private static void Overwrite(InboundFixture inbound, Someone person)
    {
        foreach (var (field, value) in Successor)
        {
            inbound.Edit(person, field, value);
        }
    }

    private static string InXledger(InboundFixture inbound, Someone person) =>
        string.Join(
            '|',
            inbound
                .World.PersonByEmployee(person.EmployeeDbId)!
                .Xledger.OrderBy(entry => entry.Key)
                .Select(entry => $"{entry.Key} {entry.Value}")
        );

    private static Task<IReadOnlyList<HeldPerson>> HeldAsync(InboundFixture inbound) =>
        inbound.SyncFixture.Get<OtherPeople>().ReadAsync(inbound.Connection, Actor.System, Cancellation);

    private static Task<Reason?> ConfirmAsync(InboundFixture inbound, HeldPerson held) =>
        inbound.SyncFixture.Get<OtherPeople>().ConfirmAsync(held, SyncFixture.Administrator, Cancellation);

    private static async Task<int> ActsAsync(InboundFixture inbound, string code)
    {
        await using var store = inbound.SyncFixture.Store();
        return await store.Activity.CountAsync(act => act.What == code, Cancellation);
    }

    private sealed class Silent<T> : IProgress<T>
    {
        public void Report(T value) { }
    }
}
