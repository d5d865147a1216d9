using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace HumaXledger.Portal.Components.Pages.Connection.People;

/// <summary>Which people are shown and in which order; all of it is in the page's address.</summary>
/// <param name="Page">From 1.</param>
public sealed record PeopleView(
    PeopleFilter Show = PeopleFilter.All,
    string? Search = null,
    PeopleOrder Order = PeopleOrder.Name,
    bool Down = false,
    int Page = 1
)
{
    private const string DownMark = "-";

    /// <summary>The view of an address; what cannot be understood is as if it were not there.</summary>
    public static PeopleView Read(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        var (order, search) = (Of("order"), Of("q").Trim());
        return new PeopleView(
            Parse<PeopleFilter>(Of("show")),
            search.Length == 0 ? null : search,
            Parse<PeopleOrder>(order.TrimStart('-')),
            order.StartsWith(DownMark, StringComparison.Ordinal),
            int.TryParse(Of("page"), CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1
        );

        string Of(string key) => query.TryGetValue(key, out var found) ? $"{found}" : "";
    }

    /// <summary>What the address carries; null leaves a part out of it.</summary>
    public Dictionary<string, object?> ToQuery() =>
        new(StringComparer.Ordinal)
        {
            ["show"] = Show == PeopleFilter.All ? null : Show.ToString(),
            ["q"] = Search,
            ["order"] = (Order, Down) == (PeopleOrder.Name, false) ? null : (Down ? DownMark : "") + Order,
            ["page"] = Page == 1 ? null : Page,
        };

    /// <summary>The people who are shown, in their order; people of equal rank are sorted by name.</summary>
    public IReadOnlyList<PersonRow> Of(IReadOnlyList<PersonRow> byName)
    {
        var query = Core.People.PersonQuery.Of(Search);
        var shown = byName.Where(person => person.Is(Show) && person.Fits(query));
        var sorted = Order switch
        {
            PeopleOrder.Number => By(person => person.EmploymentId ?? "", StringComparer.OrdinalIgnoreCase),
            PeopleOrder.Email => By(person => person.Email ?? "", StringComparer.OrdinalIgnoreCase),
            PeopleOrder.Match => By(person => (person.LeftOut is null ? 0 : 1, person.State), null),
            PeopleOrder.Differences => By(person => person.Differences, null),
            _ => Down ? shown.Reverse() : shown,
        };
        return [.. sorted];

        IEnumerable<PersonRow> By<TKey>(Func<PersonRow, TKey> key, IComparer<TKey>? comparer) =>
            Down ? shown.OrderByDescending(key, comparer) : shown.OrderBy(key, comparer);
    }

    private static T Parse<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : default;
}

/// <summary>A column that people are sorted by.</summary>
public enum PeopleOrder
{
    Name,

    /// <summary>The employment ID.</summary>
    Number,

    Email,

    /// <summary>The state of the match.</summary>
    Match,

    /// <summary>How many values differ.</summary>
    Differences,
}
