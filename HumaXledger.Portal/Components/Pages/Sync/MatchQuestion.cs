using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>Is this Huma user one of these employees?</summary>
public sealed record MatchQuestion(Person Huma, IReadOnlyList<Candidate> Candidates)
{
    public static IEnumerable<MatchQuestion> Of(Matches matches) =>
    [
        .. matches.Pairs.Where(pair => pair is { State: MatchState.Probable, Decided: false })
            .Select(pair => new MatchQuestion(pair.Huma, [new Candidate(pair.Xledger, pair.Confidence, pair.Evidence)])),
        .. matches.Ambiguities.Select(ambiguity => new MatchQuestion(ambiguity.Huma, ambiguity.Candidates)),
    ];
}
