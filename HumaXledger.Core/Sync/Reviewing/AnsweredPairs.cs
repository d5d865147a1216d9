using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Reviews;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>What answers to who is who say about the pairs that were shown.</summary>
internal static class AnsweredPairs
{
    /// <summary>The answers that the session showed.</summary>
    public static Dictionary<(DecisionKind, string), DecidedValue> Shown(ReviewSession session) =>
        session.Decisions.Matches.ToDictionary(
            answer => (DecisionKind.Match, answer.Huma.Value),
            answer => new DecidedValue(null, answer.Xledger?.Value)
        );

    /// <summary>
    /// "None of them" says that each pair shown is two people. A confirmed pair is one, which says nothing of the
    /// others that were shown.
    /// </summary>
    public static DistinctPairs Of(ReviewSession session, IReadOnlyCollection<MatchDecision> answers) =>
        new(
            session.Connection.Id,
            session.Record.Id,
            [.. answers.Where(answer => answer.Xledger is null).SelectMany(answer => ShownTo(session, answer.Huma))],
            [
                .. answers
                    .Where(answer => answer.Xledger is not null)
                    .Select(answer => new DistinctPair(answer.Huma, answer.Xledger!.Value)),
            ]
        );

    /// <summary>An answer that is taken back says nothing about a pair any more.</summary>
    public static DistinctPairs WithoutAnswer(ReviewSession session, IReadOnlyCollection<HumaId> users) =>
        new(session.Connection.Id, session.Record.Id, [], [.. users.SelectMany(user => ShownTo(session, user))]);

    /// <summary>The employees that the machine proposed for a user, whatever was answered since.</summary>
    private static IEnumerable<DistinctPair> ShownTo(ReviewSession session, HumaId user) =>
        session
            .AsMatched.Pairs.Where(pair => pair.Huma.Id == user.Value)
            .Select(pair => new DistinctPair(user, pair.Link.Xledger))
            .Concat(
                session
                    .AsMatched.Ambiguities.Where(question => question.Huma.Id == user.Value)
                    .SelectMany(question =>
                        question.Candidates.Select(candidate => new DistinctPair(
                            user,
                            new XledgerId(candidate.Xledger.Id)
                        ))
                    )
            );
}
