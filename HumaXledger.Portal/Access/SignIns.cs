using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;

namespace HumaXledger.Portal.Access;

/// <summary>A valid session.</summary>
/// <param name="Id">Id of the session; it does not give access to it.</param>
/// <param name="IsThis">Whether it is the session of the caller.</param>
public sealed record OpenSignIn(
    string Id,
    string Name,
    IReadOnlySet<Role> Roles,
    IReadOnlyList<GroupRole> GroupRoles,
    DateTime SeenAt,
    DateTime EndsAt,
    bool IsThis
);

/// <summary>Lists and ends valid sessions: users their own, administrators all.</summary>
public sealed class SignIns(SessionStore store, Sessions sessions, Reveal reveal, TimeProvider clock)
{
    /// <param name="key">Key of the caller's session.</param>
    public async Task<IReadOnlyList<OpenSignIn>> ListAsync(Actor by, string? key, CancellationToken cancellation)
    {
        var own = key is null ? null : Sessions.IdOf(key);
        var all = await store.ListAsync(by.MayEverywhere(Permission.SeeActivity) ? null : by.Id, cancellation);
        return
        [
            .. all.Where(sessions.Holds)
                .Select(session => new OpenSignIn(
                    session.Id,
                    session.Name,
                    Claims.RolesOf(session.Roles),
                    Claims.GroupRolesOf(session.Roles),
                    session.SeenAt,
                    session.EndsAt,
                    session.Id == own
                ))
                .OrderByDescending(open => open.IsThis)
                .ThenByDescending(open => open.SeenAt),
        ];
    }

    /// <summary>
    /// Ends a session, of a person who proved recently who they are. Its open pages close within <see
    /// cref="AccessOptions.PageRecheckEvery"/>.
    /// </summary>
    /// <returns>Why not: the caller has to sign in again first; null when the session has ended.</returns>
    /// <exception cref="ActRefused">It belongs to another person, and the caller is no administrator.</exception>
    public async Task<Reason?> EndAsync(string id, Actor by, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is not { } session)
        {
            return null;
        }

        if (session.Subject != by.Id)
        {
            by.DemandEverywhere(Permission.SeeActivity);
        }

        if (reveal.Refusal(by.AuthenticatedAt) is { } refusal)
        {
            return refusal;
        }

        await store.RemoveAsync(
            id,
            cancellation,
            ActivityRecord.Of(by, ActivityCodes.SignInEnded, clock.GetUtcNow().UtcDateTime, null, [session.Name])
        );
        return null;
    }
}
