using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Systems;

/// <summary>
/// Whether a Huma key and an Xledger token belong to the organization and the entity that a connection was set up for.
/// </summary>
internal static class SystemOwner
{
    /// <summary>Why this is not the connection's organization; null where it is. Not read counts as another.</summary>
    public static Reason? OtherThan(this HumaOrganization? organization, Connection connection) =>
        organization?.OrganizationId == connection.HumaOrganizationId
            ? null
            : new Reason(ConnectionReasons.OtherOrganization);

    /// <summary>
    /// Why the key belongs to another organization than the connection's; null where it does not. The access token that
    /// is fetched to ask serves what the client does afterwards.
    /// </summary>
    public static async Task<Reason?> OtherOrganizationAsync(
        this IHumaClient huma,
        Connection connection,
        CancellationToken cancellation
    ) => (await huma.ReadOrganizationAsync(cancellation)).OtherThan(connection);

    /// <exception cref="HumaFault">The key belongs to another organization, or cannot be asked.</exception>
    public static async Task DemandOrganizationAsync(
        this IHumaClient huma,
        Connection connection,
        CancellationToken cancellation
    )
    {
        if (await huma.OtherOrganizationAsync(connection, cancellation) is { } other)
        {
            throw new HumaFault(HumaFaultCause.OtherOrganization, other, transient: false);
        }
    }

    /// <summary>
    /// Why the token cannot be the connection's; null where it sees the entity. A token to which Xledger lists no
    /// entities may still see the connection's below its own: that is no reason either.
    /// </summary>
    public static Reason? OtherThan(this XledgerEntities entities, Connection connection) =>
        entities.Sees(connection.XledgerEntityId) == false ? new Reason(ConnectionReasons.OtherEntity) : null;

    /// <summary>
    /// Why the token belongs to another entity than when it was read last; null where it does not, or where either is
    /// not known. Each read of employees includes it, so the check costs no request.
    /// </summary>
    /// <param name="compared">The entity then; null where it is not known.</param>
    public static Reason? OtherEntityThan(this IXledgerClient client, string? compared) =>
        compared is not null && client.TokenEntity is { } now && now != compared
            ? new Reason(ConnectionReasons.OtherEntity)
            : null;

    /// <summary>
    /// The entity that the connection's token belonged to when it was compared last; null where that is not known.
    /// </summary>
    public static Task<string?> LastTokenEntityAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    ) =>
        context
            .Comparisons.AsNoTracking()
            .Where(row => row.ConnectionId == connectionId && row.TokenEntity != null)
            .OrderByDescending(row => row.StartedAt)
            .Select(row => row.TokenEntity)
            .FirstOrDefaultAsync(cancellation);
}
