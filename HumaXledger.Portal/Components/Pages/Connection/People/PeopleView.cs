using HumaXledger.Portal.Components.Shared.Blocks;

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
    /// <summary>The view of an address.</summary>
    public static PeopleView Read(string address)
    {
        var list = new ListAddress(address);
        return new PeopleView(list.Show<PeopleFilter>(), list.Search, list.Order<PeopleOrder>(), list.Down, list.Page);
    }

    /// <summary>What the address carries; null leaves a part out of it.</summary>
    public Dictionary<string, object?> ToQuery() => ListAddress.ToQuery(Show, Search, Order, Down, Page);

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
