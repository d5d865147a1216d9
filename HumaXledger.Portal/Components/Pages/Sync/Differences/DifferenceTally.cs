using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>
/// How many rows are decided, left to rules, suggested, and in each state and kind. Counted once for each version of
/// the decisions, and moved by each choice, because a count of ten thousand rows at each render delays the answer to a
/// click.
/// </summary>
public sealed class DifferenceTally
{
    private const int Refused = 1;
    private const int Chosen = 2;
    private const int Ruled = 4;
    private const int Parts = 8;
    private static readonly DifferenceKind[] AllKinds = Enum.GetValues<DifferenceKind>();

    // Of each kind: undecided rows, those with a choice, and those that a rule decides; of each of these apart those
    // where a value would be refused.
    private readonly int[] _rows = new int[AllKinds.Length * Parts];
    private int _matching;
    private int _decided;
    private int _byRule;
    private int _suggestions;

    /// <summary>Counts anew.</summary>
    /// <param name="all">All rows of the comparison.</param>
    /// <param name="matching">Those that the filter shows in any state and of any kind.</param>
    /// <param name="shown">Those on the screen.</param>
    /// <param name="choiceOf">The choice that counts for a row.</param>
    public static DifferenceTally Of(
        IReadOnlyList<DifferenceRow> all,
        IReadOnlyList<DifferenceRow> matching,
        IReadOnlyList<DifferenceRow> shown,
        Func<DifferenceRow, FieldChoice?> choiceOf
    )
    {
        var tally = new DifferenceTally { _matching = matching.Count };
        foreach (var row in matching)
        {
            tally.Add(row, choiceOf(row), 1);
        }

        (tally._decided, tally._byRule) = ReferenceEquals(all, matching)
            ? (tally.Count(DifferenceState.Decided), tally.Count(DifferenceState.ByRule))
            : (
                all.Count(row => choiceOf(row) is not null),
                all.Count(row => row.ByRule is not null && choiceOf(row) is null)
            );
        tally._suggestions = shown.Count(row => row.Suggested && choiceOf(row) is null);
        return tally;
    }

    /// <summary>Rows in any state and of any kind.</summary>
    public int Matching => _matching;

    /// <summary>Rows of the whole comparison for which a choice is made.</summary>
    public int Decided => _decided;

    /// <summary>Rows of the whole comparison without a choice that a rule decides.</summary>
    public int ByRule => _byRule;

    /// <summary>Rows on the screen for which nothing is chosen and a value is suggested.</summary>
    public int Suggestions => _suggestions;

    /// <summary>Moves a row on the screen from one choice to another.</summary>
    public void Move(DifferenceRow row, FieldChoice? before, FieldChoice? after)
    {
        Add(row, before, -1);
        Add(row, after, 1);
        var decided = (after is null ? 0 : 1) - (before is null ? 0 : 1);
        _decided += decided;
        _byRule -= row.ByRule is null ? 0 : decided;
        _suggestions -= row.Suggested ? decided : 0;
    }

    /// <summary>The states with their rows, for the kind that the filter asks for.</summary>
    public IEnumerable<(DifferenceState State, int Count)> States(DifferenceFilter filter) =>
        Enum.GetValues<DifferenceState>()
            .Select(state => (state, Count(state, filter.Kind)))
            .Where(one =>
                one.Item2 > 0
                || one.state is DifferenceState.Undecided or DifferenceState.Decided
                || filter.State == one.state
            );

    /// <summary>The kinds with their rows, for the state that the filter asks for.</summary>
    public IEnumerable<(DifferenceKind Kind, int Count)> Kinds(DifferenceFilter filter) =>
        AllKinds
            .Where(kind => Count(kind: kind) > 0 || filter.Kind == kind)
            .Select(kind => (kind, Count(filter.State, kind)));

    private void Add(DifferenceRow row, FieldChoice? choice, int rows)
    {
        var decided =
            choice is not null ? Chosen
            : row.ByRule is not null ? Ruled
            : 0;
        _rows[((int)row.Difference.Kind * Parts) + decided + (row.Refused ? Refused : 0)] += rows;
    }

    private int Count(DifferenceState? state = null, DifferenceKind? kind = null)
    {
        var count = 0;
        for (var at = 0; at < _rows.Length; at++)
        {
            var counts = state switch
            {
                DifferenceState.Undecided => (at & (Chosen | Ruled)) == 0,
                DifferenceState.Decided => (at & Chosen) != 0,
                DifferenceState.ByRule => (at & Ruled) != 0,
                DifferenceState.Refused => (at & Refused) != 0,
                _ => true,
            };
            count += counts && (kind is null || at / Parts == (int)kind) ? _rows[at] : 0;
        }

        return count;
    }
}
