using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Sync;

namespace HumaXledger.Tests.Sync;

/// <summary>The main job from set-up to result, without a screen.</summary>
public sealed class MainJobTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sync_EverythingDecided_LeavesOnlyWhatTheResultSays()
    {
        await using var workplace = await Workplace.OpenAsync();
        var connection = await workplace.ConnectAsync(Cancellation);
        var session = await workplace.CompareAsync(connection, Cancellation);
        var review = workplace.Get<Review>();

        var questions = session.Comparison.Matches.Pairs.Where(pair => pair.State == MatchState.Probable).Select(pair => new MatchDecision(new HumaId(pair.Huma.Id), new XledgerId(pair.Xledger.Id))).ToList();
        session = await review.DecideMatchesAsync(session, questions, Workplace.Administrator, Cancellation);
        foreach (var choice in new[] { FieldChoice.UseHuma, FieldChoice.UseXledger })
        {
            var open = session.Comparison.Differences.Where(difference => session.ChoiceOf(difference) is null && Review.Can(difference, choice)).ToList();
            (session, _) = await review.DecideAsync(session, open, choice, Workplace.Administrator, Cancellation);
        }

        var toHuma = session.AddCandidates(Side.Huma).Where(person => person.CanBeAdded).Select(person => new XledgerId(person.Person.Id)).ToList();
        var toXledger = session.AddCandidates(Side.Xledger).Where(person => person.CanBeAdded).Select(person => new HumaId(person.Person.Id)).ToList();
        session = await review.ChooseAdditionsAsync(session, toHuma, toXledger, Workplace.Administrator, Cancellation);
        foreach (var guard in session.Preview.Guards.Where(guard => guard.Holds))
        {
            session = await review.ConfirmGuardAsync(session, guard.Kind, confirmed: true, Workplace.Administrator, Cancellation);
        }

        var planned = session.Preview;
        TestContext.Current.TestOutputHelper?.WriteLine($"huma {session.Record.HumaCount} xledger {session.Record.XledgerCount} pairs {session.Comparison.Matches.Pairs.Count} ambiguous {session.Comparison.Matches.Ambiguities.Count} differences {session.Comparison.Differences.Count} changes {planned.Changes.Count} blocked {planned.Blocked.Count} add {toHuma.Count}/{toXledger.Count} undecided {planned.Undecided.Count}");
        var report = await workplace.ApplyAsync(session, Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"xledger {report.Run.XledgerRequests}/{report.Plan.Forecast.XledgerRequests} huma {report.Run.HumaRequests}/{report.Plan.Forecast.HumaRequests} {report.Run.State} {report.Run.FailureCode}");
        foreach (var group in report.People.SelectMany(person => person.Changes).GroupBy(change => (change.Target, change.Kind, change.Field, change.State, change.ReasonCode)).OrderBy(group => group.Key))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{group.Key} {group.Count()} {string.Join(',', group.First().ReasonArguments)}");
        }

        Assert.Equal(RunState.Completed, report.Run.State);
        var again = await workplace.CompareAsync(connection, Cancellation);
        var left = again.Comparison.Differences.Select(difference => difference.Key).ToHashSet();
        foreach (var difference in again.Comparison.Differences)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"left {difference.Field} {difference.Kind} {difference.Why} {string.Join(' ', difference.Forbidden)}");
        }
    }
}
