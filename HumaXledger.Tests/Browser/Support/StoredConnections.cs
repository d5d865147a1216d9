using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>Connections stored directly in a running Portal's database.</summary>
internal static class StoredConnections
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Guid> AddConnectionAsync(this RunningPortal portal, string name, string entityId = "1")
    {
        await using var context = await portal.StoreAsync();
        var connection = new Connection
        {
            Id = Guid.NewGuid(),
            Name = name,
            HumaEnvironment = "Sandbox",
            HumaClientId = "client",
            HumaClientSecret = new ProtectedSecret("cipher"),
            HumaOrganizationId = "organization",
            XledgerEnvironment = "Sandbox",
            XledgerToken = new ProtectedSecret("cipher"),
            XledgerTokenFingerprint = "fingerprint",
            XledgerEntityId = entityId,
            XledgerEntityName = "Fjellheim",
            AuthorityConfirmedBy = "Local administrator",
        };
        context.Add(connection);
        await context.SaveChangesAsync(Cancellation);
        return connection.Id;
    }

    public static async Task RemoveConnectionAsync(this RunningPortal portal, Guid id)
    {
        await using var context = await portal.StoreAsync();
        await context.Connections.Where(connection => connection.Id == id).ExecuteDeleteAsync(Cancellation);
    }

    public static async Task<Connection> ConnectionAsync(this RunningPortal portal, string name)
    {
        await using var context = await portal.StoreAsync();
        return await context.Connections.SingleAsync(connection => connection.Name == name, Cancellation);
    }

    /// <summary>
    /// Removes what earlier tests set up, or began to: all tests of a Portal have one user and one organization.
    /// </summary>
    public static async Task ClearSetUpsAsync(this RunningPortal portal)
    {
        await using var context = await portal.StoreAsync();
        await context.SetupDrafts.ExecuteDeleteAsync(Cancellation);
        await context.Connections.ExecuteDeleteAsync(Cancellation);
    }

    /// <summary>When an answer of the set-up that is begun was stored last, UTC.</summary>
    public static async Task<DateTime> SetUpChangedAtAsync(this RunningPortal portal)
    {
        await using var context = await portal.StoreAsync();
        return await context.SetupDrafts.Select(draft => draft.ChangedAt).SingleAsync(Cancellation);
    }

    /// <summary>Ends the hour for which verified secrets are kept.</summary>
    public static async Task EndSecretsOfSetUpsAsync(this RunningPortal portal)
    {
        await using var context = await portal.StoreAsync();
        await context.SetupDrafts.ExecuteUpdateAsync(
            set => set.SetProperty(draft => draft.SecretsUntil, DateTime.UnixEpoch),
            Cancellation
        );
    }

    private static Task<SyncDbContext> StoreAsync(this RunningPortal portal) =>
        portal.Services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
}
