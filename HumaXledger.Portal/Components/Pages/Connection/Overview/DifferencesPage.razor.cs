using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Pages.Connection.Overview;

/// <summary>What both systems disagree on now; cause, search, order and part are in the address.</summary>
public sealed partial class DifferencesPage
{
    private const string ByName = "name";
    private Core.Storage.Connections.Connection? _connection;
    private string? _search;
    private string? _asked;

    [Parameter]
    public Guid ConnectionId { get; set; }

    /// <summary>Only differences that are open for this cause.</summary>
    [SupplyParameterFromQuery(Name = "cause")]
    public string? Cause { get; set; }

    /// <summary>Only people whom this text finds.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>A column, with "-" in front for the descending order; null: by name.</summary>
    [SupplyParameterFromQuery(Name = "order")]
    public string? Order { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? Page { get; set; }

    [Inject]
    public required ReaderContexts Contexts { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    private OpenCause? Shown => Enum.TryParse<OpenCause>(Cause, out var cause) && Enum.IsDefined(cause) ? cause : null;

    private bool Down => Order?.StartsWith('-') == true;

    private string Column => Order?.TrimStart('-') ?? ByName;

    protected override async Task OnParametersSetAsync()
    {
        if (_asked != Search)
        {
            (_asked, _search) = (Search, Search);
        }

        if (_connection?.Id == ConnectionId)
        {
            return;
        }

        await using var context = await Contexts.ForAsync(User.Actor, Permission.SeePeople, Leaving);
        _connection = await context
            .Connections.AsNoTracking()
            .SingleOrDefaultAsync(connection => connection.Id == ConnectionId, Leaving);
        if (_connection is null)
        {
            Navigation.NotFound();
        }
    }

    private IReadOnlyList<OpenDifference> Rows(ConnectionFigures figures)
    {
        var rows = figures.Open.Where(row => Shown is not { } cause || row.Cause == cause);
        if (PersonQuery.Of(_search) is { IsEmpty: false } query)
        {
            var people = figures.People.Where(person => query.Fits(person.Huma, person.Xledger));
            var found = people.Select(person => person.Reference).ToHashSet();
            rows = rows.Where(row => found.Contains(row.Person));
        }

        var byName = rows.OrderBy(row => row.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(row => row.Field);
        return Column switch
        {
            "field" => [.. Sorted(byName, row => row.Field)],
            "cause" => [.. Sorted(byName, row => row.Cause)],
            _ => [.. Down ? byName.Reverse() : byName],
        };
    }

    private IEnumerable<OpenDifference> Sorted<TKey>(
        IEnumerable<OpenDifference> rows,
        Func<OpenDifference, TKey> key
    ) => Down ? rows.OrderByDescending(key) : rows.OrderBy(key);

    private string SortBy(string column) => With("order", Column == column && !Down ? $"-{column}" : column);

    private bool? Sorted(string column) => Column == column ? !Down : null;

    private void Go(string address) => Navigation.NavigateTo(address);

    // Another filter or order begins with the first part.
    private string With(string key, string? value) =>
        Navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?>(StringComparer.Ordinal) { [key] = value, ["page"] = null }
        );
}
