using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>
/// A connection: its state and the acts on it, and its parts as tabs, each with an address. The tabs take filter, order
/// and page from the address that they are given.
/// </summary>
public sealed partial class ConnectionPage
{
    private static readonly string[] Tabs =
    [
        "overview",
        "changes",
        "people",
        "runs",
        "activity",
        "details",
        "settings",
    ];
    private static readonly string[] OfPeople = ["changes", "people"];
    private Core.Storage.Connections.Connection? _connection;
    private bool _running;

    [Parameter]
    public Guid ConnectionId { get; set; }

    [Parameter]
    public string? Tab { get; set; }

    /// <summary>A section of the settings.</summary>
    [Parameter]
    public string? Section { get; set; }

    [Inject]
    public required ReaderContexts Contexts { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    private string[] Visible => User.May(Permission.SeePeople, ConnectionId) ? Tabs : [.. Tabs.Except(OfPeople)];

    private string Shown => Wanted is { } tab && Visible.Contains(tab) ? tab : Tabs[0];

    private string? Wanted => Section is null ? Tab : "settings";

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += AddressChanged;
        await LoadAsync();
        Follow(ConnectionId);
    }

    // Another user may pause or disconnect the connection. Input on the settings tab is left alone.
    protected override async Task ReadAsync()
    {
        await using var context = await Contexts.ForAsync(User.Actor, Leaving);
        _running = await IsRunningAsync(context);
        var now = await context
            .Connections.Where(row => row.Id == ConnectionId)
            .Select(row => new
            {
                row.State,
                row.PausedAt,
                row.DisconnectedAt,
                row.LastSyncedAt,
            })
            .SingleOrDefaultAsync(Leaving);
        if (
            now is not null
            && (now.State, now.PausedAt, now.DisconnectedAt, now.LastSyncedAt)
                != (_connection?.State, _connection?.PausedAt, _connection?.DisconnectedAt, _connection?.LastSyncedAt)
        )
        {
            await LoadAsync();
        }
    }

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= AddressChanged;
        base.Dispose(disposing);
    }

    private void AddressChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(StateHasChanged);

    private async Task LoadAsync()
    {
        await using var context = await Contexts.ForAsync(User.Actor, Leaving);
        _connection = await context
            .Connections.AsNoTracking()
            .Include(connection => connection.Policies)
            .SingleOrDefaultAsync(connection => connection.Id == ConnectionId, Leaving);
        if (_connection is null)
        {
            Navigation.NotFound();
            return;
        }

        _running = await IsRunningAsync(context);
    }

    private Task<bool> IsRunningAsync(SyncDbContext context) =>
        context.Runs.UnderWay().Manual(context).AnyAsync(run => run.ConnectionId == ConnectionId, Leaving);

    private async Task StateChangedAsync()
    {
        await LoadAsync();
        PublishChange(ConnectionId);
    }

    private string AddressOf(string tab) =>
        tab == Tabs[0] ? $"/connections/{ConnectionId}" : $"/connections/{ConnectionId}/{tab}";
}
