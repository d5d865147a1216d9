using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>
/// The answers that link a user to an employee who is paired with another user, or whose user has another link.
/// </summary>
public static class Relinking
{
    /// <summary>The pair that an employee is in with another user than this one; null where there is none.</summary>
    public static Pair? OtherPair(Matches matches, HumaId huma, XledgerId xledger) =>
        matches.Pairs.FirstOrDefault(pair =>
            pair.Settled && pair.Xledger.Id == xledger.Value && pair.Huma.Id != huma.Value
        );

    /// <summary>
    /// "These two are the same person", and where the employee is linked to another user, "that user is none of these".
    /// </summary>
    /// <param name="matches">Who is who as it was shown when the answer was given.</param>
    /// <param name="xledger">Null for "none of these".</param>
    public static IReadOnlyList<MatchDecision> Answers(Matches matches, HumaId huma, XledgerId? xledger)
    {
        var answer = new MatchDecision(huma, xledger);
        return
            xledger is { } employee
            && OtherPair(matches, huma, employee) is { State: MatchState.Linked, Decided: false } other
            ? [new MatchDecision(new HumaId(other.Huma.Id), null), answer]
            : [answer];
    }
}
