namespace HumaXledger.Core.Matching.Candidates;

/// <summary>Edges grouped by the record at one end, in the order given.</summary>
internal sealed class EdgeIndex
{
    private readonly Edge[] _edges;
    private readonly int[] _starts;

    /// <summary>Groups the edges by the position that <paramref name="end"/> selects.</summary>
    public EdgeIndex(List<Edge> edges, int records, Func<Edge, int> end)
    {
        if (edges.Count == 0)
        {
            (_starts, _edges) = ([], []);
            return;
        }

        _starts = new int[records + 1];
        foreach (var edge in edges)
        {
            _starts[end(edge) + 1]++;
        }

        for (var record = 0; record < records; record++)
        {
            _starts[record + 1] += _starts[record];
        }

        var next = _starts.AsSpan(0, records).ToArray();
        _edges = new Edge[edges.Count];
        foreach (var edge in edges)
        {
            _edges[next[end(edge)]++] = edge;
        }
    }

    /// <summary>The edges of one record.</summary>
    public ReadOnlySpan<Edge> this[int record] =>
        _edges.Length == 0 ? [] : _edges.AsSpan(_starts[record].._starts[record + 1]);
}
