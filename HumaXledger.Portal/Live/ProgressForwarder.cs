using Microsoft.AspNetCore.SignalR;

namespace HumaXledger.Portal.Live;

/// <summary>Carries values of the feed to one watcher of the hub until either ends; a hub object itself lives for one call only.</summary>
public sealed class ProgressForwarder(RunFeed feed, IHubContext<SyncProgressHub> hub, ILogger<ProgressForwarder> log)
{
    /// <summary>The client method: <c>progress(id, kind, value)</c>; <c>kind</c> is the value's type, for a client that watches several.</summary>
    public const string Method = "progress";

    public void Start(string connectionId, Guid id, CancellationToken leaving) => _ = ForwardAsync(connectionId, id, leaving);

    private async Task ForwardAsync(string connectionId, Guid id, CancellationToken leaving)
    {
        try
        {
            await foreach (var value in feed.WatchAsync<object>(id, leaving))
            {
                await hub.Clients.Client(connectionId).SendAsync(Method, id, value.GetType().Name, value, leaving);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The watcher left.
        }
        catch (Exception fault)
        {
            // Nobody awaits this task; without the log the fault would be lost.
            log.LogError(fault, "Forwarding the progress of {Id} ended", id);
        }
    }
}
