using System.Globalization;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Shared.Blocks;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Pages.Activity;

/// <summary>The activity log of all connections and of everything that belongs to none.</summary>
public sealed partial class ActivityLogPage
{
    private static readonly ActivityFilter Everything = new();

    private IReadOnlyDictionary<Guid, string>? _connections;
    private IReadOnlyList<SelectOption> _names = [];
    private IReadOnlyList<SelectOption> _kinds = [];
    private IReadOnlyList<SelectOption> _choices = [];
    private ActivityTable? _table;
    private Exception? _failure;
    private int _total;

    /// <summary>Filters of the address; what cannot be read does not filter.</summary>
    [SupplyParameterFromQuery]
    public string? Who { get; set; }

    /// <inheritdoc cref="Who"/>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    /// <inheritdoc cref="Who"/>
    [SupplyParameterFromQuery]
    public string? Connection { get; set; }

    /// <inheritdoc cref="Who"/>
    [SupplyParameterFromQuery]
    public string? First { get; set; }

    /// <inheritdoc cref="Who"/>
    [SupplyParameterFromQuery]
    public string? Last { get; set; }

    [Inject]
    public required ActivityInspection Inspection { get; set; }

    [Inject]
    public required ReaderContexts Contexts { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required BrowserTime Zone { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private ActivityKind? Chosen =>
        Enum.TryParse<ActivityKind>(Kind, out var kind) && Enum.IsDefined(kind) ? kind : null;

    private Guid? ConnectionId => Guid.TryParse(Connection, out var id) ? id : null;

    // Dates are in the reader's time zone; the last day is included.
    private ActivityFilter Filter =>
        new()
        {
            Who = string.IsNullOrEmpty(Who) ? null : Who,
            What = Chosen is { } kind ? ActivityKinds.CodesOf(kind) : null,
            ConnectionId = ConnectionId,
            From = DayOf(First) is { } first ? Zone.Utc(first) : null,
            Until = DayOf(Last) is { } last && last < DateOnly.MaxValue ? Zone.Utc(last.AddDays(1)) : null,
        };

    private (string Name, string Label, IReadOnlyList<SelectOption> Options, string? Value)[] Lists =>
        [
            ("who", Text["Who"], _names, Who),
            ("kind", Text["Kind"], _kinds, Chosen?.ToString()),
            ("connection", Text["Connection"], _choices, ConnectionId?.ToString()),
        ];

    private (string Name, string Label, DateOnly? Day)[] Days =>
        [("first", Text["FirstDay"], DayOf(First)), ("last", Text["LastDay"], DayOf(Last))];

    protected override async Task OnInitializedAsync()
    {
        try
        {
            await using var context = await Contexts.ForAsync(User.Actor, Leaving);
            _kinds =
            [
                new SelectOption("", Text["Everything"]),
                .. Enum.GetValues<ActivityKind>().Select(kind => new SelectOption($"{kind}", Text[$"Kind.{kind}"])),
            ];
            _names =
            [
                new SelectOption("", Text["Everybody"]),
                .. (await Inspection.NamesAsync(User.Actor, Leaving))
                    .Where(name => name.Length > 0)
                    .Select(name => new SelectOption(name, name)),
            ];
            // Existing connections only; entries of a deleted one are found without the filter.
            var connections = await context
                .Connections.AsNoTracking()
                .OrderBy(connection => connection.Name)
                .Select(connection => new { connection.Id, connection.Name })
                .ToListAsync(Leaving);
            _choices =
            [
                new SelectOption("", Text["All"]),
                .. connections.Select(connection => new SelectOption($"{connection.Id}", connection.Name)),
            ];
            _connections = connections.ToDictionary(connection => connection.Id, connection => connection.Name);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _failure = fault;
        }
    }

    private void Show(string filter, string value) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?> { [filter] = value.Length > 0 ? value : null, ["page"] = null }
            )
        );

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
