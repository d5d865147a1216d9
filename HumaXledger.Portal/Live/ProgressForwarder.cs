using Microsoft.AspNetCore.SignalR;

namespace HumaXledger.Portal.Live;

/// <summary>
/// Forwards values of the feed to one client of the hub until either ends; a hub object itself lives for one call only.
/// </summary>
public sealed partial class ProgressForwarder(
    RunFeed feed,
    IHubContext<SyncProgressHub> hub,
    ILogger<ProgressForwarder> logger
)
{
    /// <summary>
    /// The client method: <c>progress(id, kind, value)</c>; <c>kind</c> is the value's type, for clients that watch
    /// several.
    /// </summary>
    public const string Method = "progress";

    /// <summary>Starts forwarding the values of one subject; ends with the client's connection.</summary>
    public void Start(HubCallerContext watcher, Guid id) => _ = ForwardAsync(watcher, id, watcher.ConnectionAborted);

    private async Task ForwardAsync(HubCallerContext watcher, Guid id, CancellationToken leaving)
    {
        try
        {
            await foreach (var value in feed.WatchAsync<object>(id, leaving))
            {
                await hub
                    .Clients.Client(watcher.ConnectionId)
                    .SendAsync(Method, id, value.GetType().Name, value, leaving);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The client disconnected.
        }
        catch (Exception fault)
        {
            // This task is not awaited; without the log the fault would be lost.
            LogEnded(fault, id);
        }
        finally
        {
            HubClient.Of(watcher).End(id);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "Progress of {Id} is no longer forwarded to a client of the hub, which must watch again"
    )]
    private partial void LogEnded(Exception fault, Guid id);
}
