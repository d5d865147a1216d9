using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// Keeps unsaved settings of each user and section for <see cref="SettingsDraftRecord.Kept"/>, whatever page, language
/// or server they are continued on.
/// </summary>
public sealed class SettingsDrafts(IDbContextFactory<SyncDbContext> contexts, SecretVault vault, TimeProvider clock)
{
    private DateTime Earliest => clock.GetUtcNow().UtcDateTime - SettingsDraftRecord.Kept;

    /// <summary>The user's input; null without any, where the encryption keys are lost, and where another version
    /// of the product kept it in a form that this one does not read.</summary>
    public async Task<SettingsInput?> ReadAsync(
        Guid connectionId,
        string section,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var earliest = Earliest;
        if (
            await Of(context, connectionId, by)
                .AsNoTracking()
                .SingleOrDefaultAsync(draft => draft.Section == section && draft.ChangedAt >= earliest, cancellation)
            is not { } draft
        )
        {
            return null;
        }

        try
        {
            return vault.ReadJson<SettingsInput>(draft.Input, SecretKind.SettingsInput, draft.Id);
        }
        catch (Exception fault) when (fault is SecretUnreadable or JsonException)
        {
            // The next change replaces it.
            return null;
        }
    }

    /// <summary>The sections of a connection with unsaved input of the user.</summary>
    public async Task<IReadOnlyList<string>> SectionsAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.ChangeSettings, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var earliest = Earliest;
        return await Of(context, connectionId, by)
            .Where(draft => draft.ChangedAt >= earliest)
            .Select(draft => draft.Section)
            .ToListAsync(cancellation);
    }

    /// <summary>Stores the input in place of what was stored before.</summary>
    public async Task KeepAsync(
        Guid connectionId,
        string section,
        SettingsInput input,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings, connectionId);
        await contexts.ChangeDraftAsync(
            context => Of(context, connectionId, by).Where(draft => draft.Section == section),
            id => new SettingsDraftRecord
            {
                Id = id,
                OwnerId = by.Id,
                ConnectionId = connectionId,
                Section = section,
                Input = new ProtectedSecret(""),
            },
            draft => draft.Input = vault.WriteJson(input, SecretKind.SettingsInput, draft.Id),
            clock,
            cancellation
        );
    }

    /// <summary>Removes the input: it is saved or discarded.</summary>
    public async Task DiscardAsync(Guid connectionId, string section, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.ChangeSettings, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await Of(context, connectionId, by).Where(draft => draft.Section == section).ExecuteDeleteAsync(cancellation);
    }

    private static IQueryable<SettingsDraftRecord> Of(SyncDbContext context, Guid connectionId, Actor by) =>
        context.SettingsDrafts.Where(draft => draft.OwnerId == by.Id && draft.ConnectionId == connectionId);
}
