using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Activity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Secret = HumaXledger.Core.Secret;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Creates, finds and ends sessions. A session is valid while it is stored, was used recently, is not too old, and the
/// identity provider has confirmed the roles recently. Requests, circuits and hub connections all ask here, so an ended
/// session ends everywhere.
/// </summary>
public sealed partial class Sessions(
    SessionStore store,
    IRoleSource source,
    IDataProtectionProvider protection,
    IOptions<AccessOptions> options,
    TimeProvider clock,
    ILogger<Sessions> logger
)
{
    private static readonly TimeSpan SeenToTheMinute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// While one request asks Entra ID, and for this time after it got no answer, the others go on with the known
    /// roles: a refresh token may be valid once.
    /// </summary>
    private static readonly TimeSpan RecheckLease = TimeSpan.FromMinutes(1);

    /// <summary>Used when the time of the proof is unknown: old enough to fail every check of a recent proof.</summary>
    private static readonly DateTime ProofTimeUnknown = DateTime.UnixEpoch;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Creates a session for a person whose identity is proved.</summary>
    /// <returns>The session's key, for the browser. Never the key of an earlier session.</returns>
    public async Task<string> BeginAsync(SignedIn person, SignInKind kind, CancellationToken cancellation)
    {
        var key = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var id = IdOf(key);
        var now = Now;
        var session = new SignInSession
        {
            Id = id,
            Kind = kind,
            Subject = person.Actor.Id,
            Name = person.Actor.Name,
            Mail = person.Actor.Mail,
            Roles = Claims.RoleNamesOf(person.Actor),
            AuthenticatedAt = person.Actor.AuthenticatedAt ?? ProofTimeUnknown,
            SeenAt = now,
            EndsAt = now + options.Value.Longest,
            ConfirmedAt = now,
            RecheckAt = now + options.Value.RecheckEvery,
            RefreshToken = Protect(person.RefreshToken, id),
        };
        await store.AddAsync(
            session,
            EntryOf(person.Actor, ActivityCodes.SignedIn, $"{kind}", Words(Claims.RoleNamesOf(person.Actor))),
            now,
            cancellation
        );
        return key;
    }

    /// <summary>The person of the session with this key, with current roles; null when the session has ended.</summary>
    /// <param name="active">Whether a user action caused the call. A mere validity check does not extend the
    /// session.</param>
    public async Task<Actor?> FindAsync(string key, bool active, CancellationToken cancellation) =>
        (await CheckAsync(key, active, cancellation))?.Actor;

    /// <inheritdoc cref="FindAsync"/>
    /// <returns>The person, and when the session ends; null when it has ended.</returns>
    public async Task<(Actor Actor, SessionEnd End)?> CheckAsync(
        string key,
        bool active,
        CancellationToken cancellation
    )
    {
        var now = Now;
        if (await store.FindAsync(IdOf(key), cancellation) is not { } session)
        {
            return null;
        }

        if (!Holds(session, now))
        {
            await store.RemoveAsync(session.Id, cancellation);
            return null;
        }

        if (session.Kind == SignInKind.Entra && session.RecheckAt <= now && !await RecheckAsync(session, now))
        {
            await store.RemoveAsync(
                session.Id,
                CancellationToken.None,
                EntryOf(Of(session), ActivityCodes.SignInNotConfirmed)
            );
            return null;
        }

        if (active && now - session.SeenAt >= SeenToTheMinute)
        {
            await store.SeenAsync(session.Id, now, cancellation);
            session.SeenAt = now;
        }

        var actor = Of(session);
        return (
            actor with
            {
                GroupRoles = await store.WithConnectionsAsync(actor.GroupRoles, cancellation),
            },
            SessionEnd.Of(session, options.Value.IdleFor)
        );
    }

    /// <summary>Ends the session for all requests, circuits and hub connections.</summary>
    /// <param name="from">The browser's address.</param>
    /// <param name="successor">The person who signs in instead; no sign-out is logged when it is the same
    /// person.</param>
    /// <returns>The kind of the ended session; null when it had already ended.</returns>
    public async Task<SignInKind?> EndAsync(string key, string? from, Actor? successor, CancellationToken cancellation)
    {
        if (await store.FindAsync(IdOf(key), cancellation) is not { } session)
        {
            return null;
        }

        await store.RemoveAsync(
            session.Id,
            cancellation,
            session.Subject == successor?.Id ? null : EntryOf(Of(session) with { From = from }, ActivityCodes.SignedOut)
        );
        return session.Kind;
    }

    private static Actor Of(SignInSession session) =>
        new(session.Subject, session.Name, session.Mail, Claims.RolesOf(session.Roles))
        {
            AuthenticatedAt = session.AuthenticatedAt,
            GroupRoles = Claims.GroupRolesOf(session.Roles),
        };

    private static string Words(IReadOnlyList<string> roles) =>
        roles.Count > 0 ? string.Join(", ", roles) : ActivityCodes.NoRole;

    private ActivityRecord EntryOf(Actor by, string code, params IReadOnlyList<string> arguments) =>
        ActivityRecord.Of(by, code, Now, null, arguments);

    internal static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whether the session is valid now, without asking Entra ID.</summary>
    internal bool Holds(SignInSession session) => Holds(session, Now);

    private bool Holds(SignInSession session, DateTime now) =>
        now < session.EndsAt
        && now < session.SeenAt + options.Value.IdleFor
        && session.Kind switch
        {
            // A database copied from a development machine opens no session elsewhere.
            SignInKind.Development => options.Value.DevelopmentSignIn,
            _ => now < session.ConfirmedAt + options.Value.TrustedFor,
        };

    /// <summary>
    /// Not cancellable: a page can be left while Entra ID answers, and by then the old refresh token may be used up.
    /// </summary>
    /// <returns>False when the person may not be signed in any longer.</returns>
    private async Task<bool> RecheckAsync(SignInSession session, DateTime now)
    {
        var cancellation = CancellationToken.None;
        if (
            session.RefreshToken is not { } cipher
            || !await store.TakeRecheckAsync(session, now + RecheckLease, cancellation)
        )
        {
            return true;
        }

        if (Unprotect(cipher, session.Id) is not { } token)
        {
            // The refresh token cannot be decrypted, so the roles cannot be confirmed any more.
            return false;
        }

        switch (await source.AskAsync(token, session.Subject, cancellation))
        {
            case RoleAnswer.Refused:
                LogRefused(logger, session.Subject);
                return false;
            case RoleAnswer.Confirmed(var person):
                var roles = Claims.RoleNamesOf(person.Actor);
                var changed = roles.ToHashSet().SetEquals(session.Roles)
                    ? null
                    : EntryOf(person.Actor, ActivityCodes.RolesChanged, Words(roles));
                (session.Name, session.Mail, session.Roles) = (person.Actor.Name, person.Actor.Mail, roles);
                (session.ConfirmedAt, session.RecheckAt) = (now, now + options.Value.RecheckEvery);
                session.RefreshToken = Protect(person.RefreshToken, session.Id) ?? cipher;
                await store.ConfirmAsync(session, cancellation, changed);
                return true;
            default:
                return true;
        }
    }

    private ProtectedSecret? Protect(Secret? token, string id) => token is null ? null : Close(protection, token, id);

    private Secret? Unprotect(ProtectedSecret cipher, string id) => Open(protection, cipher, id);

    /// <summary>Encrypts the refresh token of a session, for this session only.</summary>
    internal static ProtectedSecret Close(IDataProtectionProvider protection, Secret token, string id) =>
        new(Protector(protection, id).Protect(token.Reveal()));

    /// <returns>Null where the key is lost, or the cipher is of another session.</returns>
    internal static Secret? Open(IDataProtectionProvider protection, ProtectedSecret cipher, string id)
    {
        try
        {
            return new Secret(Protector(protection, id).Unprotect(cipher.Cipher));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(IDataProtectionProvider protection, string id) =>
        protection.CreateProtector("HumaXledger.Session", id);

    [LoggerMessage(
        LogLevel.Information,
        "Entra ID no longer confirms {Subject}: the session ends, and the person must sign in again"
    )]
    private static partial void LogRefused(ILogger logger, string subject);
}
