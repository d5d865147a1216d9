using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>Which rows are shown and in which order; all of it is in the page's address.</summary>
public sealed record DifferenceFilter(
    DifferenceState? State = null,
    DifferenceKind? Kind = null,
    Field? Field = null,
    string? Search = null,
    DifferenceOrder Order = DifferenceOrder.Name,
    bool ByField = false
)
{
    /// <summary>Whether any row can be hidden.</summary>
    public bool HidesRows => this is not { State: null, Kind: null, Field: null, Search: null };

    /// <summary>The same order with all rows.</summary>
    public DifferenceFilter WithoutHiding() => new(Order: Order, ByField: ByField);

    /// <summary>The filter of an address; what cannot be understood is as if it were not there.</summary>
    public static DifferenceFilter Read(
        string? state,
        string? kind,
        string? field,
        string? search,
        string? order,
        string? group
    ) =>
        new(
            Parse<DifferenceState>(state),
            Parse<DifferenceKind>(kind),
            Parse<Field>(field),
            string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            Parse<DifferenceOrder>(order) ?? DifferenceOrder.Name,
            string.Equals(group, "field", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>What the address carries; null leaves a part out of it.</summary>
    public Dictionary<string, object?> ToQuery() =>
        new(StringComparer.Ordinal)
        {
            [DifferenceQuery.State] = State?.ToString(),
            [DifferenceQuery.Kind] = Kind?.ToString(),
            [DifferenceQuery.Field] = Field?.ToString(),
            [DifferenceQuery.Search] = Search,
            [DifferenceQuery.Order] = Order == DifferenceOrder.Name ? null : Order.ToString(),
            [DifferenceQuery.Group] = ByField ? "field" : null,
        };

    /// <summary>Whether a row with this choice is shown. Made once for many rows: it reads the search.</summary>
    public Func<DifferenceRow, FieldChoice?, bool> ToTest()
    {
        var people = PersonQuery.Of(Search);
        // The rows of a person follow each other.
        Pair? last = null;
        var fits = false;
        return (row, choice) =>
            (Kind is null || row.Difference.Kind == Kind)
            && (Field is null || row.Difference.Field == Field)
            && State switch
            {
                DifferenceState.Undecided => choice is null && row.ByRule is null,
                DifferenceState.Decided => choice is not null,
                DifferenceState.ByRule => choice is null && row.ByRule is not null,
                DifferenceState.Refused => row.Refused,
                _ => true,
            }
            && Fits(row.Difference.Pair);

        bool Fits(Pair pair)
        {
            if (!ReferenceEquals(pair, last))
            {
                (last, fits) = (pair, people.Fits(pair.Huma, pair.Xledger));
            }

            return fits;
        }
    }

    private static T? Parse<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}

/// <summary>A state that rows are filtered by.</summary>
public enum DifferenceState
{
    /// <summary>Nothing is chosen, and no rule decides it.</summary>
    Undecided,

    /// <summary>A side is chosen, or the row is skipped.</summary>
    Decided,

    /// <summary>Nothing is chosen; the field's rule decides it.</summary>
    ByRule,

    /// <summary>One of the values would be refused until it is corrected.</summary>
    Refused,
}

/// <summary>The order of the groups.</summary>
public enum DifferenceOrder
{
    /// <summary>By name, A to Z.</summary>
    Name,

    /// <summary>By name, Z to A.</summary>
    NameDown,

    /// <summary>Those with the most rows first.</summary>
    Most,
}

/// <summary>The names of the address's parameters.</summary>
internal static class DifferenceQuery
{
    public const string State = "state";
    public const string Kind = "kind";
    public const string Field = "field";
    public const string Search = "q";
    public const string Order = "order";
    public const string Group = "group";
}
