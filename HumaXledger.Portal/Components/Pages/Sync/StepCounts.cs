using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>How much there is to decide in each step of a review, and how much is decided.</summary>
/// <param name="Questions">People whose match is uncertain.</param>
/// <param name="Answered">Those of them that are answered.</param>
/// <param name="Differences">All differences.</param>
/// <param name="Undecided">Differences without a choice.</param>
/// <param name="CanBeAdded">People who can be added to the other system.</param>
/// <param name="Chosen">Those of them that are chosen.</param>
public sealed record StepCounts(int Questions, int Answered, int Differences, int Undecided, int CanBeAdded, int Chosen)
{
    private Comparison? _comparison;
    private HashSet<string> _asked = [];

    /// <summary>The counts of a review.</summary>
    /// <param name="before">
    /// Those of an earlier state. Who can be added and what is asked is taken from it while the comparison is the same:
    /// the one takes a check of every value, the other a look at every pair.
    /// </param>
    public static StepCounts Of(ReviewSession session, StepCounts? before = null)
    {
        var same = ReferenceEquals(before?._comparison, session.Comparison) ? before : null;
        var questions = same?._asked
            ?? MatchQuestion.Of(session.AsMatched).Select(question => question.Huma.Id).ToHashSet();
        return new StepCounts(
            questions.Count,
            session.Decisions.Matches.Count(answer => questions.Contains(answer.Huma.Value)),
            session.Comparison.Differences.Count,
            session.Comparison.Differences.Count(difference => session.ChoiceOf(difference) is null),
            same?.CanBeAdded ?? Addable(session),
            session.Decisions.AddToHuma.Count + session.Decisions.AddToXledger.Count
        )
        {
            _comparison = session.Comparison,
            _asked = questions,
        };
    }

    /// <summary>Whether nothing is left to decide in a step.</summary>
    public bool Done(SyncStep step) =>
        step switch
        {
            SyncStep.Compare => true,
            SyncStep.WhoIsWho => Answered == Questions,
            SyncStep.Differences => Undecided == 0,
            SyncStep.AddPeople => CanBeAdded == 0 || Chosen > 0,
            _ => false,
        };

    /// <summary>What the step's badge says; null for a step without anything to decide.</summary>
    public string? BadgeOf(SyncStep step) =>
        step switch
        {
            SyncStep.WhoIsWho when Questions > 0 => $"{Answered:N0}/{Questions:N0}",
            SyncStep.Differences when Undecided > 0 => $"{Undecided:N0}",
            SyncStep.AddPeople when CanBeAdded > 0 => $"{Chosen:N0}/{CanBeAdded:N0}",
            _ => null,
        };

    private static int Addable(ReviewSession session) =>
        new[] { Side.Huma, Side.Xledger }.Sum(target =>
            session.AddCandidates(target).Count(candidate => candidate.CanBeAdded)
        );
}
