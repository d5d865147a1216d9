using System.Collections.Concurrent;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>
/// Finds out who is who: links, then people's answers, then evidence, one-to-one for everyone at once (product.md section 4). The answer depends on what the
/// records say, never on the order in which they came. A wrong pair is far worse than an open question.
/// </summary>
public static class PersonMatcher
{
    /// <exception cref="ArgumentException">Two records of one side carry the same id; ask <see cref="SameIds"/> first.</exception>
    public static Matches Match(
        IReadOnlyList<Person> huma, IReadOnlyList<Person> xledger, IReadOnlyList<Link> links, IReadOnlyList<MatchDecision> decisions)
    {
        var (one, other) = Roster.Both(huma, xledger, country: null);
        return Match(one, other, links, decisions);
    }

    internal static Matches Match(Roster huma, Roster xledger, IReadOnlyList<Link> links, IReadOnlyList<MatchDecision> decisions)
    {
        var known = KnownPairs.From(huma, xledger, links, decisions);
        var names = new NameBook();
        var field = new FieldOfMatch(huma, xledger, Traits.Of(huma, names), Traits.Of(xledger, names));
        var meetings = Blocks.Candidates(field.HumaTraits, field.XledgerTraits, known.HumaFree, known.XledgerFree);
        var contest = new Contest(Weigh(field, meetings), known);
        return Conclude(field, known, contest);
    }

    private sealed record FieldOfMatch(Roster Huma, Roster Xledger, Traits[] HumaTraits, Traits[] XledgerTraits)
    {
        public Weight Weigh(int huma, int xledger, List<Evidence>? into = null) => Weighing.Weigh(HumaTraits[huma], XledgerTraits[xledger], into);

        public Candidate Candidate(int huma, int xledger)
        {
            var evidence = new List<Evidence>();
            var weight = Weigh(huma, xledger, evidence);
            return new Candidate(Xledger[xledger], weight.Confidence, evidence);
        }
    }

    private static List<Edge> Weigh(FieldOfMatch field, ulong[] meetings)
    {
        var strengths = new double[meetings.Length];
        if (meetings.Length > 0)
        {
            Parallel.ForEach(Partitioner.Create(0, meetings.Length, Math.Max(1024, meetings.Length / 32)), range =>
            {
                for (var index = range.Item1; index < range.Item2; index++)
                {
                    strengths[index] = field.Weigh((int)(meetings[index] >> 32), (int)(uint)meetings[index]).Strength;
                }
            });
        }

        var edges = new List<Edge>(Math.Min(meetings.Length, field.Huma.Count + field.Xledger.Count));
        for (var index = 0; index < meetings.Length; index++)
        {
            if (strengths[index] >= Weight.LeastStrength)
            {
                edges.Add(new Edge((int)(meetings[index] >> 32), (int)(uint)meetings[index], strengths[index]));
            }
        }

        return edges;
    }

    private static Matches Conclude(FieldOfMatch field, KnownPairs known, Contest contest)
    {
        var (huma, xledger) = (field.Huma, field.Xledger);
        var pairs = new Pair?[huma.Count];
        var ambiguities = new List<Ambiguity>();
        var onlyInHuma = new List<Person>();
        var spoken = new bool[xledger.Count];
        Parallel.For(0, huma.Count, one => pairs[one] = PairOf(field, known, contest, one));
        var contradicting = known.Contradicting.ToLookup(link => link.Huma, link => link.Xledger);
        for (var one = 0; one < huma.Count; one++)
        {
            if (pairs[one] is { } pair)
            {
                spoken[xledger.Find(pair.Xledger.Id)] = true;
                continue;
            }

            if (Question(field, known, contest, one, [.. contradicting[one]], spoken) is { } question)
            {
                ambiguities.Add(question);
            }
            else
            {
                onlyInHuma.Add(huma[one]);
            }
        }

        var onlyInXledger = new List<Person>();
        var lookAlikes = new List<LookAlike>();
        for (var other = 0; other < xledger.Count; other++)
        {
            if (spoken[other])
            {
                continue;
            }

            onlyInXledger.Add(xledger[other]);
            if (contest.LookAlike(other) is { } claim && pairs[claim.Huma] is { } pair)
            {
                var candidate = field.Candidate(claim.Huma, other);
                lookAlikes.Add(new LookAlike(xledger[other], pair, candidate.Confidence, candidate.Evidence));
            }
        }

        return new Matches([.. pairs.OfType<Pair>()], ambiguities, onlyInHuma, onlyInXledger) { LookAlikes = lookAlikes, Refused = known.Refused };
    }

    private static Pair? PairOf(FieldOfMatch field, KnownPairs known, Contest contest, int one)
    {
        var evidence = new List<Evidence>(8);
        if (known.XledgerOf[one] is >= 0 and var other)
        {
            var weight = field.Weigh(one, other, evidence);
            return known.Decided[one]
                ? new Pair(field.Huma[one], field.Xledger[other], weight.IsCertain ? MatchState.Certain : MatchState.Probable, weight.Confidence, evidence, Decided: true)
                : new Pair(field.Huma[one], field.Xledger[other], MatchState.Linked, 1, evidence, Decided: false);
        }

        if (!known.HumaFree[one] || contest.Winner(one) is not { } pick)
        {
            return null;
        }

        var judged = field.Weigh(one, pick.Xledger, evidence);
        var recreated = known.HumaLostLink[one] || known.XledgerLostLink[pick.Xledger];
        return judged.IsCertain && !recreated
            ? new Pair(field.Huma[one], field.Xledger[pick.Xledger], MatchState.Certain, judged.Confidence, evidence, Decided: false)
            : new Pair(field.Huma[one], field.Xledger[pick.Xledger], MatchState.Probable, judged.Confidence, evidence, Decided: false)
            {
                Doubt = new Reason(judged.Doubt ?? (recreated ? ReasonCodes.DoubtRecreated : ReasonCodes.DoubtNotEnough)),
            };
    }

    /// <summary>What a person must choose for this user, or null. Marks the candidates as spoken of.</summary>
    private static Ambiguity? Question(FieldOfMatch field, KnownPairs known, Contest contest, int one, int[] linkedTo, bool[] spoken)
    {
        if (linkedTo.Length > 0)
        {
            foreach (var other in linkedTo)
            {
                spoken[other] = true;
            }

            return new Ambiguity(field.Huma[one], [.. linkedTo.Select(other => field.Candidate(one, other))]) { Why = new Reason(ReasonCodes.AmbiguousLinkedTwice) };
        }

        var edges = known.HumaFree[one] ? contest.Candidates(one) : [];
        if (edges.Count == 0)
        {
            return null;
        }

        foreach (var edge in edges)
        {
            spoken[edge.Xledger] = true;
        }

        var why = edges.Count > 1 ? ReasonCodes.AmbiguousSeveral
            : contest.XledgerIsTaken(edges[0]) ? ReasonCodes.AmbiguousTaken
            : ReasonCodes.AmbiguousWantedByAnother;
        return new Ambiguity(field.Huma[one], [.. edges.Select(edge => field.Candidate(one, edge.Xledger))]) { Why = new Reason(why) };
    }
}
