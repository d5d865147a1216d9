using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>
/// Decisions that link a user to an employee who is paired with another user, or whose user has another link.
/// </summary>
public static class Relinking
{
    /// <summary>The pair of an employee with a user other than this one; null where there is none.</summary>
    public static Pair? OtherPair(Matches matches, HumaId huma, XledgerId xledger) =>
        matches.Pairs.FirstOrDefault(pair =>
            pair.Settled && pair.Xledger.Id == xledger.Value && pair.Huma.Id != huma.Value
        );

    /// <summary>
    /// The decisions for "these two are the same person"; where the employee is linked to another user, also "none of
    /// these" for that user.
    /// </summary>
    /// <param name="matches">The matches that were on the screen when the decision was made.</param>
    /// <param name="huma">The user that is decided about.</param>
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
