using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Portal.Components.Pages.Runs;

/// <summary>Which changes of a run are listed, in which order; all of it is in the address.</summary>
public sealed record ChangeFilter
{
    /// <summary>Part of the person's name.</summary>
    public string? Search { get; init; }

    /// <summary>Only this result; null: all.</summary>
    public ChangeState? State { get; init; }

    /// <summary>Only this system; null: both.</summary>
    public Side? Target { get; init; }

    /// <summary>Only people who were added.</summary>
    public bool Added { get; init; }

    /// <summary>Only this field; null: all.</summary>
    public Field? Field { get; init; }

    /// <summary>The column, with a minus in front for the other direction; null: person by person.</summary>
    public string? Sort { get; init; }

    /// <summary>The part of the list, from 1.</summary>
    public int? Page { get; init; }

    /// <summary>The column that the list is sorted by; null: none.</summary>
    public string? Column => Sort?.TrimStart('-');

    /// <summary>Whether the order is reversed.</summary>
    public bool Descending => Sort?.StartsWith('-') == true;

    /// <summary>Whether all changes are listed, whatever the field and the name.</summary>
    public bool Any => State is null && Target is null && !Added;

    /// <summary>The filter of an address; what it does not understand is left out.</summary>
    public static ChangeFilter Read(
        string? search,
        string? state,
        string? target,
        string? added,
        string? field,
        string? sort,
        int? page
    ) =>
        new()
        {
            Search = string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            State = Of<ChangeState>(state),
            Target = Of<Side>(target),
            Added = added == "true",
            Field = Of<Field>(field),
            Sort = sort?.TrimStart('-') is "person" or "field" or "state" ? sort : null,
            Page = page,
        };

    /// <summary>Whether a change is listed. Made once for many changes: it reads the search.</summary>
    public Func<ChangeRecord, bool> ToTest()
    {
        var people = PersonQuery.Of(Search);
        return change =>
            (State is null || change.State == State)
            && (Target is null || change.Target == Target)
            && (!Added || change.Kind == ChangeKind.Create)
            && (Field is null || change.Field == Field)
            && people.Fits(change.PersonName);
    }

    /// <summary>The parameters of the address; null removes one.</summary>
    public IReadOnlyDictionary<string, object?> ToQuery() =>
        new Dictionary<string, object?>
        {
            ["q"] = Search,
            ["state"] = State?.ToString(),
            ["to"] = Target?.ToString(),
            ["added"] = Added ? "true" : null,
            ["field"] = Field?.ToString(),
            ["sort"] = Sort,
            ["page"] = Page is > 1 ? Page : null,
        };

    private static T? Of<T>(string? name)
        where T : struct, Enum => Enum.TryParse<T>(name, out var value) && Enum.IsDefined(value) ? value : null;
}
