using System.Collections;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>
/// The lines of the table: the head of each group, and its rows. A line is made when it is on the screen, so that those
/// of a hundred thousand people take no memory of each page. Immutable.
/// </summary>
public sealed class DifferenceLines : IReadOnlyList<(int Number, DifferenceLine Line)>
{
    /// <summary>No lines.</summary>
    public static readonly DifferenceLines None = new([], [], byField: false);

    private readonly int[] _starts;
    private readonly bool _byField;

    private DifferenceLines(DifferenceRow[] rows, int[] starts, bool byField) =>
        (Rows, _starts, _byField) = (rows, starts, byField);

    /// <param name="rows">In the order of names; kept, so not to be written to.</param>
    public static DifferenceLines Of(DifferenceRow[] rows, bool byField, DifferenceOrder order)
    {
        var sorted = byField ? [.. rows.OrderBy(row => row.Difference.Field)] : rows;
        var starts = new List<int>();
        for (var at = 0; at < sorted.Length; at++)
        {
            if (at == 0 || !AreOneGroup(sorted[at - 1], sorted[at], byField))
            {
                starts.Add(at);
            }
        }

        if (order == DifferenceOrder.Name)
        {
            return new DifferenceLines(sorted, [.. starts], byField);
        }

        var groups = starts
            .Select((start, number) => sorted.AsMemory(start..(number + 1 < starts.Count ? starts[number + 1] : ^0)))
            .ToList();
        groups =
            order == DifferenceOrder.Most
                ? [.. groups.OrderByDescending(group => group.Length)]
                : [.. Enumerable.Reverse(groups)];
        var (ordered, begins) = (new DifferenceRow[sorted.Length], new int[groups.Count]);
        var next = 0;
        for (var number = 0; number < groups.Count; number++)
        {
            groups[number].CopyTo(ordered.AsMemory(next));
            begins[number] = next;
            next += groups[number].Length;
        }

        return new DifferenceLines(ordered, begins, byField);
    }

    /// <summary>The rows in the order of the lines. Not to be written to.</summary>
    public DifferenceRow[] Rows { get; }

    public int Count => Rows.Length + _starts.Length;

    public (int Number, DifferenceLine Line) this[int index] => (index, LineAt(index));

    public IEnumerator<(int Number, DifferenceLine Line)> GetEnumerator() =>
        Enumerable.Range(0, Count).Select(number => this[number]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool AreOneGroup(DifferenceRow one, DifferenceRow next, bool byField) =>
        byField
            ? one.Difference.Field == next.Difference.Field
            : one.Difference.Pair.Huma.Id == next.Difference.Pair.Huma.Id;

    // A group has one line more than it has rows: its head is at its start and as many lines as groups are before it.
    private DifferenceLine LineAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var (group, above) = (0, _starts.Length);
        while (above - group > 1)
        {
            var middle = (group + above) / 2;
            (group, above) = _starts[middle] + middle <= index ? (middle, above) : (group, middle);
        }

        var start = _starts[group];
        if (index > start + group)
        {
            return new DifferenceLine.Of(Rows[index - group - 1]);
        }

        var end = group + 1 < _starts.Length ? _starts[group + 1] : Rows.Length;
        var rows = new ArraySegment<DifferenceRow>(Rows, start, end - start);
        return _byField
            ? new DifferenceLine.Group(rows[0].Field, null, rows)
            : new DifferenceLine.Group(rows[0].Person, rows[0].Number, rows);
    }
}
