using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Live;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>A part of a page that reads anew whenever something moves on its connection.</summary>
public abstract class LivePage : LeavablePage
{
    // In a burst the connection moves many times a second; nobody reads that fast, and each reading costs the store.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    [Inject]
    public required RunFeed Feed { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    /// <summary>
    /// Calls <see cref="ReadAsync"/> for each movement until the page is left. The first reading is the page's own.
    /// </summary>
    protected void Follow(Guid connectionId) => _ = FollowAsync(connectionId);

    /// <summary>Something was done here that others see too: they read anew, and so does this page.</summary>
    protected void Tell(Guid connectionId) =>
        Feed.Publish(connectionId, new ConnectionPulse(connectionId, Clock.GetUtcNow().UtcDateTime));

    /// <summary>Reads what is shown.</summary>
    protected abstract Task ReadAsync();

    private async Task FollowAsync(Guid connectionId)
    {
        try
        {
            await foreach (var _ in Feed.WatchAsync<ConnectionPulse>(connectionId, Leaving))
            {
                await InvokeAsync(ReadAsync);
                await InvokeAsync(StateHasChanged);
                await Task.Delay(Pause, Clock, Leaving);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    }
}
