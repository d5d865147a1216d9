using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync;

/// <summary>"Try with these people first", then the rest or not.</summary>
public sealed class PilotTests
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pilot_OfOnePerson_WritesOnlyThemAndTheRestWaitsToBeWrittenAsReviewed()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(4);
        var connection = await workplace.ConnectAsync(Cancellation);
        var session = await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);

        var pilot = await PilotAsync(workplace, session, people[0]);

        Assert.Equal((RunState.Completed, 1, PlanOrigin.Pilot, true), (pilot.Run.State, pilot.Count(ChangeState.Confirmed), pilot.Plan.Origin, pilot.RestWaits));
        var back = Assert.Single(pilot.Changes);
        Assert.Equal((Title, Title), (back.To.TextOrNull, back.After!.TextOrNull));
        Assert.NotEqual(Title, workplace.InXledger(people[1], SandboxField.JobTitle));

        var waiting = await workplace.Get<Review>().OpenAsync((await workplace.Get<Review>().FindOpenAsync(connection, Cancellation))!.Value, Cancellation);
        Assert.Equal(people.Skip(1).Select(person => $"{person.HumaId}").Order(), waiting.Preview.Changes.Select(change => change.Huma!.Value.Value).Order());
        var rest = await workplace.ApplyAsync(waiting, Cancellation);

        Assert.Equal((people.Count - 1, new RelatedRun(pilot.Run.Id, 1, PlanOrigin.Rest)), (rest.Count(ChangeState.Confirmed), rest.Earlier));
        Assert.All(people, person => Assert.Equal(Title, workplace.InXledger(person, SandboxField.JobTitle)));
        Assert.Null(await workplace.Get<Review>().FindOpenAsync(connection, Cancellation));
        Assert.False((await workplace.ReportAsync(pilot.Run.Id)).RestWaits);
    }

    [Fact]
    public async Task Pilot_StopHere_ClosesTheRest()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var connection = await workplace.ConnectAsync(Cancellation);
        var session = await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);
        var pilot = await PilotAsync(workplace, session, people[0]);

        await workplace.Get<Review>().EndAsync(session.Record.Id, pilot.Run.Number, Workplace.Administrator, Cancellation);

        Assert.Null(await workplace.Get<Review>().FindOpenAsync(connection, Cancellation));
        Assert.IsType<Answer<Guid>.Refused>(await workplace.Get<Review>().MakePlanAsync(session.Record.Id, session.Shown, Workplace.Administrator, Cancellation));
        Assert.NotEqual(Title, workplace.InXledger(people[1], SandboxField.JobTitle));
        Assert.Contains((await workplace.Get<ActivityLog>().ReadAsync(connection, 0, 50, Cancellation)).Records, act => act.What == ActivityCodes.PilotEndedReview);
    }

    [Fact]
    public async Task Pilot_ANewComparison_TakesThePlaceOfTheWaitingRest()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var connection = await workplace.ConnectAsync(Cancellation);
        var pilot = await PilotAsync(workplace, await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title), people[0]);

        var newer = await workplace.CompareAsync(connection, Cancellation);

        Assert.Empty(newer.Pilots);
        Assert.False((await workplace.ReportAsync(pilot.Run.Id)).RestWaits);
    }

    [Fact]
    public async Task Pilot_UndoneWhileTheRestWaits_LeavesTheRestAsItWas()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var connection = await workplace.ConnectAsync(Cancellation);
        var before = workplace.InXledger(people[0], SandboxField.JobTitle);
        var session = await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);
        var pilot = await PilotAsync(workplace, session, people[0]);
        await workplace.UndoAsync(new UndoScope(pilot.Run.Id));

        var rest = await workplace.ApplyAsync(await workplace.Get<Review>().OpenAsync(session.Record.Id, Cancellation), Cancellation);

        Assert.Equal(1, rest.Count(ChangeState.Confirmed));
        Assert.Equal((before, Title), (workplace.InXledger(people[0], SandboxField.JobTitle), workplace.InXledger(people[1], SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Pilot_OfOneOfTwoWhoExchangeAPhone_TakesTheOtherAlongAndSaysWhy()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(3);
        var connection = await workplace.ConnectAsync(Cancellation);
        var before = people.Select(person => workplace.InHuma(person, SandboxField.Phone)).ToList();
        workplace.World.EditInXledger(people[0].EmployeeDbId, SandboxField.Phone, before[1]);
        workplace.World.EditInXledger(people[1].EmployeeDbId, SandboxField.Phone, before[0]);
        workplace.World.EditInXledger(people[2].EmployeeDbId, SandboxField.JobTitle, Title);
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseXledger, people, Cancellation);

        var (choice, plan) = session.Pilot([Ref(people[0])]);

        Assert.Equal(Field.Phone, Assert.Single(choice.Along).Field);
        Assert.Equal(people.Take(2).Select(Ref).ToHashSet(), choice.People);
        Assert.DoesNotContain(plan.Changes, change => PersonRef.Of(change) == Ref(people[2]));
        var pilot = await PilotAsync(workplace, session, people[0]);
        Assert.All(pilot.Changes, change => Assert.Equal(ChangeState.Confirmed, change.State));
        Assert.Equal([E164(before[1]), E164(before[0])], people.Take(2).Select(person => E164(workplace.InHuma(person, SandboxField.Phone))));

        // A number that was stored with its calling code is not replaced by one without.
        static string? E164(string? phone) => PhoneNumber.ToE164(phone!, "NO");
    }

    [Fact]
    public async Task Pilot_DecidedAnewMeanwhileOrOfNobody_IsRefused()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var session = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        var (_, shown) = session.Pilot([Ref(people[0])]);
        var review = workplace.Get<Review>();
        await review.DecideAsync(session, [.. session.Comparison.Differences.Where(difference => PersonRef.Of(difference) == Ref(people[0]))], null, Workplace.Administrator, Cancellation);

        var changed = await review.MakePilotPlanAsync(session.Record.Id, [Ref(people[0])], session.ShownPilot(shown), Workplace.Administrator, Cancellation);
        var empty = await review.MakePilotPlanAsync(session.Record.Id, [], session.ShownPilot(shown), Workplace.Administrator, Cancellation);

        Assert.Equal(ReviewReasons.PlanStale, Assert.IsType<Answer<Guid>.Refused>(changed).Reason.Code);
        Assert.Equal(RunReasons.PilotSize, Assert.IsType<Answer<Guid>.Refused>(empty).Reason.Code);
    }

    private static PersonRef Ref(Someone person) => new(Side.Huma, $"{person.HumaId}");

    private static async Task<RunReport> PilotAsync(Workplace workplace, ReviewSession session, Someone person)
    {
        var (_, plan) = session.Pilot([Ref(person)]);
        var stored = Assert.IsType<Answer<Guid>.Done>(await workplace.Get<Review>().MakePilotPlanAsync(session.Record.Id, [Ref(person)], session.ShownPilot(plan), Workplace.Administrator, Cancellation));
        return await workplace.RunAsync(await workplace.StartAsync(stored.Value, Cancellation), Cancellation);
    }
}
