using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Appearance;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Layout;

/// <summary>A connection in the main menu.</summary>
/// <param name="NeedsAttention">
/// A problem lasts, or a change from Huma has failed, awaits approval or the next synchronization, or was missed.
/// </param>
public sealed record MenuConnection(Guid Id, string Name, ConnectionState State, bool Paused, bool NeedsAttention)
{
    /// <summary>So many fit into the menu; further ones are on the start page.</summary>
    public const int AtMost = 12;

    /// <summary>Color of the dot.</summary>
    public Tone Tone =>
        NeedsAttention || Paused ? Tone.Warning
        : State == ConnectionState.Active ? Tone.Success
        : Tone.Neutral;

    /// <summary>Key of the word that says the same as the dot.</summary>
    public string Word =>
        NeedsAttention ? "NeedsAttention"
        : Paused ? "Paused"
        : State == ConnectionState.Active ? "Active"
        : "Established";

    /// <summary>The first connections by name without disconnected ones: one more than fit, if any.</summary>
    public static async Task<IReadOnlyList<MenuConnection>> ReadAsync(
        ReaderContexts contexts,
        Actor by,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.ForAsync(by, cancellation);
        var (problems, missed) = (context.OpenProblems(), context.AlertedMissedChanges());
        return await context
            .Connections.Where(connection => connection.DisconnectedAt == null)
            .OrderBy(connection => connection.Name)
            .Take(AtMost + 1)
            .Select(connection => new MenuConnection(
                connection.Id,
                connection.Name,
                connection.State,
                connection.PausedAt != null,
                problems.Any(alert => alert.ConnectionId == connection.Id)
                    || context.PendingChanges.Any(pending =>
                        pending.ConnectionId == connection.Id
                        && (
                            pending.State == PendingChangeState.Failed
                            || pending.State == PendingChangeState.Held
                            || pending.State == PendingChangeState.ForManualSync
                        )
                    )
                    || missed.Any(one => one.ConnectionId == connection.Id)
            ))
            .ToListAsync(cancellation);
    }
}
