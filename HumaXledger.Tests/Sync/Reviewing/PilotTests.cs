using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.People.PhoneNumbers;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;
using HumaXledger.Tests.Sync.Inbound;
using HumaXledger.Tests.Sync.Overview;

namespace HumaXledger.Tests.Sync.Reviewing;

/// <summary>"Try with these people first", then the rest or not.</summary>
public sealed class PilotTests
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pilot_OfOnePerson_WritesOnlyThemAndTheRestWaitsAsReviewed()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(4);
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);

        var pilot = await PilotAsync(fixture, session, people[0]);

        Assert.Equal(
            (RunState.Completed, 1, PlanOrigin.Pilot, true),
            (pilot.Run.State, pilot.Count(ChangeState.Confirmed), pilot.Plan.Origin, pilot.RestWaits)
        );
        var back = Assert.Single(pilot.Changes);
        Assert.Equal((Title, Title), (back.To.TextOrNull, back.After!.TextOrNull));
        Assert.NotEqual(Title, fixture.InXledger(people[1], SandboxField.JobTitle));

        var waiting = (await fixture.Get<Review>().FindOpenAsync(connection, Actor.System, Cancellation))!;
        Assert.Equal(
            people.Skip(1).Select(person => $"{person.HumaId}").Order(),
            waiting.Preview.Changes.Select(change => change.Huma!.Value.Value).Order()
        );
        var rest = await fixture.ApplyAsync(waiting, Cancellation);

        Assert.Equal(
            (people.Count - 1, new RelatedRun(pilot.Run.Id, 1, PlanOrigin.Rest)),
            (rest.Count(ChangeState.Confirmed), rest.Earlier)
        );
        Assert.All(people, person => Assert.Equal(Title, fixture.InXledger(person, SandboxField.JobTitle)));
        Assert.Null(await fixture.Get<Review>().FindOpenAsync(connection, Actor.System, Cancellation));
        Assert.False((await fixture.ReportAsync(pilot.Run.Id)).RestWaits);
    }

    [Fact]
    public async Task Pilot_StopHere_ClosesTheRest()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);
        var pilot = await PilotAsync(fixture, session, people[0]);

        await fixture
            .Get<ReviewPlans>()
            .EndAsync(session.Record.Id, pilot.Run.Number, SyncFixture.Administrator, Cancellation);

        Assert.Null(await fixture.Get<Review>().FindOpenAsync(connection, Actor.System, Cancellation));
        Assert.IsType<Answer<Guid>.Refused>(
            await fixture
                .Get<ReviewPlans>()
                .MakePlanAsync(session.Record.Id, session.Shown, SyncFixture.Administrator, Cancellation)
        );
        Assert.NotEqual(Title, fixture.InXledger(people[1], SandboxField.JobTitle));
        Assert.Contains((await fixture.Get<ActivityLog>().ReadAsync(connection, 0, 50, Cancellation)).Records, act =>
            act.What == ActivityCodes.PilotEndedReview
        );
        // What was decided for the rest is not promised any more.
        Assert.Equal(0, (await FiguresCheck.AssertTrueAsync(fixture, connection)).Count(OpenCause.Decided));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pilot_WhatWaitsOfOtherPeople_EndsWithTheRestOnly(bool rest)
    {
        await using var inbound = await InboundFixture.OpenAsync(6);
        var fixture = inbound.SyncFixture;
        var (reviewed, approved, cleared) = (
            inbound.People.Take(2).ToList(),
            inbound.People[2],
            inbound.People.Skip(3).ToList()
        );
        await inbound.LimitClearedAsync(most: 1);
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        inbound.Edit(approved, SandboxField.JobTitle, "Teamleder");
        foreach (var person in cleared)
        {
            inbound.Edit(person, SandboxField.Phone, null);
        }

        await inbound.ReportAsync([approved, .. cleared]);
        Assert.Null(await inbound.ProcessAsync());
        await inbound.SetAsync(row => row.PausedAt = fixture.Clock.GetUtcNow().UtcDateTime);
        await inbound.DecideHeldAsync(write: true);
        var session = await fixture.ReviewedAsync(inbound.Connection, reviewed, SandboxField.JobTitle, _ => Title);

        var pilot = await PilotAsync(fixture, session, reviewed[0]);
        if (rest)
        {
            await fixture.ApplyAsync(
                (await fixture.Get<Review>().FindOpenAsync(inbound.Connection, Actor.System, Cancellation))!,
                Cancellation
            );
        }
        else
        {
            await fixture
                .Get<ReviewPlans>()
                .EndAsync(session.Record.Id, pilot.Run.Number, SyncFixture.Administrator, Cancellation);
        }

        await inbound.SetAsync(row => row.PausedAt = null);
        await inbound.ConfirmLimitAsync();
        Assert.Null(await inbound.ProcessAsync());
        Assert.NotEqual(rest, inbound.InXledger(approved, SandboxField.JobTitle) == "Teamleder");
        Assert.All(cleared, person => Assert.Equal(rest, inbound.InXledger(person, SandboxField.Phone) is not null));
    }

    [Fact]
    public async Task Pilot_ANewComparison_ReplacesTheWaitingRest()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        var pilot = await PilotAsync(
            fixture,
            await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title),
            people[0]
        );

        var newer = await fixture.CompareAsync(connection, Cancellation);

        Assert.Empty(newer.Pilots);
        Assert.False((await fixture.ReportAsync(pilot.Run.Id)).RestWaits);
    }

    [Fact]
    public async Task Pilot_UndoneWhileTheRestWaits_KeepsTheRest()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        var before = fixture.InXledger(people[0], SandboxField.JobTitle);
        var session = await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);
        var pilot = await PilotAsync(fixture, session, people[0]);
        await fixture.UndoAsync(new UndoScope(pilot.Run.Id));

        var rest = await fixture.ApplyAsync(
            await fixture.Get<Review>().OpenAsync(session.Record.Id, Actor.System, Cancellation),
            Cancellation
        );

        Assert.Equal(1, rest.Count(ChangeState.Confirmed));
        Assert.Equal(
            (before, Title),
            (fixture.InXledger(people[0], SandboxField.JobTitle), fixture.InXledger(people[1], SandboxField.JobTitle))
        );
    }

    [Fact]
    public async Task Pilot_OfOneOfTwoWhoExchangeAPhone_IncludesTheOtherWithTheReason()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(3);
        var connection = await fixture.ConnectAsync(Cancellation);
        var before = people.Select(person => fixture.InHuma(person, SandboxField.Phone)).ToList();
        fixture.World.EditInXledger(people[0].EmployeeDbId, SandboxField.Phone, before[1]);
        fixture.World.EditInXledger(people[1].EmployeeDbId, SandboxField.Phone, before[0]);
        fixture.World.EditInXledger(people[2].EmployeeDbId, SandboxField.JobTitle, Title);
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseXledger,
            people,
            Cancellation
        );

        var (choice, plan) = session.Pilot([Ref(people[0])]);

        Assert.Equal(Field.Phone, Assert.Single(choice.Along).Field);
        Assert.Equal(people.Take(2).Select(Ref).ToHashSet(), choice.People);
        Assert.DoesNotContain(plan.Changes, change => PersonRef.Of(change) == Ref(people[2]));
        var pilot = await PilotAsync(fixture, session, people[0]);
        Assert.All(pilot.Changes, change => Assert.Equal(ChangeState.Confirmed, change.State));
        Assert.Equal(
            [E164(before[1]), E164(before[0])],
            people.Take(2).Select(person => E164(fixture.InHuma(person, SandboxField.Phone)))
        );

        // A number stored with its calling code is not replaced by one without.
        static string? E164(string? phone) => PhoneNumber.ToE164(phone!, "NO");
    }

    [Fact]
    public async Task Pilot_DecidedAgainMeanwhileOrWithoutPeople_IsRefused()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var session = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            people,
            SandboxField.JobTitle,
            _ => Title
        );
        var (_, shown) = session.Pilot([Ref(people[0])]);
        var review = fixture.Get<Review>();
        await review.DecideAsync(
            session,
            [.. session.Comparison.Differences.Where(difference => PersonRef.Of(difference) == Ref(people[0]))],
            null,
            SyncFixture.Administrator,
            Cancellation
        );

        var changed = await fixture
            .Get<ReviewPlans>()
            .MakePilotPlanAsync(
                session.Record.Id,
                [Ref(people[0])],
                session.ShownPilot(shown),
                SyncFixture.Administrator,
                Cancellation
            );
        var empty = await fixture
            .Get<ReviewPlans>()
            .MakePilotPlanAsync(
                session.Record.Id,
                [],
                session.ShownPilot(shown),
                SyncFixture.Administrator,
                Cancellation
            );

        Assert.Equal(ReviewReasons.PlanStale, Assert.IsType<Answer<Guid>.Refused>(changed).Reason.Code);
        Assert.Equal(RunReasons.PilotSize, Assert.IsType<Answer<Guid>.Refused>(empty).Reason.Code);
    }

    private static PersonRef Ref(Someone person) => new(Side.Huma, $"{person.HumaId}");

    private static async Task<RunReport> PilotAsync(SyncFixture fixture, ReviewSession session, Someone person)
    {
        var (_, plan) = session.Pilot([Ref(person)]);
        var stored = Assert.IsType<Answer<Guid>.Done>(
            await fixture
                .Get<ReviewPlans>()
                .MakePilotPlanAsync(
                    session.Record.Id,
                    [Ref(person)],
                    session.ShownPilot(plan),
                    SyncFixture.Administrator,
                    Cancellation
                )
        );
        return await fixture.RunAsync(await fixture.StartAsync(stored.Value, Cancellation), Cancellation);
    }
}
