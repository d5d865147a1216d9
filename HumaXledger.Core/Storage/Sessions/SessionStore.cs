using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Storage.Sessions;

/// <summary>Who is signed in, for all nodes.</summary>
public sealed partial class SessionStore(
    IDbContextFactory<SyncDbContext> contexts,
    SessionProofs proofs,
    TimeProvider clock,
    ILogger<SessionStore> logger
)
{
    /// <summary>Code in the activity log: a session was not written by this product, and was removed.</summary>
    public const string Forged = "signIn.forged";

    /// <summary>Stores a new session, logs it, and removes expired ones.</summary>
    public async Task AddAsync(
        SignInSession session,
        ActivityRecord entry,
        DateTime now,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.Sessions.Where(old => old.EndsAt <= now).ExecuteDeleteAsync(cancellation);
        session.Proof = proofs.Of(session);
        context.Sessions.Add(session);
        context.Activity.Add(entry);
        await context.SaveChangesAsync(cancellation);
    }

    /// <summary>
    /// The session, whether it still holds or not; null if there is none. One that was made or changed in the database
    /// is none: it is removed, and that is logged.
    /// </summary>
    public async Task<SignInSession?> FindAsync(string id, CancellationToken cancellation)
    {
        var session = await ReadAsync(id, cancellation);
        if (session is null || proofs.Fits(session))
        {
            return session;
        }

        if (await RemoveAsync(id, cancellation, ActivityRecord.Of(Actor.System, Forged, clock.GetUtcNow().UtcDateTime)))
        {
            LogForged(id[..Math.Min(8, id.Length)]);
        }

        return null;
    }

    /// <param name="subject">Whose sessions; null for all.</param>
    public async Task<IReadOnlyList<SignInSession>> ListAsync(string? subject, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var sessions = await context
            .Sessions.AsNoTracking()
            .Where(session => subject == null || session.Subject == subject)
            .ToListAsync(cancellation);
        return [.. sessions.Where(proofs.Fits)];
    }

    /// <summary>These roles with the connections that are in their groups now; ended ones too.</summary>
    public async Task<IReadOnlyList<GroupRole>> WithConnectionsAsync(
        IReadOnlyList<GroupRole> roles,
        CancellationToken cancellation
    )
    {
        if (roles.Count == 0)
        {
            return roles;
        }

        var groups = roles.Select(role => role.Group).Distinct().ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var placed = (
            await context
                .Connections.Where(connection =>
                    connection.AccessGroup != null && groups.Contains(connection.AccessGroup)
                )
                .Select(connection => new { connection.Id, connection.AccessGroup })
                .ToListAsync(cancellation)
        ).ToLookup(connection => connection.AccessGroup, connection => connection.Id);
        return [.. roles.Select(role => role with { Connections = placed[role.Group].ToHashSet() })];
    }

    /// <summary>Notes that the session was used.</summary>
    public async Task SeenAsync(string id, DateTime now, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context
            .Sessions.Where(session => session.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.SeenAt, now), cancellation);
    }

    /// <summary>
    /// Whether it falls to the caller to ask for the roles again; of several who read the session at the same time it
    /// falls to one, and to the next one at <paramref name="next"/>.
    /// </summary>
    /// <param name="session">As the caller read it; it gets the new time. After a recheck since then its refresh token
    /// is outdated, and the answer is no.</param>
    public async Task<bool> TakeRecheckAsync(SignInSession session, DateTime next, CancellationToken cancellation)
    {
        var (read, proof) = (session.RecheckAt, session.Proof);
        session.RecheckAt = next;
        session.Proof = proofs.Of(session);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        // The proof is of the session as it was read, so that it has to be that still.
        return await context
                .Sessions.Where(row => row.Id == session.Id && row.RecheckAt == read && row.Proof == proof)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.RecheckAt, next).SetProperty(row => row.Proof, session.Proof),
                    cancellation
                ) == 1;
    }

    /// <summary>
    /// Stores what the issuer says of the person now: name, mail, roles, times and the next refresh token.
    /// </summary>
    /// <param name="entry">Entry of the activity log; null for none.</param>
    public async Task ConfirmAsync(SignInSession session, CancellationToken cancellation, ActivityRecord? entry = null)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        session.Proof = proofs.Of(session);
        await context
            .Sessions.Where(row => row.Id == session.Id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.Name, session.Name)
                        .SetProperty(row => row.Mail, session.Mail)
                        .SetProperty(row => row.Roles, session.Roles)
                        .SetProperty(row => row.ConfirmedAt, session.ConfirmedAt)
                        .SetProperty(row => row.RecheckAt, session.RecheckAt)
                        .SetProperty(row => row.RefreshToken, session.RefreshToken)
                        .SetProperty(row => row.Proof, session.Proof),
                cancellation
            );
        await LogAsync(context, entry, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <param name="entry">Entry of the activity log, stored by the first caller that ends it; null for none.</param>
    /// <returns>False where it had ended.</returns>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancellation, ActivityRecord? entry = null)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var removed = await context.Sessions.Where(session => session.Id == id).ExecuteDeleteAsync(cancellation) > 0;
        if (removed)
        {
            await LogAsync(context, entry, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return removed;
    }

    /// <summary>Takes the state of a sign-in; of all callers on all nodes one gets it.</summary>
    /// <param name="state">Random id of the sign-in.</param>
    /// <param name="expiresAt">From when the sign-in is refused for its age.</param>
    /// <returns>False when it was taken before.</returns>
    public async Task<bool> SpendAsync(string state, DateTime expiresAt, DateTime now, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.SpentStates.Where(spent => spent.ExpiresAt <= now).ExecuteDeleteAsync(cancellation);
        return await context.Database.ExecuteSqlAsync(
                $"""INSERT INTO "SpentStates" ("Id", "ExpiresAt") VALUES ({state}, {expiresAt}) ON CONFLICT DO NOTHING""",
                cancellation
            ) == 1;
    }

    private async Task<SignInSession?> ReadAsync(string id, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Sessions.AsNoTracking().SingleOrDefaultAsync(session => session.Id == id, cancellation);
    }

    private static async Task LogAsync(SyncDbContext context, ActivityRecord? entry, CancellationToken cancellation)
    {
        if (entry is not null)
        {
            context.Activity.Add(entry);
            await context.SaveChangesAsync(cancellation);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "The sign-in {Session} was made or changed in the database by something else: it is removed, and the person "
            + "has to sign in again"
    )]
    private partial void LogForged(string session);
}
