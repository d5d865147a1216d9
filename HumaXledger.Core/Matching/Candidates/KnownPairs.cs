using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Matching.Candidates;

/// <summary>
/// What needs no evidence: stored links whose two records still exist, and what a person decided. Positions are those
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

    /// <summary>The employee that a user is known to be, or -1.</summary>
    public int[] XledgerOf { get; }

    public int[] HumaOf { get; }

    /// <summary>Whether the pair of this user was decided by a person, not linked before.</summary>
    public bool[] Decided { get; }

    /// <summary>
    /// Whether evidence may still speak: not known, not answered "none of these", not in contradicting links.
    /// </summary>
    public bool[] HumaFree { get; }

    public bool[] XledgerFree { get; }

    /// <summary>Whether the record had a link to a record that is gone.</summary>
    public bool[] HumaLostLink { get; }

    public bool[] XledgerLostLink { get; }

    /// <summary>Links that contradict each other, since one of their records stands in several, in order.</summary>
    public List<(int Huma, int Xledger)> Contradicting { get; } = [];

    public List<RefusedMatch> Refused { get; } = [];

    public static KnownPairs From(
        Roster huma,
        Roster xledger,
        IReadOnlyList<Link> links,
        IReadOnlyList<MatchDecision> decisions
    )
    {
        var known = new KnownPairs(huma.Count, xledger.Count);
        var live = known.LiveLinks(huma, xledger, links);
        var answers = known.Answers(huma, xledger, decisions);

        // "None of these" also takes back a link.
        live.RemoveAll(link => answers.TryGetValue(link.Huma, out var answer) && answer < 0);
        var degree = new Degrees(live, huma.Count, xledger.Count);
        var accepted = known.Accept(answers, live, degree, huma, xledger);
        live.RemoveAll(link => accepted.Contains(link.Huma) || known.HumaOf[link.Xledger] >= 0);

        degree = new Degrees(live, huma.Count, xledger.Count);
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

    private List<(int Huma, int Xledger)> LiveLinks(Roster huma, Roster xledger, IReadOnlyList<Link> links)
    {
        var live = new SortedSet<(int Huma, int Xledger)>();
        foreach (var link in links)
        {
            var (one, other) = (huma.Find(link.Huma.Value), xledger.Find(link.Xledger.Value));
            if (one >= 0 && other >= 0)
            {
                live.Add((one, other));
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

        return [.. live];
    }

    /// <summary>
    /// Per user the employee a person chose, -1 for none. Answers about records that are gone, or that contradict each
    /// other, are refused.
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

        // Two answers for one user, or one employee for two users: it is unclear which was meant.
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
        Degrees degree,
        Roster huma,
        Roster xledger
    )
    {
        var accepted = new HashSet<int>();
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
                // To name another employee for a linked user takes back that user's own link. The link of another user
                // is taken back by an answer about
                // that user.
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
