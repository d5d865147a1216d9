using System.Runtime.CompilerServices;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>How much there is to decide in each step of a review, and how much is decided.</summary>
/// <param name="Questions">People whose match is uncertain.</param>
/// <param name="Answered">Those of them that are answered.</param>
/// <param name="Differences">All differences.</param>
/// <param name="Undecided">Differences that neither a choice nor a rule decides.</param>
/// <param name="CanBeAdded">People who can be added to the other system.</param>
/// <param name="Chosen">Those of them that are chosen.</param>
public sealed record StepCounts(int Questions, int Answered, int Differences, int Undecided, int CanBeAdded, int Chosen)
{
    // Who can be added takes a check of every value, and what is asked a look at every pair: once for all pages.
    private static readonly ConditionalWeakTable<Comparison, Basis> Known = new();

    /// <summary>The counts of a review.</summary>
    public static StepCounts Of(ReviewSession session)
    {
        var basis = Known.GetValue(session.Comparison, _ => Basis.Of(session));
        return new StepCounts(
            basis.Asked.Count,
            session.Decisions.Matches.Count(answer => basis.Asked.Contains(answer.Huma.Value)),
            session.Comparison.Differences.Count,
            session.Comparison.Differences.Count(session.IsUndecided),
            basis.CanBeAdded,
            session.Decisions.AddToHuma.Count + session.Decisions.AddToXledger.Count
        );
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

    /// <summary>What does not change while a comparison is decided on.</summary>
    /// <param name="Asked">Users whose match is uncertain.</param>
    private sealed record Basis(IReadOnlySet<string> Asked, int CanBeAdded)
    {
        public static Basis Of(ReviewSession session) =>
            new(
                MatchQuestion.Of(session.AsMatched).Select(question => question.Huma.Id).ToHashSet(),
                new[] { Side.Huma, Side.Xledger }.Sum(target =>
                    session.AddCandidates(target).Count(candidate => candidate.CanBeAdded)
                )
            );
    }
}
