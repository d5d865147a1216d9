using System.Globalization;
using System.Net.Mail;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// What an administrator may change of a connection; each change is in the activity log. Each act returns why it was
/// refused, or null when it is done: an ended connection keeps its settings.
/// </summary>
public sealed class ConnectionSettings(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    // RFC 5321, 4.5.3.1.3.
    private const int LongestAddress = 254;

    /// <summary>In the activity log: a field has no rule of its own any more.</summary>
    public const string AsUsual = "AsUsual";

    /// <summary>The longest name of a connection, in characters.</summary>
    public const int LongestName = 100;

    /// <summary>Most recipients of alerts.</summary>
    public const int MostRecipients = 20;

    /// <summary>Whether a connection can have this name; spaces around it do not count.</summary>
    public static bool IsName(string name) => GivenText.IsUsable(name.Trim(), LongestName);

    /// <summary>The settings that are stored now.</summary>
    public async Task<SettingsValues> ReadAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeeStatus, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return SettingsValues.Of(await FindAsync(context, connectionId, cancellation));
    }

    /// <summary>
    /// Stores what differs between the values that were shown and the wanted ones, all of it or nothing. Refused when
    /// one of these settings has changed since it was shown; other settings may have.
    /// </summary>
    /// <param name="overwrite">Whether a value that was stored meanwhile is replaced knowingly.</param>
    /// <returns>Why not; null where the wanted values are stored now.</returns>
    public async Task<SettingsRefusal?> SaveAsync(
        Guid connectionId,
        SettingsValues shown,
        SettingsValues wanted,
        bool overwrite,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var connection = await FindAsync(context, connectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return new SettingsRefusal(ended, Overtaken: false);
        }

        var stored = SettingsValues.Of(connection);
        if (!overwrite && wanted.ConflictsWith(shown, stored))
        {
            return new SettingsRefusal(await OvertakenAsync(context, connectionId, cancellation), Overtaken: true);
        }

        foreach (var (part, before, now) in wanted.Parts().Zip(shown.Parts(), stored.Parts()))
        {
            if (!Equals(part.Value, before.Value) && !Equals(part.Value, now.Value))
            {
                Change(context, connection, part, by);
            }
        }

        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>Settings changed while a user was editing them: the reason, with who changed one last.</summary>
    public async Task<Reason> OvertakenAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeeStatus, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await OvertakenAsync(context, connectionId, cancellation);
    }

    /// <summary>
    /// Sets the rule of one field. A rule in a direction that the field cannot go is a mistake of the caller.
    /// </summary>
    /// <param name="rule">Null: as usual. A synchronization asks, and changes from Huma by event are written.</param>
    public async Task<Reason?> SetPolicyAsync(
        Guid connectionId,
        Field field,
        PolicyRule? rule,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings, connectionId);
        var part = SettingPart.Rule(field, rule);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await FindAsync(context, connectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return ended;
        }

        Change(context, connection, part, by);
        await context.SaveChangesAsync(cancellation);
        return null;
    }

    /// <summary>Whether a mail can be sent there: one bare address, without a name.</summary>
    public static bool IsAddress(string text) =>
        GivenText.IsUsable(text, LongestAddress)
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text;

    /// <summary>Whether mails can be written in this language and region: one that the machine knows.</summary>
    internal static bool IsCulture(string name)
    {
        try
        {
            return name.Length > 0 && CultureInfo.GetCultureInfo(name, predefinedOnly: true).Name == name;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    private void Change(SyncDbContext context, Connection connection, SettingPart part, Actor by)
    {
        part.Store(connection);
        context.Activity.Add(
            ActivityRecord.Of(by, part.Code, clock.GetUtcNow().UtcDateTime, connection.Id, part.Arguments)
        );
    }

    private static Task<Connection> FindAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    ) =>
        context
            .Connections.Include(connection => connection.Policies)
            .SingleAsync(connection => connection.Id == connectionId, cancellation);

    private static async Task<Reason> OvertakenAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    ) =>
        new(
            ConnectionReasons.SettingsOvertaken,
            await context
                .Activity.Where(entry => entry.ConnectionId == connectionId && SettingPart.Codes.Contains(entry.What))
                .OrderByDescending(entry => entry.Id)
                .Select(entry => entry.Who)
                .FirstOrDefaultAsync(cancellation)
                ?? "–"
        );
}
