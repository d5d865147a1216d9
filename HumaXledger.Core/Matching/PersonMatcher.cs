using System.Collections;
using HumaXledger.Core.Matching.Candidates;
using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.Matching.Weights;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Matching;

/// <summary>
/// Matches people: stored links, then users' decisions, then evidence, one-to-one over all people at once (product.md
/// section 4). The result depends on the content of the records and not on their order. A wrong pair is far worse than
/// an open question.
/// </summary>
public static class PersonMatcher
{
    /// <summary>Matches the records of both sides.</summary>
    /// <param name="distinct">Pairs declared to be two people; null for none.</param>
    /// <param name="today">Decides whose employment has ended; null compares dates only with each other.</param>
    /// <exception cref="ArgumentException">
    /// Two records of one side have the same id; check <see cref="DuplicateIds"/> first.
    /// </exception>
    public static Matches Match(
        IReadOnlyList<Person> huma,
        IReadOnlyList<Person> xledger,
        IReadOnlyList<Link> links,
        IReadOnlyList<MatchDecision> decisions,
        IReadOnlyList<DistinctPair>? distinct = null,
        DateOnly? today = null
    )
    {
        var (one, other) = Roster.Both(huma, xledger, country: null);
        return Match(one, other, links, decisions, distinct ?? [], today);
    }

    internal static Matches Match(
        Roster huma,
        Roster xledger,
        IReadOnlyList<Link> links,
        IReadOnlyList<MatchDecision> decisions,
        IReadOnlyList<DistinctPair> distinct,
        DateOnly? today
    )
    {
        var apart = Apart(huma, xledger, distinct);
        var known = KnownPairs.From(huma, xledger, links, decisions, apart);
        var context = new MatchContext(huma, xledger, known, apart);
        if (!known.AnyFree)
        {
            return Conclude(context, known, new TieBreak([], known, new Employments([], [], today)), []);
        }

        var traits = context.Traits;
        var (edges, weak) = Edges(traits.CandidatePairs, traits.Seen, traits.Weights);
        var tieBreak = new TieBreak(edges, known, new Employments(traits.Huma, traits.Xledger, today));
        var matches = Conclude(context, known, tieBreak, weak);
        context.Forget();
        return matches;
    }

    /// <summary>
    /// Weighs the evidence for pairs. Where everybody is linked, nothing is weighed until the evidence of a pair is
    /// read. Safe for concurrent use.
    /// </summary>
    private sealed class MatchContext(Roster huma, Roster xledger, KnownPairs known, HashSet<ulong> apart)
    {
        private readonly Lock _turn = new();
        private Traits? _traits;

        public Roster Huma => huma;

        public Roster Xledger => xledger;

        public Traits Traits
        {
            get
            {
                if (Volatile.Read(ref _traits) is { } studied)
                {
                    return studied;
                }

                lock (_turn)
                {
                    return _traits ??= Traits.Of(huma, xledger, known, apart);
                }
            }
        }

        public Weight Weigh(int one, int other, List<Evidence> into) =>
            Weighing.Weigh(Traits.Huma[one], Traits.Xledger[other], Traits.Weights, into);

        public Candidate Candidate(int one, int other)
        {
            var evidence = new List<Evidence>();
            var weight = Weigh(one, other, evidence);
            return new Candidate(xledger[other], weight.Confidence, evidence);
        }

        /// <summary>
        /// Frees the memory after matching. Few ask for the evidence of a link; the first who does waits for the
        /// features again.
        /// </summary>
        public void Forget() => _traits = null;
    }

    /// <summary>The evidence of a linked pair, weighed when it is asked for.</summary>
    private sealed class LinkEvidence(MatchContext context, int huma, int xledger) : IReadOnlyList<Evidence>
    {
        private List<Evidence>? _found;

        public int Count => Found.Count;

        public Evidence this[int index] => Found[index];

        public IEnumerator<Evidence> GetEnumerator() => Found.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private List<Evidence> Found => _found ??= Weighed();

        private List<Evidence> Weighed()
        {
            var found = new List<Evidence>(8);
            context.Weigh(huma, xledger, found);
            return found;
        }
    }

    /// <summary>Pairs that a user declared to be two people, as positions, Huma's in the upper half.</summary>
    private static HashSet<ulong> Apart(Roster huma, Roster xledger, IReadOnlyList<DistinctPair> distinct)
    {
        var apart = new HashSet<ulong>();
        foreach (var pair in distinct)
        {
            if (
                huma.Find(pair.Huma.Value) is >= 0 and var one
                && xledger.Find(pair.Xledger.Value) is >= 0 and var other
            )
            {
                apart.Add(((ulong)(uint)one << 32) | (uint)other);
            }
        }

        return apart;
    }

    /// <summary>
    /// The pairs that are candidates, and the weaker ones that are considered only where both records would stay
    /// unpaired.
    /// </summary>
    private static (List<Edge> Edges, List<Edge> Weak) Edges(
        ulong[] candidatePairs,
        (Weight Weight, Pattern Pattern)[] seen,
        LevelWeights weights
    )
    {
        var (edges, weak) = (new List<Edge>(Math.Min(candidatePairs.Length, 1024)), new List<Edge>());
        for (var index = 0; index < candidatePairs.Length; index++)
        {
            var (weight, pattern) = seen[index];
            var strength = weight.Strength + weights.Added(pattern);
            if (strength >= Weight.LeastStrength || weight.SharesKey)
            {
                // A shared key keeps the pair a candidate, however strong the contradictions.
                edges.Add(
                    new Edge(
                        (int)(candidatePairs[index] >> 32),
                        (int)(uint)candidatePairs[index],
                        Math.Max(strength, Weight.LeastStrength),
                        weight.Signs
                    )
                );
            }
            else if (strength >= Weight.LeastLeftoverStrength && weight.MayPairAsLeftover)
            {
                weak.Add(
                    new Edge(
                        (int)(candidatePairs[index] >> 32),
                        (int)(uint)candidatePairs[index],
                        strength,
                        weight.Signs
                    )
                );
            }
        }

        return (edges, weak);
    }

    private static Matches Conclude(MatchContext context, KnownPairs known, TieBreak tieBreak, List<Edge> weak)
    {
        var (huma, xledger) = (context.Huma, context.Xledger);
        var pairs = new Pair?[huma.Count];
        var ambiguities = new List<Ambiguity>();
        var onlyInHuma = new List<Person>();
        var earlier = new List<EarlierRecord>();
        var spoken = new bool[xledger.Count];
        var (xledgerOf, humaOf) = (new int[huma.Count], new int[xledger.Count]);
        Array.Fill(humaOf, -1);
        Parts.Each(huma.Count, (from, to) =>
        {
            for (var one = from; one < to; one++)
            {
                (xledgerOf[one], pairs[one]) = PairOf(context, known, tieBreak, one);
                if (xledgerOf[one] >= 0)
                {
                    humaOf[xledgerOf[one]] = one;
                }
            }
        });
        PairLeftovers(context, known, tieBreak, weak, pairs, xledgerOf, humaOf);
        var contradicting = known.Contradicting.ToLookup(link => link.Huma, link => link.Xledger);
        var paired = new List<Pair>(huma.Count);
        for (var one = 0; one < huma.Count; one++)
        {
            if (pairs[one] is { } pair)
            {
                paired.Add(pair);
                spoken[xledgerOf[one]] = true;
            }
            else if (known.HumaFree[one] && tieBreak.EarlierOfXledger(one, humaOf) is >= 0 and var same)
            {
                var candidate = context.Candidate(one, same);
                earlier.Add(
                    new EarlierRecord(huma[one], pairs[humaOf[same]]!, candidate.Confidence, candidate.Evidence)
                );
            }
            else if (Question(context, known, tieBreak, one, [.. contradicting[one]], spoken) is { } question)
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

            if (tieBreak.EarlierOfHuma(other, xledgerOf) is >= 0 and var person)
            {
                var candidate = context.Candidate(person, other);
                earlier.Add(
                    new EarlierRecord(xledger[other], pairs[person]!, candidate.Confidence, candidate.Evidence)
                );
                continue;
            }

            onlyInXledger.Add(xledger[other]);
            if (tieBreak.LookAlike(other) is { } claim && pairs[claim.Huma] is { } theirs)
            {
                var candidate = context.Candidate(claim.Huma, other);
                lookAlikes.Add(new LookAlike(xledger[other], theirs, candidate.Confidence, candidate.Evidence));
            }
        }

        return new Matches(paired, ambiguities, onlyInHuma, onlyInXledger)
        {
            EarlierRecords = earlier,
            LookAlikes = lookAlikes,
            Refused = known.Refused,
        };
    }

    /// <summary>
    /// Proposes pairs among the leftovers: two records that resemble each other and have no other counterpart are asked
    /// about before each counts as missing on the other side. Not where another record resembles either of them about
    /// as much.
    /// </summary>
    private static void PairLeftovers(
        MatchContext context,
        KnownPairs known,
        TieBreak tieBreak,
        List<Edge> weak,
        Pair?[] pairs,
        int[] xledgerOf,
        int[] humaOf
    )
    {
        var open = weak.FindAll(edge =>
            pairs[edge.Huma] is null
            && humaOf[edge.Xledger] < 0
            && known.HumaFree[edge.Huma]
            && known.XledgerFree[edge.Xledger]
            && tieBreak.IsAlone(edge)
        );
        var ofHuma = new EdgeIndex(open, context.Huma.Count, static edge => edge.Huma);
        var ofXledger = new EdgeIndex(open, context.Xledger.Count, static edge => edge.Xledger);
        foreach (var edge in open)
        {
            if (IsBest(edge, ofHuma[edge.Huma]) && IsBest(edge, ofXledger[edge.Xledger]))
            {
                var evidence = new List<Evidence>(8);
                var weight = context.Weigh(edge.Huma, edge.Xledger, evidence);
                pairs[edge.Huma] = new Pair(
                    context.Huma[edge.Huma],
                    context.Xledger[edge.Xledger],
                    MatchState.Probable,
                    weight.Confidence,
                    evidence,
                    Decided: false
                )
                {
                    Doubt = new Reason(weight.Doubt ?? MatchingReasons.DoubtNotEnough),
                };
                (xledgerOf[edge.Huma], humaOf[edge.Xledger]) = (edge.Xledger, edge.Huma);
            }
        }

        static bool IsBest(Edge edge, ReadOnlySpan<Edge> rivals)
        {
            foreach (var rival in rivals)
            {
                if (rival != edge && edge.Strength - rival.Strength < TieBreak.LeftoverMargin)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The pair of a user, with the employee's position; -1 and null for none.</summary>
    private static (int Xledger, Pair? Pair) PairOf(MatchContext context, KnownPairs known, TieBreak tieBreak, int one)
    {
        if (known.XledgerOf[one] is >= 0 and var other)
        {
            if (!known.Decided[one])
            {
                return (
                    other,
                    new Pair(
                        context.Huma[one],
                        context.Xledger[other],
                        MatchState.Linked,
                        1,
                        new LinkEvidence(context, one, other),
                        Decided: false
                    )
                );
            }

            var forDecided = new List<Evidence>(8);
            var weight = context.Weigh(one, other, forDecided);
            return (
                other,
                new Pair(
                    context.Huma[one],
                    context.Xledger[other],
                    weight.IsCertain ? MatchState.Certain : MatchState.Probable,
                    weight.Confidence,
                    forDecided,
                    Decided: true
                )
            );
        }

        if (!known.HumaFree[one] || tieBreak.Winner(one) is not { } pick)
        {
            return (-1, null);
        }

        var evidence = new List<Evidence>(8);
        var judged = context.Weigh(one, pick.Xledger, evidence);
        var recreated = known.HumaLostLink[one] || known.XledgerLostLink[pick.Xledger];
        return (
            pick.Xledger,
            judged.IsCertain && !recreated
                ? new Pair(
                    context.Huma[one],
                    context.Xledger[pick.Xledger],
                    MatchState.Certain,
                    judged.Confidence,
                    evidence,
                    Decided: false
                )
                : new Pair(
                    context.Huma[one],
                    context.Xledger[pick.Xledger],
                    MatchState.Probable,
                    judged.Confidence,
                    evidence,
                    Decided: false
                )
                {
                    Doubt = new Reason(
                        judged.Doubt ?? (recreated ? MatchingReasons.DoubtRecreated : MatchingReasons.DoubtNotEnough)
                    ),
                }
        );
    }

    /// <summary>The decision that a user needs, or null. Marks the candidates as used.</summary>
    private static Ambiguity? Question(
        MatchContext context,
        KnownPairs known,
        TieBreak tieBreak,
        int one,
        int[] linkedTo,
        bool[] spoken
    )
    {
        if (linkedTo.Length > 0)
        {
            foreach (var other in linkedTo)
            {
                spoken[other] = true;
            }

            return new Ambiguity(context.Huma[one], [.. linkedTo.Select(other => context.Candidate(one, other))])
            {
                Why = new Reason(MatchingReasons.AmbiguousLinkedTwice),
            };
        }

        var edges = known.HumaFree[one] ? tieBreak.Candidates(one) : [];
        if (edges.Count == 0)
        {
            return null;
        }

        foreach (var edge in edges)
        {
            spoken[edge.Xledger] = true;
        }

        var why =
            edges.Count > 1 ? MatchingReasons.AmbiguousSeveral
            : tieBreak.XledgerIsTaken(edges[0]) ? MatchingReasons.AmbiguousTaken
            : MatchingReasons.AmbiguousWantedByAnother;
        return new Ambiguity(context.Huma[one], [.. edges.Select(edge => context.Candidate(one, edge.Xledger))])
        {
            Why = new Reason(why),
        };
    }
}
