using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Matching.Candidates;

/// <summary>
/// Pairs that need no evidence: stored links whose two records still exist, and users' decisions. Positions are those
/// of the two rosters.
/// </summary>
internal sealed class KnownPairs
{
    private KnownPairs(int huma, int xledger)
    {
        XledgerOf = Filled(huma);
        HumaOf = Filled(xledger);
        Decided = new bool[huma];
        HumaFree = new bool[huma];
        XledgerFree = new bool[xledger];
        HumaLostLink = new bool[huma];
        XledgerLostLink = new bool[xledger];
        Array.Fill(HumaFree, true);
        Array.Fill(XledgerFree, true);
    }

    /// <summary>The position of a user's known employee, or -1.</summary>
    public int[] XledgerOf { get; }

    /// <summary>The position of an employee's known user, or -1.</summary>
    public int[] HumaOf { get; }

    /// <summary>Whether a user decided this pair; false where it was linked earlier.</summary>
    public bool[] Decided { get; }

    /// <summary>
    /// Whether evidence may still decide: not known, not answered "none of these", not in contradicting links.
    /// </summary>
    public bool[] HumaFree { get; }

    /// <summary>As <see cref="HumaFree"/>, for employees.</summary>
    public bool[] XledgerFree { get; }

    /// <summary>Whether the record was linked to a record that no longer exists.</summary>
    public bool[] HumaLostLink { get; }

    /// <summary>As <see cref="HumaLostLink"/>, for employees.</summary>
    public bool[] XledgerLostLink { get; }

    /// <summary>Links that contradict each other because a record is in several, in order.</summary>
    public List<(int Huma, int Xledger)> Contradicting { get; } = [];

    /// <summary>Whether evidence has anything to decide.</summary>
    public bool AnyFree => HumaFree.AsSpan().Contains(true) || XledgerFree.AsSpan().Contains(true);

    /// <summary>Decisions that could not be applied, with the reason.</summary>
    public List<RefusedMatch> Refused { get; } = [];

    /// <summary>
    /// Applies decisions to links: a decision about a user replaces that user's link. A link of two records that were
    /// declared to be two people counts for nothing.
    /// </summary>
    /// <param name="apart">Such pairs, as positions, Huma's in the upper half.</param>
    public static KnownPairs From(
        Roster huma,
        Roster xledger,
        IReadOnlyList<Link> links,
        IReadOnlyList<MatchDecision> decisions,
        HashSet<ulong> apart
    )
    {
        var known = new KnownPairs(huma.Count, xledger.Count);
        var live = known.LiveLinks(huma, xledger, links, apart);
        var answers = known.Answers(huma, xledger, decisions);

        if (answers.Count > 0)
        {
            // "None of these" also removes a link.
            live.RemoveAll(link => answers.TryGetValue(link.Huma, out var answer) && answer < 0);
            var accepted = known.Accept(answers, live, huma, xledger);
            live.RemoveAll(link => accepted.Contains(link.Huma) || known.HumaOf[link.Xledger] >= 0);
        }

        var degree = new Degrees(live, huma.Count, xledger.Count);
        foreach (var (one, other) in live)
        {
            if (degree.Huma[one] == 1 && degree.Xledger[other] == 1)
            {
                known.Join(one, other);
            }
            else
            {
                known.Contradicting.Add((one, other));
                known.HumaFree[one] = known.XledgerFree[other] = false;
            }
        }

        return known;
    }

    private List<(int Huma, int Xledger)> LiveLinks(
        Roster huma,
        Roster xledger,
        IReadOnlyList<Link> links,
        HashSet<ulong> apart
    )
    {
        var found = new (int Huma, int Xledger)[links.Count];
        Parts.Each(found.Length, (from, to) =>
        {
            for (var index = from; index < to; index++)
            {
                var link = links[index];
                found[index] = (huma.Find(link.Huma.Value), xledger.Find(link.Xledger.Value));
            }
        });

        // Stored links come in an order of their own, and one may be stored twice. Nearly every user has one.
        var first = Filled(huma.Count);
        var further = new List<(int Huma, int Xledger)>();
        foreach (var (one, other) in found)
        {
            if (one >= 0 && other >= 0)
            {
                if (apart.Contains(((ulong)(uint)one << 32) | (uint)other))
                {
                    continue;
                }

                if (first[one] < 0)
                {
                    first[one] = other;
                }
                else if (first[one] != other)
                {
                    further.Add((one, other));
                }
            }
            else if (one >= 0)
            {
                HumaLostLink[one] = true;
            }
            else if (other >= 0)
            {
                XledgerLostLink[other] = true;
            }
        }

        var live = new List<(int Huma, int Xledger)>(links.Count);
        for (var one = 0; one < first.Length; one++)
        {
            if (first[one] >= 0)
            {
                live.Add((one, first[one]));
            }
        }

        return further.Count == 0 ? live : [.. live.Concat(further).Distinct().Order()];
    }

    /// <summary>
    /// The employee chosen for each user, -1 for none. Decisions about missing records and contradicting decisions are
    /// refused.
    /// </summary>
    private SortedDictionary<int, int> Answers(Roster huma, Roster xledger, IReadOnlyList<MatchDecision> decisions)
    {
        var live = new List<(MatchDecision Decision, int Huma, int Xledger)>();
        foreach (
            var decision in decisions
                .Distinct()
                .OrderBy(decision => decision.Huma.Value, StringComparer.Ordinal)
                .ThenBy(decision => decision.Xledger?.Value, StringComparer.Ordinal)
        )
        {
            var one = huma.Find(decision.Huma.Value);
            var other = decision.Xledger is { } id ? xledger.Find(id.Value) : -1;
            if (one < 0 || (decision.Xledger is not null && other < 0))
            {
                Refuse(decision.Huma, decision.Xledger, MatchingReasons.MatchRefusedGone);
            }
            else
            {
                live.Add((decision, one, other));
            }
        }

        // Two decisions for one user, or one employee for two users: the intention is unclear.
        var answered = live.CountBy(answer => answer.Huma).ToDictionary();
        var wanted = live.Where(answer => answer.Xledger >= 0).CountBy(answer => answer.Xledger).ToDictionary();
        var answers = new SortedDictionary<int, int>();
        foreach (var (decision, one, other) in live)
        {
            if (answered[one] > 1 || (other >= 0 && wanted[other] > 1))
            {
                Refuse(decision.Huma, decision.Xledger, MatchingReasons.MatchRefusedTwice);
            }
            else
            {
                answers[one] = other;
            }
        }

        return answers;
    }

    private HashSet<int> Accept(
        SortedDictionary<int, int> answers,
        List<(int Huma, int Xledger)> live,
        Roster huma,
        Roster xledger
    )
    {
        var accepted = new HashSet<int>();
        var degree = new Degrees(live, huma.Count, xledger.Count);
        var linked = new HashSet<(int, int)>(live);
        var clean = live.Where(link => degree.Huma[link.Huma] == 1 && degree.Xledger[link.Xledger] == 1).ToArray();
        var linkedXledger = clean.Select(link => link.Xledger).ToHashSet();
        foreach (var (one, other) in answers)
        {
            if (other < 0)
            {
                HumaFree[one] = false;
            }
            else if (linkedXledger.Contains(other))
            {
                // A decision for a linked user replaces that user's own link. Another user's link is replaced only by a
                // decision about that user.
                if (!linked.Contains((one, other)))
                {
                    Refuse(
                        new HumaId(huma[one].Id),
                        new XledgerId(xledger[other].Id),
                        MatchingReasons.MatchRefusedLinked
                    );
                }
            }
            else
            {
                Join(one, other);
                Decided[one] = true;
                accepted.Add(one);
            }
        }

        return accepted;
    }

    private void Join(int one, int other)
    {
        XledgerOf[one] = other;
        HumaOf[other] = one;
        HumaFree[one] = XledgerFree[other] = false;
    }

    private void Refuse(HumaId huma, XledgerId? xledger, string code) =>
        Refused.Add(new RefusedMatch(new MatchDecision(huma, xledger), new Reason(code)));

    private static int[] Filled(int count)
    {
        var array = new int[count];
        Array.Fill(array, -1);
        return array;
    }

    private sealed class Degrees
    {
        public Degrees(List<(int Huma, int Xledger)> links, int huma, int xledger)
        {
            Huma = new int[huma];
            Xledger = new int[xledger];
            foreach (var (one, other) in links)
            {
                Huma[one]++;
                Xledger[other]++;
            }
        }

        public int[] Huma { get; }

        public int[] Xledger { get; }
    }
}
