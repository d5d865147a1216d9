using System.Collections.Concurrent;
using HumaXledger.Core.Matching.Candidates;
using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.Matching.Names;
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
    /// Two records of one side have the same id; check <see cref="SameIds"/> first.
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
        var known = KnownPairs.From(huma, xledger, links, decisions);
        var names = new NameKeyCache();
        var (humaTraits, xledgerTraits) = (RecordFeatures.Of(huma, names), RecordFeatures.Of(xledger, names));
        var meetings = WithoutDistinct(
            BlockingKeys.Candidates(humaTraits, xledgerTraits, known.HumaFree, known.XledgerFree),
            huma,
            xledger,
            distinct
        );
        var (seen, patterns) = Weigh(humaTraits, xledgerTraits, meetings);
        var field = new FieldOfMatch(
            huma,
            xledger,
            humaTraits,
            xledgerTraits,
            LearnedWeights.From(humaTraits, xledgerTraits, patterns)
        );
        var (edges, weak) = Edges(meetings, seen, field.Weights);
        var contest = new TieBreak(edges, known, new Employments(humaTraits, xledgerTraits, today));
        return Conclude(field, known, contest, weak);
    }

    private sealed record FieldOfMatch(
        Roster Huma,
        Roster Xledger,
        RecordFeatures[] HumaTraits,
        RecordFeatures[] XledgerTraits,
        LevelWeights Weights
    )
    {
        public Weight Weigh(int huma, int xledger, List<Evidence> into) =>
            Weighing.Weigh(HumaTraits[huma], XledgerTraits[xledger], Weights, into);

        public Candidate Candidate(int huma, int xledger)
        {
            var evidence = new List<Evidence>();
            var weight = Weigh(huma, xledger, evidence);
            return new Candidate(Xledger[xledger], weight.Confidence, evidence);
        }
    }

    private static ulong[] WithoutDistinct(
        ulong[] meetings,
        Roster huma,
        Roster xledger,
        IReadOnlyList<DistinctPair> distinct
    )
    {
        if (distinct.Count == 0)
        {
            return meetings;
        }

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

        return apart.Count == 0 ? meetings : Array.FindAll(meetings, meeting => !apart.Contains(meeting));
    }

    private static ((Weight Weight, Pattern Pattern)[] Seen, PatternCounts Patterns) Weigh(
        RecordFeatures[] huma,
        RecordFeatures[] xledger,
        ulong[] meetings
    )
    {
        var (seen, patterns) = (new (Weight, Pattern)[meetings.Length], new PatternCounts());
        if (meetings.Length > 0)
        {
            var counts = LearnedWeights.HasEnough(huma, xledger);
            Parallel.ForEach(
                Partitioner.Create(0, meetings.Length, Math.Max(1024, meetings.Length / 32)),
                static () => new PatternCounts(),
                (range, _, counted) =>
                {
                    for (var index = range.Item1; index < range.Item2; index++)
                    {
                        var (weight, pattern) = Weighing.Weigh(
                            huma[(int)(meetings[index] >> 32)],
                            xledger[(int)(uint)meetings[index]]
                        );
                        seen[index] = (weight, pattern);
                        if (counts)
                        {
                            counted.Add(pattern, weight.Bits);
                        }
                    }

                    return counted;
                },
                counted =>
                {
                    lock (patterns)
                    {
                        patterns.Add(counted);
                    }
                }
            );
        }

        return (seen, patterns);
    }

    /// <summary>
    /// The pairs that are candidates, and the weaker ones that are considered only where both records would stay
    /// unpaired.
    /// </summary>
    private static (List<Edge> Edges, List<Edge> Weak) Edges(
        ulong[] meetings,
        (Weight Weight, Pattern Pattern)[] seen,
        LevelWeights weights
    )
    {
        var (edges, weak) = (new List<Edge>(Math.Min(meetings.Length, 1024)), new List<Edge>());
        for (var index = 0; index < meetings.Length; index++)
        {
            var (weight, pattern) = seen[index];
            var strength = weight.Strength + weights.Added(pattern);
            if (strength >= Weight.LeastStrength || weight.SharesKey)
            {
                // A shared key keeps the pair a candidate, however strong the contradictions.
                edges.Add(
                    new Edge(
                        (int)(meetings[index] >> 32),
                        (int)(uint)meetings[index],
                        Math.Max(strength, Weight.LeastStrength),
                        weight.Signs
                    )
                );
            }
            else if (strength >= Weight.LeastStrengthOfLast && weight.MayBeLastOfBoth)
            {
                weak.Add(new Edge((int)(meetings[index] >> 32), (int)(uint)meetings[index], strength, weight.Signs));
            }
        }

        return (edges, weak);
    }

    private static Matches Conclude(FieldOfMatch field, KnownPairs known, TieBreak contest, List<Edge> weak)
    {
        var (huma, xledger) = (field.Huma, field.Xledger);
        var pairs = new Pair?[huma.Count];
        var ambiguities = new List<Ambiguity>();
        var onlyInHuma = new List<Person>();
        var earlier = new List<EarlierRecord>();
        var spoken = new bool[xledger.Count];
        var (xledgerOf, humaOf) = (new int[huma.Count], new int[xledger.Count]);
        Array.Fill(humaOf, -1);
        Parallel.For(0, huma.Count, one =>
        {
            (xledgerOf[one], pairs[one]) = PairOf(field, known, contest, one);
            if (xledgerOf[one] >= 0)
            {
                humaOf[xledgerOf[one]] = one;
            }
        });
        LastOfBoth(field, known, contest, weak, pairs, xledgerOf, humaOf);
        var contradicting = known.Contradicting.ToLookup(link => link.Huma, link => link.Xledger);
        for (var one = 0; one < huma.Count; one++)
        {
            if (pairs[one] is not null)
            {
                spoken[xledgerOf[one]] = true;
            }
            else if (known.HumaFree[one] && contest.EarlierOfXledger(one, humaOf) is >= 0 and var same)
            {
                var candidate = field.Candidate(one, same);
                earlier.Add(
                    new EarlierRecord(huma[one], pairs[humaOf[same]]!, candidate.Confidence, candidate.Evidence)
                );
            }
            else if (Question(field, known, contest, one, [.. contradicting[one]], spoken) is { } question)
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

            if (contest.EarlierOfHuma(other, xledgerOf) is >= 0 and var person)
            {
                var candidate = field.Candidate(person, other);
                earlier.Add(
                    new EarlierRecord(xledger[other], pairs[person]!, candidate.Confidence, candidate.Evidence)
                );
                continue;
            }

            onlyInXledger.Add(xledger[other]);
            if (contest.LookAlike(other) is { } claim && pairs[claim.Huma] is { } pair)
            {
                var candidate = field.Candidate(claim.Huma, other);
                lookAlikes.Add(new LookAlike(xledger[other], pair, candidate.Confidence, candidate.Evidence));
            }
        }

        return new Matches([.. pairs.OfType<Pair>()], ambiguities, onlyInHuma, onlyInXledger)
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
    private static void LastOfBoth(
        FieldOfMatch field,
        KnownPairs known,
        TieBreak contest,
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
            && contest.IsAlone(edge)
        );
        var ofHuma = new EdgeIndex(open, field.Huma.Count, static edge => edge.Huma);
        var ofXledger = new EdgeIndex(open, field.Xledger.Count, static edge => edge.Xledger);
        foreach (var edge in open)
        {
            if (IsBest(edge, ofHuma[edge.Huma]) && IsBest(edge, ofXledger[edge.Xledger]))
            {
                var evidence = new List<Evidence>(8);
                var weight = field.Weigh(edge.Huma, edge.Xledger, evidence);
                pairs[edge.Huma] = new Pair(
                    field.Huma[edge.Huma],
                    field.Xledger[edge.Xledger],
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
                if (rival != edge && edge.Strength - rival.Strength < TieBreak.MarginOfLast)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The pair of a user, with the employee's position; -1 and null for none.</summary>
    private static (int Xledger, Pair? Pair) PairOf(FieldOfMatch field, KnownPairs known, TieBreak contest, int one)
    {
        var evidence = new List<Evidence>(8);
        if (known.XledgerOf[one] is >= 0 and var other)
        {
            var weight = field.Weigh(one, other, evidence);
            return (
                other,
                known.Decided[one]
                    ? new Pair(
                        field.Huma[one],
                        field.Xledger[other],
                        weight.IsCertain ? MatchState.Certain : MatchState.Probable,
                        weight.Confidence,
                        evidence,
                        Decided: true
                    )
                    : new Pair(field.Huma[one], field.Xledger[other], MatchState.Linked, 1, evidence, Decided: false)
            );
        }

        if (!known.HumaFree[one] || contest.Winner(one) is not { } pick)
        {
            return (-1, null);
        }

        var judged = field.Weigh(one, pick.Xledger, evidence);
        var recreated = known.HumaLostLink[one] || known.XledgerLostLink[pick.Xledger];
        return (
            pick.Xledger,
            judged.IsCertain && !recreated
                ? new Pair(
                    field.Huma[one],
                    field.Xledger[pick.Xledger],
                    MatchState.Certain,
                    judged.Confidence,
                    evidence,
                    Decided: false
                )
                : new Pair(
                    field.Huma[one],
                    field.Xledger[pick.Xledger],
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
        FieldOfMatch field,
        KnownPairs known,
        TieBreak contest,
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

            return new Ambiguity(field.Huma[one], [.. linkedTo.Select(other => field.Candidate(one, other))])
            {
                Why = new Reason(MatchingReasons.AmbiguousLinkedTwice),
            };
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

        var why =
            edges.Count > 1 ? MatchingReasons.AmbiguousSeveral
            : contest.XledgerIsTaken(edges[0]) ? MatchingReasons.AmbiguousTaken
            : MatchingReasons.AmbiguousWantedByAnother;
        return new Ambiguity(field.Huma[one], [.. edges.Select(edge => field.Candidate(one, edge.Xledger))])
        {
            Why = new Reason(why),
        };
    }
}
