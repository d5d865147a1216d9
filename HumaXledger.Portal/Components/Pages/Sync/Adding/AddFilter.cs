using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Portal.Components.Shared.Blocks;

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
    /// <summary>The filter of the list for a system.</summary>
    public static AddFilter Read(Side target, string address)
    {
        var list = new ListAddress(address, Prefix(target));
        return new AddFilter(list.Show<AddShow>(), list.Search, list.Order<AddOrder>(), list.Down, list.Page);
    }

    /// <summary>What the address carries; null leaves a part out of it.</summary>
    public Dictionary<string, object?> ToQuery(Side target) =>
        ListAddress.ToQuery(Show, Search, Order, Down, Page, Prefix(target));

    /// <summary>The people who are shown, in the order of the address.</summary>
    public IReadOnlyList<AddCandidate> Shown(IEnumerable<AddCandidate> people, Func<AddCandidate, bool> isChosen)
    {
        var query = PersonQuery.Of(Search);
        return Sorted(people.Where(person => IsA(person, isChosen(person), Show) && query.Fits(person.Person)));
    }

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

    private IReadOnlyList<AddCandidate> Sorted(IEnumerable<AddCandidate> people)
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

    private static string Prefix(Side target) => target == Side.Huma ? "huma-" : "xledger-";
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
