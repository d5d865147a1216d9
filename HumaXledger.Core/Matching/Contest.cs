namespace HumaXledger.Core.Matching;

/// <summary>
/// Who has a claim on whom, after the best assignment is known. A pick stands only if no other possible pair of either record comes near it, unless that
/// other record clearly belongs to somebody else.
/// </summary>
internal sealed class Contest
{
    /// <summary>How many bits a pick must be ahead of its rivals: 6 is 64 times as likely.</summary>
    private const double Margin = 6;

    /// <summary>Somebody who clearly belongs to another is worth a question only from here on: namesakes are ordinary.</summary>
    private const double LeastAgainstTaken = 4;

    private readonly EdgeIndex _ofHuma;
    private readonly EdgeIndex _ofXledger;
    private readonly Edge?[] _pickOfHuma;
    private readonly Edge?[] _pickOfXledger;
    private readonly KnownPairs _known;

    /// <param name="edges">Sorted by Huma's, then by Xledger's position.</param>
    public Contest(List<Edge> edges, KnownPairs known)
    {
        _known = known;
        var (huma, xledger) = (known.HumaFree.Length, known.XledgerFree.Length);
        _ofHuma = new EdgeIndex(edges, huma, static edge => edge.Huma);
        _ofXledger = new EdgeIndex(edges, xledger, static edge => edge.Xledger);
        _pickOfHuma = new Edge?[huma];
        _pickOfXledger = new Edge?[xledger];
        foreach (var pick in Assignment.Solve(edges.FindAll(edge => known.HumaFree[edge.Huma] && known.XledgerFree[edge.Xledger]), huma, xledger))
        {
            _pickOfHuma[pick.Huma] = pick;
            _pickOfXledger[pick.Xledger] = pick;
        }
    }

    /// <summary>The pick of a user that no rival comes near, or null.</summary>
    public Edge? Winner(int huma)
    {
        if (_pickOfHuma[huma] is not { } pick)
        {
            return null;
        }

        foreach (var rival in _ofHuma[huma])
        {
            if (rival.Xledger != pick.Xledger && pick.Strength - rival.Strength < Margin && !XledgerIsTaken(rival))
            {
                return null;
            }
        }

        foreach (var rival in _ofXledger[pick.Xledger])
        {
            if (rival.Huma != huma && pick.Strength - rival.Strength < Margin && !HumaIsTaken(rival))
            {
                return null;
            }
        }

        return pick;
    }

    /// <summary>Candidates of a user without a winner, the strongest first; empty where none is worth a question.</summary>
    public List<Edge> Candidates(int huma)
    {
        var candidates = new List<Edge>();
        foreach (var edge in _ofHuma[huma])
        {
            if (edge.Strength >= LeastAgainstTaken || !XledgerIsTaken(edge))
            {
                candidates.Add(edge);
            }
        }

        candidates.Sort(static (a, b) => a.Strength != b.Strength ? b.Strength.CompareTo(a.Strength) : a.Xledger.CompareTo(b.Xledger));
        return candidates;
    }

    /// <summary>The strongest claim on an employee whom nobody got, made by a user who belongs to another; null where there is none worth telling.</summary>
    public Edge? LookAlike(int xledger)
    {
        Edge? best = null;
        foreach (var edge in _ofXledger[xledger])
        {
            if (edge.Strength >= LeastAgainstTaken && (best is null || edge.Strength > best.Value.Strength))
            {
                best = edge;
            }
        }

        return best;
    }

    /// <summary>Whether the employee of this edge clearly belongs to another user than the edge's.</summary>
    public bool XledgerIsTaken(Edge edge) =>
        !_known.XledgerFree[edge.Xledger]
        || (_pickOfXledger[edge.Xledger] is { } pick && pick.Huma != edge.Huma && pick.Strength - edge.Strength >= Margin);

    private bool HumaIsTaken(Edge edge) =>
        !_known.HumaFree[edge.Huma]
        || (_pickOfHuma[edge.Huma] is { } pick && pick.Xledger != edge.Xledger && pick.Strength - edge.Strength >= Margin);
}
