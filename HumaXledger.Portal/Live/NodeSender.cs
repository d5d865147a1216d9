using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Live;

/// <summary>
/// Sends to the other nodes what the outbox holds for them, by PostgreSQL's NOTIFY (decision 0044). What could not be
/// sent waits, unless something newer does.
/// </summary>
public sealed partial class NodeSender(
    IDbContextFactory<SyncDbContext> contexts,
    NodeOutbox outbox,
    NodeSeal seal,
    TimeProvider clock,
    ILogger<NodeSender> logger
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await SendAllAsync(stoppingToken);
        }
        finally
        {
            // The last value of what this node ends while it stops.
            await SendAsync(outbox.Take(all: true).Due, CancellationToken.None);
        }
    }

    private async Task SendAllAsync(CancellationToken stopping)
    {
        while (true)
        {
            var (due, next) = outbox.Take();
            if (due.Count == 0)
            {
                await outbox.WaitAsync(next, stopping);
            }
            else if (!await SendAsync(due, stopping))
            {
                await Task.Delay(Pause, clock, stopping);
            }
        }
    }

    private async Task<bool> SendAsync(IReadOnlyList<NodeMessage> messages, CancellationToken stopping)
    {
        if (messages.Count == 0)
        {
            return true;
        }

        var sent = false;
        try
        {
            var texts = messages.Select(seal.Close).ToArray();
            await using var context = await contexts.CreateDbContextAsync(stopping);
            await context.Database.ExecuteSqlAsync(
                $"SELECT pg_notify({NodeMessage.Channel}, message) FROM unnest({texts}) AS message",
                stopping
            );
            sent = true;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            LogNotSent(fault, messages.Count);
        }
        finally
        {
            // Also where the node stops meanwhile.
            if (!sent)
            {
                outbox.Return(messages);
            }
        }

        return sent;
    }

    [LoggerMessage(LogLevel.Warning, "Live changes could not be sent to other nodes: {Count} wait")]
    private partial void LogNotSent(Exception fault, int count);
}
