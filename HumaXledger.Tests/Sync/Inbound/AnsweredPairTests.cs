using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>
/// What was answered to who is who, and no run has carried out yet, makes no message write what it would not write
/// without the answer.
/// </summary>
public sealed class AnsweredPairTests
{
    private static readonly Actor Reviewer = new(
        "reviewer",
        "Ola",
        null,
        new HashSet<Role> { Role.IntegrationReviewer }
    );

    private static readonly SandboxField[] OfOnePerson =
    [
        SandboxField.GivenName,
        SandboxField.FamilyName,
        SandboxField.BirthDate,
        SandboxField.Phone,
        SandboxField.Identification,
        SandboxField.Email,
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewPerson_WhomAReviewerHasDeniedToBeTheEmployeeTheyResemble_IsNotAddedByAMessage()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var person = inbound.World.HireInHuma();
        var employee = inbound.World.HireInXledger();
        MakeAlike(inbound, employee, person, SandboxField.GivenName, SandboxField.FamilyName, SandboxField.Email);
        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);

        await DecideAsync(inbound, session, new MatchDecision(new HumaId($"{person}"), null), Reviewer);
        var pending = await inbound.FollowAsync(person);

        await using var store = inbound.SyncFixture.Store();
        // The open review changes it, not the person's page.
        var pair = new PersonReference(
            inbound.Connection,
            new HumaId($"{person}"),
            new XledgerId($"{employee}"),
            "Kari"
        );
        Assert.Equal(
            ReviewReasons.OtherPersonOvertaken,
            (
                await inbound
                    .SyncFixture.Get<OtherPeople>()
                    .ProposeAgainAsync(pair, SyncFixture.Administrator, Cancellation)
            )?.Code
        );
        Assert.Equal(1, await store.DistinctPairs.CountAsync(Cancellation));
        Assert.Equal(
            (PendingChangeState.ForManualSync, InboundReasons.MayBeInXledger),
            (pending.State, pending.Reason?.Code)
        );
        Assert.DoesNotContain(await inbound.ChangesAsync(), change => change.Kind == ChangeKind.Create);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Employee_DeniedAndStillLinked_IsLinkedWithNobodyElseByAMessage(bool comparedSince)
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var (linked, other) = (inbound.People[1], inbound.People[2]);
        var person = inbound.World.HireInHuma();
        MakeAlike(inbound, linked.EmployeeDbId, person, OfOnePerson);
        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        await DecideAsync(inbound, session, new MatchDecision(new HumaId($"{linked.HumaId}"), null), Reviewer);
        if (comparedSince)
        {
            await CheckForDifferencesAsync(inbound);
        }

        inbound.Edit(other, SandboxField.JobTitle, "Teamleder");
        await inbound.ReportAsync(person);
        await inbound.ReportAsync(other.HumaId);
        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal(
            (PendingChangeState.ForManualSync, InboundReasons.MayBeInXledger),
            await EndOfAsync(inbound, person)
        );
        Assert.Null(await inbound.LinkAsync(person));
        // No other person waits for it.
        Assert.Equal("Teamleder", inbound.InXledger(other, SandboxField.JobTitle));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LinkedPerson_AnsweredToBeSomebodyElse_IsNotWrittenTo(bool another)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var title = inbound.InXledger(person, SandboxField.JobTitle);
        var employee = inbound.World.HireInXledger();
        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        await DecideAsync(
            inbound,
            session,
            new MatchDecision(new HumaId($"{person.HumaId}"), another ? new XledgerId($"{employee}") : null),
            Reviewer
        );
        // It ends no review.
        await CheckForDifferencesAsync(inbound);

        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        var pending = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.ForManualSync, InboundReasons.Unlinked),
            (pending.State, pending.Reason?.Code)
        );
        Assert.Equal(title, inbound.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task Denied_ThenAnsweredToBeAThirdRecord_StaysDenied()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = new HumaId($"{inbound.People[1].HumaId}");
        var employee = (await inbound.LinkAsync(inbound.People[1].HumaId))!.XledgerId;
        var third = new XledgerId($"{inbound.World.HireInXledger()}");
        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);

        session = await DecideAsync(inbound, session, new MatchDecision(person, null), Reviewer);
        session = await DecideAsync(inbound, session, new MatchDecision(person, third), Reviewer);

        await using var store = inbound.SyncFixture.Store();
        var denied = await store.DistinctPairs.AsNoTracking().SingleAsync(Cancellation);
        Assert.Equal((person, employee), (denied.HumaId, denied.XledgerId));
        // Taken back, nothing is said about any of them.
        await inbound.SyncFixture.Get<Review>().ForgetMatchesAsync(session, [person], Reviewer, Cancellation);
        Assert.False(await store.DistinctPairs.AnyAsync(Cancellation));
    }

    [Fact]
    public async Task Denied_TakenBackOnAPageThatWasOpenedBeforeTheyWereUnlinked_StaysDenied()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = new HumaId($"{inbound.People[1].HumaId}");
        var employee = (await inbound.LinkAsync(inbound.People[1].HumaId))!.XledgerId;
        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        session = await DecideAsync(inbound, session, new MatchDecision(person, null), Reviewer);
        await UnlinkAsync(inbound, person, employee);

        await inbound.SyncFixture.Get<Review>().ForgetMatchesAsync(session, [person], Reviewer, Cancellation);

        await using var store = inbound.SyncFixture.Store();
        var denied = await store.DistinctPairs.AsNoTracking().SingleAsync(Cancellation);
        Assert.Equal((person, employee), (denied.HumaId, denied.XledgerId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unlinked_WhoWereLinkedSinceTheComparison_StayUnlinkedWhateverTheReviewTakesBack(
        bool answeredFirst
    )
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var (person, employee, session) = await LinkedSinceAsync(inbound);
        var review = inbound.SyncFixture.Get<Review>();
        var (huma, xledger) = (new HumaId($"{person}"), new XledgerId($"{employee}"));
        if (answeredFirst)
        {
            session = await DecideAsync(inbound, session, new MatchDecision(huma, null), Reviewer);
        }

        await UnlinkAsync(inbound, huma, xledger);
        if (!answeredFirst)
        {
            session = await DecideAsync(inbound, session, new MatchDecision(huma, null), Reviewer);
        }

        session = await review.ForgetMatchesAsync(session, [huma], Reviewer, Cancellation);

        Assert.DoesNotContain(session.AsMatched.Pairs, pair => pair.Link == new Link(huma, xledger));
        Assert.Equal(PendingChangeState.ForManualSync, (await inbound.FollowAsync(person)).State);
        Assert.Null(await inbound.LinkAsync(person));
    }

    [Fact]
    public async Task Answer_AboutSomebodyWhoWasLinkedSinceTheComparison_HoldsBackAndCountsInTheRun()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var right = new XledgerId($"{inbound.World.HireInXledger()}");
        var (person, employee, session) = await LinkedSinceAsync(inbound);
        var huma = new HumaId($"{person}");
        var title = inbound.World.PersonByEmployee(employee)!.Xledger[SandboxField.JobTitle];
        inbound.SyncFixture.Clock.Pass(TimeSpan.FromMinutes(1));

        session = await DecideAsync(inbound, session, new MatchDecision(huma, right), Reviewer);

        Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma([person], SandboxField.JobTitle, "Teamleder"));
        var pending = await inbound.FollowAsync(person);
        Assert.Equal(
            (PendingChangeState.ForManualSync, InboundReasons.Unlinked),
            (pending.State, pending.Reason?.Code)
        );
        Assert.Equal(title, inbound.World.PersonByEmployee(employee)!.Xledger[SandboxField.JobTitle]);
        session = await inbound.SyncFixture.ChooseAsync(
            session,
            FieldChoice.UseHuma,
            [inbound.People[0]],
            Cancellation
        );
        await inbound.SyncFixture.ApplyAsync(
            await inbound.SyncFixture.ConfirmGuardsAsync(session, Cancellation),
            Cancellation
        );
        Assert.Equal(right, (await inbound.LinkAsync(person))?.XledgerId);
    }

    // The answers of the first review stay with it, and are older than the link of the second.
    [Fact]
    public async Task Undo_OfARunBeforeTheyWereLinkedOtherwise_LeavesTheLinkAsItIs()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var fixture = inbound.SyncFixture;
        var huma = new HumaId($"{inbound.People[2].HumaId}");
        var (first, second) = (
            new XledgerId($"{inbound.World.HireInXledger()}"),
            new XledgerId($"{inbound.World.HireInXledger()}")
        );
        var earlier = await LinkedByRunAsync(first, inbound.People[0]);
        await LinkedByRunAsync(second, inbound.People[1]);

        await fixture.UndoAsync(new UndoScope(earlier.Run.Id));

        Assert.Equal(second, (await inbound.LinkAsync(inbound.People[2].HumaId))?.XledgerId);

        async Task<RunReport> LinkedByRunAsync(XledgerId employee, Someone other)
        {
            fixture.Clock.Pass(TimeSpan.FromMinutes(1));
            inbound.Edit(other, SandboxField.JobTitle, "Teamleder");
            var session = await fixture.CompareAsync(inbound.Connection, Cancellation);
            session = await DecideAsync(inbound, session, new MatchDecision(huma, employee), Reviewer);
            session = await fixture.ChooseAsync(session, FieldChoice.UseHuma, [other], Cancellation);
            var report = await fixture.ApplyAsync(
                await fixture.ConfirmGuardsAsync(session, Cancellation),
                Cancellation
            );
            Assert.Equal(employee, (await inbound.LinkAsync(inbound.People[2].HumaId))?.XledgerId);
            return report;
        }
    }

    // Compared, and then linked by a message; somebody else has something to write.
    private static async Task<(Guid Person, int Employee, ReviewSession Session)> LinkedSinceAsync(
        InboundFixture inbound
    )
    {
        var person = inbound.World.HireInHuma();
        var employee = inbound.World.HireInXledger();
        MakeAlike(inbound, employee, person, OfOnePerson);
        inbound.Edit(inbound.People[0], SandboxField.JobTitle, "Kontorleder");
        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.Equal(MatchState.Certain, session.AsMatched.Pairs.Single(pair => pair.Huma.Id == $"{person}").State);
        inbound.SyncFixture.Clock.Pass(TimeSpan.FromMinutes(1));
        await inbound.FollowAsync(person, PendingChangeKind.Created);
        Assert.Equal($"{employee}", (await inbound.LinkAsync(person))?.XledgerId.Value);
        return (person, employee, session);
    }

    private static async Task UnlinkAsync(InboundFixture inbound, HumaId huma, XledgerId xledger) =>
        Assert.Null(
            await inbound
                .SyncFixture.Get<OtherPeople>()
                .UnlinkAsync(
                    new PersonReference(inbound.Connection, huma, xledger, "Kari"),
                    SyncFixture.Administrator,
                    Cancellation
                )
        );

    private static Task<ReviewSession> DecideAsync(
        InboundFixture inbound,
        ReviewSession session,
        MatchDecision answer,
        Actor by
    ) => inbound.SyncFixture.Get<Review>().DecideMatchesAsync(session, [answer], by, Cancellation);

    private static void MakeAlike(InboundFixture inbound, int employee, Guid person, params SandboxField[] fields)
    {
        var user = inbound.World.PersonByHumaId(person)!.Huma;
        foreach (var field in fields)
        {
            Assert.Equal(EditOutcome.Done, inbound.World.EditInXledger(employee, field, user[field]));
        }
    }

    private static async Task CheckForDifferencesAsync(InboundFixture inbound)
    {
        var check = Assert
            .IsType<Answer<Guid>.Done>(
                await inbound
                    .SyncFixture.Get<DriftCheck>()
                    .StartAsync(inbound.Connection, SyncFixture.Administrator, Cancellation)
            )
            .Value;
        await inbound.SyncFixture.Get<Compare>().RunAsync(check, new NoProgress<CompareProgress>(), Cancellation);
        await inbound.SyncFixture.Get<DriftCheck>().ConcludeAsync(check, Cancellation);
    }

    private static async Task<(PendingChangeState State, string? Code)> EndOfAsync(InboundFixture inbound, Guid person)
    {
        var last = (await inbound.PendingChangesAsync(person))[^1];
        return (last.State, last.Reason?.Code);
    }
}
