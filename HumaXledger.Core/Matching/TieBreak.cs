using HumaXledger.Core.Matching.Candidates;
using HumaXledger.Core.Matching.Features;

namespace HumaXledger.Core.Matching;

/// <summary>
/// Decides which picks of the best assignment stand: those that no other possible pair of either record comes near,
/// unless that other record clearly belongs to another person.
/// </summary>
internal sealed class TieBreak
{
    /// <summary>The lead in bits that a pick needs over its rivals: 6 is 64 times as likely.</summary>
    private const double Margin = 6;

    /// <summary>The lead in bits that a pair of leftovers needs over other resemblances.</summary>
    public const double LeftoverMargin = 2;

    /// <summary>
    /// The least strength at which a record that clearly belongs to another person is still a candidate: people with
    /// the same name are common.
    /// </summary>
    private const double LeastAgainstTaken = 4;

    private readonly EdgeIndex _ofHuma;
    private readonly EdgeIndex _ofXledger;
    private readonly List<Edge> _picks;

    // The number of each record's pick, counted from 1; 0 for none.
    private readonly int[] _pickOfHuma;
    private readonly int[] _pickOfXledger;
    private readonly KnownPairs _known;
    private readonly Employments _employments;

    /// <summary>Edges to the earlier record of a person who has a later one on the same side.</summary>
    private readonly HashSet<(int Huma, int Xledger)> _earlier = [];

    /// <summary>Solves the assignment and notes earlier records.</summary>
    /// <param name="edges">Sorted by Huma's, then by Xledger's position.</param>
    public TieBreak(List<Edge> edges, KnownPairs known, Employments employments)
    {
        (_known, _employments) = (known, employments);
        var (huma, xledger) = (known.HumaFree.Length, known.XledgerFree.Length);
        _ofHuma = new EdgeIndex(edges, huma, static edge => edge.Huma);
        _ofXledger = new EdgeIndex(edges, xledger, static edge => edge.Xledger);
        _pickOfHuma = new int[huma];
        _pickOfXledger = new int[xledger];
        FindEarlier(huma, xledger);
        _picks = Assignment.Solve(
            edges.FindAll(edge => known.HumaFree[edge.Huma] && known.XledgerFree[edge.Xledger] && !IsEarlier(edge)),
            huma,
            xledger
        );
        for (var index = 0; index < _picks.Count; index++)
        {
            _pickOfHuma[_picks[index].Huma] = _pickOfXledger[_picks[index].Xledger] = index + 1;
        }
    }

    private Edge? Pick(int number) => number == 0 ? null : _picks[number - 1];

    /// <summary>The pick of a user if it leads its rivals by the margin; otherwise null.</summary>
    public Edge? Winner(int huma)
    {
        if (Pick(_pickOfHuma[huma]) is not { } pick)
        {
            return null;
        }

        // A rival of which the pick is only the earlier record may be the right one, however weak.
        foreach (var rival in _ofHuma[huma])
        {
            if (
                rival.Xledger != pick.Xledger
                && !IsEarlier(rival)
                && !XledgerIsTaken(rival)
                && (
                    pick.Strength - rival.Strength < Margin
                    || _employments.XledgerIsEarlier(huma, pick.Xledger, rival.Xledger)
                )
            )
            {
                return null;
            }
        }

        foreach (var rival in _ofXledger[pick.Xledger])
        {
            if (
                rival.Huma != huma
                && !IsEarlier(rival)
                && !HumaIsTaken(rival)
                && (
                    pick.Strength - rival.Strength < Margin
                    || _employments.HumaIsEarlier(pick.Xledger, huma, rival.Huma)
                )
            )
            {
                return null;
            }
        }

        return pick;
    }

    /// <summary>
    /// Candidates of a user without a winner, the strongest first; empty where none is strong enough.
    /// </summary>
    public List<Edge> Candidates(int huma)
    {
        var candidates = new List<Edge>();
        foreach (var edge in _ofHuma[huma])
        {
            if (edge.Strength >= LeastAgainstTaken || edge.SharesKey || !XledgerIsTaken(edge))
            {
                candidates.Add(edge);
            }
        }

        candidates.Sort(
            static (a, b) =>
                a.Strength != b.Strength ? b.Strength.CompareTo(a.Strength) : a.Xledger.CompareTo(b.Xledger)
        );
        return candidates;
    }

    /// <summary>Whether neither record of an edge from outside has a counterpart among the edges.</summary>
    public bool IsAlone(Edge edge) => _ofHuma[edge.Huma].Length == 0 && _ofXledger[edge.Xledger].Length == 0;

    /// <summary>
    /// The strongest edge between an unpaired employee and a paired user; null where none is strong enough to report.
    /// </summary>
    public Edge? LookAlike(int xledger)
    {
        Edge? best = null;
        foreach (var edge in _ofXledger[xledger])
        {
            if (
                (edge.Strength >= LeastAgainstTaken || edge.SharesKey)
                && (best is null || edge.Strength > best.Value.Strength)
            )
            {
                best = edge;
            }
        }

        return best;
    }

    /// <summary>
    /// The user of whom this is an earlier record in Xledger, given each user's employee (-1: none); -1 where there is
    /// none.
    /// </summary>
    public int EarlierOfHuma(int xledger, int[] xledgerOf)
    {
        var best = default(Edge?);
        foreach (var edge in _ofXledger[xledger])
        {
            if (
                xledgerOf[edge.Huma] is >= 0 and var later
                && later != xledger
                && MayBeEarlier(edge)
                && _employments.XledgerIsEarlier(edge.Huma, xledger, later)
                && (best is null || edge.Strength > best.Value.Strength)
            )
            {
                best = edge;
            }
        }

        return best?.Huma ?? -1;
    }

    /// <summary>As <see cref="EarlierOfHuma"/>, for the earlier user of an employee.</summary>
    public int EarlierOfXledger(int huma, int[] humaOf)
    {
        var best = default(Edge?);
        foreach (var edge in _ofHuma[huma])
        {
            if (
                humaOf[edge.Xledger] is >= 0 and var later
                && later != huma
                && MayBeEarlier(edge)
                && _employments.HumaIsEarlier(edge.Xledger, huma, later)
                && (best is null || edge.Strength > best.Value.Strength)
            )
            {
                best = edge;
            }
        }

        return best?.Xledger ?? -1;
    }

    private static bool MayBeEarlier(Edge edge) =>
        !edge.IsExcluded && (edge.SharesKey || edge.Strength >= LeastAgainstTaken);

    private bool IsEarlier(Edge edge) => _earlier.Contains((edge.Huma, edge.Xledger));

    /// <summary>
    /// Of two records of one side that both fit a record of the other, the one of the earlier employment is set aside
    /// where the later one has a key of its own. Where it has none, both stay candidates and a user decides.
    /// </summary>
    private void FindEarlier(int huma, int xledger)
    {
        for (var one = 0; one < huma; one++)
        {
            var edges = _ofHuma[one];
            for (var a = 0; edges.Length > 1 && a < edges.Length; a++)
            {
                foreach (var later in edges)
                {
                    if (
                        later.Xledger != edges[a].Xledger
                        && later.HasOwnKey
                        && _employments.XledgerIsEarlier(one, edges[a].Xledger, later.Xledger)
                    )
                    {
                        _earlier.Add((one, edges[a].Xledger));
                        break;
                    }
                }
            }
        }

        for (var other = 0; other < xledger; other++)
        {
            var edges = _ofXledger[other];
            for (var a = 0; edges.Length > 1 && a < edges.Length; a++)
            {
                foreach (var later in edges)
                {
                    if (
                        later.Huma != edges[a].Huma
                        && later.HasOwnKey
                        && _employments.HumaIsEarlier(other, edges[a].Huma, later.Huma)
                    )
                    {
                        _earlier.Add((edges[a].Huma, other));
                        break;
                    }
                }
            }
        }
    }

    /// <summary>Whether the employee of this edge clearly belongs to another user than the edge's.</summary>
    public bool XledgerIsTaken(Edge edge) =>
        !_known.XledgerFree[edge.Xledger]
        || (
            Pick(_pickOfXledger[edge.Xledger]) is { } pick
            && pick.Huma != edge.Huma
            && pick.Strength - edge.Strength >= Margin
        );

    private bool HumaIsTaken(Edge edge) =>
        !_known.HumaFree[edge.Huma]
        || (
            Pick(_pickOfHuma[edge.Huma]) is { } pick
            && pick.Xledger != edge.Xledger
            && pick.Strength - edge.Strength >= Margin
        );
}
