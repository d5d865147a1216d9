using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>Is this Huma user one of these employees?</summary>
/// <param name="Why">Why the matcher does not decide automatically.</param>
public sealed record MatchQuestion(Person Huma, IReadOnlyList<Candidate> Candidates, Reason? Why)
{
    /// <summary>The questions of a match result.</summary>
    public static IEnumerable<MatchQuestion> Of(Matches matches) =>
        [
            .. matches
                .Pairs.Where(pair => pair is { State: MatchState.Probable, Decided: false })
                .Select(pair => new MatchQuestion(
                    pair.Huma,
                    [new Candidate(pair.Xledger, pair.Confidence, pair.Evidence)],
                    pair.Doubt
                )),
            .. matches.Ambiguities.Select(ambiguity => new MatchQuestion(
                ambiguity.Huma,
                ambiguity.Candidates,
                ambiguity.Why
            )),
        ];
}
