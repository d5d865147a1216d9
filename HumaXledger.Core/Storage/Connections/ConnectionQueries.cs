using System.Linq.Expressions;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// How connections stand, for use in queries; <see cref="Connection"/>'s properties say it in memory.
/// </summary>
public static class ConnectionQueries
{
    /// <summary><see cref="Connection.IsEnded"/> as a part of a query.</summary>
    public static readonly Expression<Func<Connection, bool>> IsEnded = connection => connection.DisconnectedAt != null;

    public static IQueryable<Connection> NotEnded(this IQueryable<Connection> connections) =>
        connections.Where(connection => connection.DisconnectedAt == null);

    public static IQueryable<Connection> NotEndedOrPaused(this IQueryable<Connection> connections) =>
        connections.NotEnded().Where(connection => connection.PausedAt == null);

    /// <summary>Paused, and not ended since.</summary>
    public static IQueryable<Connection> Paused(this IQueryable<Connection> connections) =>
        connections.NotEnded().Where(connection => connection.PausedAt != null);

    /// <summary>Connections, ended ones left out, of one organization of a Huma environment.</summary>
    public static IQueryable<Connection> OfOrganization(
        this IQueryable<Connection> connections,
        string environment,
        string? organizationId
    ) =>
        connections
            .NotEnded()
            .Where(connection =>
                connection.HumaEnvironment == environment && connection.HumaOrganizationId == organizationId
            );
}
