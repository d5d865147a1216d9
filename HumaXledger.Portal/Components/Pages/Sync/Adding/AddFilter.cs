using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using Microsoft.AspNetCore.WebUtilities;

namespace HumaXledger.Portal.Components.Pages.Sync.Adding;

/// <summary>Which people of a list are shown and in which order; all of it is in the page's address.</summary>
/// <param name="Page">From 1.</param>
public sealed record AddFilter(
    AddShow Show = AddShow.All,
    string? Search = null,
    AddOrder Order = AddOrder.Name,
    bool Down = false,
    int Page = 1
)
{
    private const string ShowKey = "show";
    private const string SearchKey = "q";
    private const string OrderKey = "order";
    private const string PageKey = "page";
    private const string DownMark = "-";

    /// <summary>The filter of the list for a system; what cannot be understood is as if it were not there.</summary>
    public static AddFilter Read(Side target, string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        var order = Of(OrderKey);
        var search = Of(SearchKey).Trim();
        return new AddFilter(
            Parse<AddShow>(Of(ShowKey)),
            search.Length == 0 ? null : search,
            Parse<AddOrder>(order.TrimStart('-')),
            order.StartsWith(DownMark, StringComparison.Ordinal),
            int.TryParse(Of(PageKey), CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1
        );

        string Of(string key) => query.TryGetValue(Key(target, key), out var found) ? $"{found}" : "";
    }

    /// <summary>What the address carries; null leaves a part out of it.</summary>
    public Dictionary<string, object?> ToQuery(Side target) =>
        new(StringComparer.Ordinal)
        {
            [Key(target, ShowKey)] = Show == AddShow.All ? null : Show.ToString(),
            [Key(target, SearchKey)] = Search,
            [Key(target, OrderKey)] = (Order, Down) == (AddOrder.Name, false) ? null : (Down ? DownMark : "") + Order,
            [Key(target, PageKey)] = Page == 1 ? null : Page,
        };

    /// <summary>Whether a person is shown.</summary>
    public bool Shows(AddCandidate candidate, bool chosen) =>
        IsA(candidate, chosen, Show) && PersonQuery.Of(Search).Fits(candidate.Person);

    /// <summary>Whether a person is one of those that a chip shows.</summary>
    public static bool IsA(AddCandidate candidate, bool chosen, AddShow show) =>
        show switch
        {
            AddShow.Ready => candidate is { CanBeAdded: true, NeedsReview: false },
            AddShow.Check => candidate is { CanBeAdded: true, NeedsReview: true },
            AddShow.Blocked => !candidate.CanBeAdded,
            AddShow.Chosen => chosen,
            _ => true,
        };

    /// <summary>The people in the order of the address.</summary>
    public IReadOnlyList<AddCandidate> Sorted(IEnumerable<AddCandidate> people)
    {
        var sorted = people
            .OrderBy(
                candidate =>
                    Order switch
                    {
                        AddOrder.Number => candidate.Person[Field.EmploymentId].TextOrNull,
                        AddOrder.Start => candidate.Person[Field.EmploymentStart].TextOrNull,
                        _ => candidate.Person.DisplayName,
                    } ?? "",
                Order == AddOrder.Start ? StringComparer.Ordinal : StringComparer.CurrentCultureIgnoreCase
            )
            .ThenBy(candidate => candidate.Person.Id, StringComparer.Ordinal);
        return [.. Down ? sorted.Reverse() : sorted];
    }

    private static string Key(Side target, string key) => target == Side.Huma ? $"huma-{key}" : $"xledger-{key}";

    private static T Parse<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : default;
}

/// <summary>A state that people are filtered by.</summary>
public enum AddShow
{
    /// <summary>Everyone.</summary>
    All,

    /// <summary>Can be added, and nothing has to be checked.</summary>
    Ready,

    /// <summary>Can be added, but may exist already or is no longer employed.</summary>
    Check,

    /// <summary>Cannot be added.</summary>
    Blocked,

    /// <summary>Chosen to be added.</summary>
    Chosen,
}

/// <summary>A column that people are sorted by.</summary>
public enum AddOrder
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>The employment ID.</summary>
    Number,

    /// <summary>The first day of employment.</summary>
    Start,
}
