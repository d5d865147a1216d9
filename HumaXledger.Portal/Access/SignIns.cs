using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Activity;

namespace HumaXledger.Portal.Access;

/// <summary>A sign-in that holds.</summary>
/// <param name="Id">Of its session: nothing that opens it.</param>
/// <param name="IsThis">Whether it is the one that asks.</param>
public sealed record OpenSignIn(
    string Id,
    string Name,
    IReadOnlySet<Role> Roles,
    DateTime SeenAt,
    DateTime EndsAt,
    bool IsThis
);

/// <summary>
/// The sign-ins that hold now, to be looked at and ended: everybody their own, an administrator those of all.
/// </summary>
public sealed class SignIns(SessionStore store, Sessions sessions, TimeProvider clock)
{
    /// <param name="key">Of the session that asks.</param>
    public async Task<IReadOnlyList<OpenSignIn>> ListAsync(Actor by, string? key, CancellationToken cancellation)
    {
        var own = key is null ? null : Sessions.IdOf(key);
        var all = await store.ListAsync(by.May(Permission.SeeActivity) ? null : by.Id, cancellation);
        return
        [
            .. all.Where(sessions.Holds)
                .Select(session => new OpenSignIn(
                    session.Id,
                    session.Name,
                    Claims.RolesOf(session.Roles),
                    session.SeenAt,
                    session.EndsAt,
                    session.Id == own
                ))
                .OrderByDescending(open => open.IsThis)
                .ThenByDescending(open => open.SeenAt),
        ];
    }

    /// <summary>Ends one. An open page of it closes within <see cref="AccessOptions.PageRecheckEvery"/>.</summary>
    /// <exception cref="ActRefused">It is somebody else's, and whoever asks is no administrator.</exception>
    public async Task EndAsync(string id, Actor by, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is not { } session)
        {
            return;
        }

        if (session.Subject != by.Id)
        {
            by.Demand(Permission.SeeActivity);
        }

        await store.RemoveAsync(
            id,
            cancellation,
            ActivityRecord.Of(by, ActivityCodes.SignInEnded, clock.GetUtcNow().UtcDateTime, null, [session.Name])
        );
    }
}
