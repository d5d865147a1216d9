using System.Collections.Concurrent;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Queue;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>
/// Takes messages of Huma's webhook into the store. Messages that arrive together are stored in one transaction: the
/// first request stores for all that wait, so that one write to the disk serves many
/// (docs/decisions/0018-messages-are-stored-together.md). Safe for concurrent use.
/// </summary>
public sealed class WebhookInbox(WebhookStore store, ChangeQueue queue, TimeProvider clock) : IDisposable
{
    /// <summary>Messages in one transaction; more wait for the next one.</summary>
    internal const int AtOnce = 100;

    /// <summary>
    /// Bytes that may wait to be stored; beyond that the store is too slow or away, and the sender gets a status to
    /// retry.
    /// </summary>
    internal const long MostWaiting = 64 * 1024 * 1024;

    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1);
    private long _bytes;

    /// <summary>Ends when the message is stored for good.</summary>
    /// <returns>False when the connection was ended; nothing is stored then.</returns>
    /// <exception cref="InboxFull">Too much waits already.</exception>
    public async Task<bool> PutAsync(Guid connectionId, HumaMessage message, byte[] body)
    {
        if (Interlocked.Add(ref _bytes, body.Length) > MostWaiting)
        {
            Interlocked.Add(ref _bytes, -body.Length);
            throw new InboxFull();
        }

        try
        {
            var waiting = new Waiting(store.Prepare(connectionId, message, body, clock.GetUtcNow().UtcDateTime));
            _waiting.Enqueue(waiting);
            await _turn.WaitAsync();
            try
            {
                while (!waiting.Done.Task.IsCompleted)
                {
                    await StoreAsync(TakeWaiting());
                }
            }
            finally
            {
                _turn.Release();
            }

            return await waiting.Done.Task;
        }
        finally
        {
            Interlocked.Add(ref _bytes, -body.Length);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private List<Waiting> TakeWaiting()
    {
        var taken = new List<Waiting>();
        while (taken.Count < AtOnce && _waiting.TryDequeue(out var one))
        {
            taken.Add(one);
        }

        return taken;
    }

    private async Task StoreAsync(List<Waiting> batch)
    {
        try
        {
            var stored = await store.StoreAsync([.. batch.Select(waiting => waiting.Message)]);
            foreach (var waiting in batch)
            {
                waiting.Done.SetResult(stored.Contains(waiting.Message.ConnectionId));
            }

            foreach (var connection in stored)
            {
                queue.Signal(connection);
            }
        }
        catch (Exception) when (batch.Count > 1)
        {
            // What spoils one must not spoil the others. When it is the store itself, the first one finds that out for
            // all.
            await StoreEachAsync(batch);
        }
        catch (Exception fault)
        {
            batch[0].Done.SetException(fault);
        }
    }

    private async Task StoreEachAsync(List<Waiting> batch)
    {
        Exception? away = null;
        foreach (var waiting in batch)
        {
            if (away is not null)
            {
                waiting.Done.SetException(away);
                continue;
            }

            await StoreAsync([waiting]);
            away =
                waiting.Done.Task.Exception?.InnerException is { } fault && StoreFault.CauseOf(fault) is not null
                    ? fault
                    : null;
        }
    }

    private sealed record Waiting(PreparedMessage Message)
    {
        // The one who stores must not run what comes after on its own time.
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>More messages wait to be stored than may wait.</summary>
public sealed class InboxFull() : Exception("Too many messages wait to be stored.");
