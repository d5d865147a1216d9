using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Front;
using HumaXledger.Portal.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace HumaXledger.Portal.Components.Layout;

/// <summary>The bell with the number of what waits for the user.</summary>
public sealed partial class NeedsBell
{
    // In a burst a connection changes many times a second, and each reading costs the store.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // The bell follows every connection, on every page: reading all of them after each silence would be the store's
    // main work. What no pulse announced, it shows a minute later.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly HashSet<Guid> _followed = [];
    private readonly HashSet<Guid> _changed = [];
    private IReadOnlyList<ConnectionNeed> _needs = [];
    private string? _path;
    private bool _complete;
    private bool _unread;
    private bool _allowed;
    private bool _drawn;
    private bool _reading;
    private bool _again;

    [Inject]
    public required NeedReader Needs { get; set; }

    [Inject]
    public required RunFeed Feed { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Inject]
    public required ILogger<NeedsBell> Log { get; set; }

    protected override void OnInitialized()
    {
        _allowed = User.MaySomewhere(Permission.SeeStatus);
        if (_allowed)
        {
            _path = PathOf(Navigation.Uri);
            Navigation.LocationChanged += Moved;
            Watch(ReadAsync);
            Watch(LookAsync);
        }
    }

    protected override void Dispose(bool disposing)
    {
        Navigation.LocationChanged -= Moved;
        base.Dispose(disposing);
    }

    // A filter, an order or a part of a list changes only the query, and nothing that waits.
    private void Moved(object? sender, LocationChangedEventArgs moved)
    {
        var path = PathOf(moved.Location);
        if (path != _path)
        {
            _path = path;
            Watch(ReadAsync);
        }
    }

    private static string PathOf(string address) => new Uri(address).AbsolutePath;

    // One reading at a time, so that an older one never ends last; what is asked for meanwhile is one more.
    private async Task ReadAsync(CancellationToken leaving)
    {
        _again = true;
        if (_reading)
        {
            return;
        }

        _reading = true;
        try
        {
            while (_again)
            {
                _again = false;
                await ReadOnceAsync(leaving);
            }
        }
        finally
        {
            _reading = false;
        }
    }

    private async Task ReadOnceAsync(CancellationToken leaving, bool queuesOnly = false)
    {
        HashSet<Guid> changed = queuesOnly ? [] : [.. _changed];
        _changed.ExceptWith(changed);
        try
        {
            await foreach (var found in Needs.ReadAsync(changed, User.Actor, leaving))
            {
                (_needs, _complete, _unread) = (found.Needs, found.Complete || queuesOnly, false);
                foreach (var connection in found.Connections.Where(_followed.Add))
                {
                    Watch(stopping => FollowAsync(connection, stopping));
                }

                StateHasChanged();
                if (queuesOnly)
                {
                    break;
                }
            }
        }
        catch (Exception fault) when (!leaving.IsCancellationRequested)
        {
            // The bell is outside the error boundary: a fault here would end every page.
            LogUnread(Log, fault);
            (_needs, _complete, _unread) = ([], false, true);
            StateHasChanged();
        }
    }

    private async Task LookAsync(CancellationToken leaving)
    {
        using var timer = new PeriodicTimer(LookEvery, Clock);
        while (await timer.WaitForNextTickAsync(leaving))
        {
            // The open differences of each connection are read after a change.
            await ReadOnceAsync(leaving, queuesOnly: true);
        }
    }

    private async Task FollowAsync(Guid connection, CancellationToken leaving)
    {
        await foreach (var _ in Feed.WatchAsync<ConnectionPulse>(connection, leaving, readStore: false))
        {
            _changed.Add(connection);
            await ReadAsync(leaving);
            await Task.Delay(Pause, Clock, leaving);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What waits for the user could not be read; the bell shows no number")]
    private static partial void LogUnread(ILogger log, Exception fault);
}
