using System.Globalization;
using System.Net.Mail;
using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Watching;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>What an administrator may change of a connection's scheduled work and alerts; each change is in the activity log. Refused where the connection was ended.</summary>
public sealed class ActiveSettings(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    /// <summary>More people than this are not told of problems.</summary>
    public const int MostRecipients = 20;

    /// <param name="at">In Oslo's time; null for never by itself.</param>
    public Task<Reason?> SetDriftCheckAsync(Guid connectionId, TimeOnly? at, Actor by, CancellationToken cancellation) =>
        SetAsync(connectionId, connection => connection.DriftCheckAt = at, by, ActivityCodes.DriftTimeChanged, at?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "–", cancellation);

    /// <param name="differences">More than this are told by mail; 0 for any.</param>
    public Task<Reason?> SetDriftLimitAsync(Guid connectionId, int differences, Actor by, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(differences);
        return SetAsync(connectionId, connection => connection.DriftThreshold = differences, by, ActivityCodes.DriftLimitChanged, $"{differences}", cancellation);
    }

    /// <param name="minutes">One of <see cref="QuickComparison.Intervals"/>; null for never.</param>
    public Task<Reason?> SetQuickComparisonAsync(Guid connectionId, int? minutes, Actor by, CancellationToken cancellation) => minutes is { } chosen && !QuickComparison.Intervals.Contains(chosen)
        ? throw new ArgumentOutOfRangeException(nameof(minutes), minutes, "This interval cannot be chosen.")
        : SetAsync(connectionId, connection => connection.QuickComparisonMinutes = minutes, by, ActivityCodes.QuickIntervalChanged, minutes is null ? "–" : $"{minutes}", cancellation);

    /// <summary>Sets who is told of problems. An address that is none, that stands there twice, or too many of them are mistakes of the caller (<see cref="IsAddress"/>).</summary>
    public Task<Reason?> SetRecipientsAsync(Guid connectionId, IReadOnlyList<AlertRecipient> recipients, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.ChangeSettings);
        if (recipients.Count > MostRecipients || !recipients.All(recipient => IsAddress(recipient.Email)) || recipients.DistinctBy(recipient => recipient.Email, StringComparer.OrdinalIgnoreCase).Count() < recipients.Count)
        {
            throw new ArgumentException("The recipients are not a list of different e-mail addresses.", nameof(recipients));
        }

        return SetAsync(connectionId, connection => connection.AlertsTo = recipients, by, ActivityCodes.AlertRecipientsChanged, $"{recipients.Count}", cancellation);
    }

    /// <summary>Whether a mail can be sent there: one bare address, without a name.</summary>
    public static bool IsAddress(string text) => text.Length <= 254 && !text.Any(char.IsControl) && MailAddress.TryCreate(text, out var address) && address.Address == text;

    private async Task<Reason?> SetAsync(Guid connectionId, Action<Connection> set, Actor by, string code, string argument, CancellationToken cancellation)
    {
        by.Demand(Permission.ChangeSettings);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context.Connections.SingleAsync(connection => connection.Id == connectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return ended;
        }

        set(connection);
        context.Activity.Add(ActivityRecord.Of(by, code, clock.GetUtcNow().UtcDateTime, connectionId, [argument]));
        await context.SaveChangesAsync(cancellation);
        return null;
    }
}
