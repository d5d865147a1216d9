using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Live;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>A component that reads its data again whenever its connection changes.</summary>
public abstract class LivePage : LeavablePage
{
    // In a burst the connection moves many times a second; no reader follows that, and each reading costs the store.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    [Inject]
    public required RunFeed Feed { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <summary>
    /// Calls <see cref="ReadAsync"/> after each change until the page is left. The first reading is up to the
    /// component.
    /// </summary>
    protected void Follow(Guid connectionId) =>
        Watch(async leaving =>
        {
            await foreach (var _ in Feed.WatchAsync<ConnectionPulse>(connectionId, leaving))
            {
                await ReadAsync();
                StateHasChanged();
                await Task.Delay(Pause, Clock, leaving);
            }
        });

    /// <summary>Notifies all components that show the connection, this one included.</summary>
    protected void PublishChange(Guid connectionId) => Feed.Pulse(connectionId);

    /// <summary>Reads the data that is shown.</summary>
    protected abstract Task ReadAsync();
}
