using HumaXledger.Core.Access;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Contexts that see what a user may see: the only ones that pages, files and the hub read from. A list, a count or a
/// search over them leaves out the other connections by itself, and what belongs to one of those is not there.
/// </summary>
public sealed class ReaderContexts(IDbContextFactory<SyncDbContext> all, SyncDbContextFactory limited)
{
    /// <summary>Sees the connections whose state the user may see.</summary>
    public Task<SyncDbContext> ForAsync(Actor by, CancellationToken cancellation) =>
        ForAsync(by, Permission.SeeStatus, cancellation);

    /// <summary>
    /// Sees the connections that the user has this permission for; everything where it is held for all of them, nothing
    /// where it is held for none.
    /// </summary>
    public async Task<SyncDbContext> ForAsync(Actor by, Permission permission, CancellationToken cancellation) =>
        by.ConnectionsWith(permission) is { } connections
            ? limited.CreateLimited(connections)
            : await all.CreateDbContextAsync(cancellation);
}
