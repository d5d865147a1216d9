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
/// Begins, finds and ends sign-ins. A session holds as long as it is in the store, was used lately, is not too old, and
/// whoever signed the person in has confirmed the roles lately.
/// Requests, circuits and hub connections all ask here, so that a session that is ended has ended everywhere.
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
    /// Where nobody says when the person proved who they are, it is too long ago for anything that asks.
    /// </summary>
    private static readonly DateTime NotToldWhen = DateTime.UnixEpoch;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Begins a session for somebody who was found to be who they are.</summary>
    /// <returns>Its key, for the browser. It is never the key of an earlier session.</returns>
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
            Roles = [.. person.Actor.Roles.Order().Select(role => $"{role}")],
            AuthenticatedAt = person.Actor.AuthenticatedAt ?? NotToldWhen,
            SeenAt = now,
            EndsAt = now + options.Value.Longest,
            ConfirmedAt = now,
            RecheckAt = now + options.Value.RecheckEvery,
            RefreshToken = Protect(person.RefreshToken, id),
        };
        await store.AddAsync(
            session,
            Told(person.Actor, ActivityCodes.SignedIn, $"{kind}", Words(person.Actor.Roles)),
            now,
            cancellation
        );
        return key;
    }

    /// <summary>Who the session of that key is, with the roles of now; null when it is over.</summary>
    /// <param name="active">Whether somebody did something; looking whether it still holds is nothing.</param>
    public async Task<Actor?> FindAsync(string key, bool active, CancellationToken cancellation)
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

        if (
            session.Kind == SignInKind.Entra
            && session.RecheckAt <= now
            && !await RecheckAsync(session, now, cancellation)
        )
        {
            await store.RemoveAsync(session.Id, cancellation, Told(Of(session), ActivityCodes.SignInNotConfirmed));
            return null;
        }

        if (active && now - session.SeenAt >= SeenToTheMinute)
        {
            await store.SeenAsync(session.Id, now, cancellation);
        }

        return Of(session);
    }

    /// <summary>Ends it everywhere.</summary>
    /// <param name="from">The address of the browser.</param>
    /// <param name="successor">Who signs in in its place; nothing is told where that is the same person.</param>
    /// <returns>How its person had signed in; null where it was over already.</returns>
    public async Task<SignInKind?> EndAsync(string key, string? from, Actor? successor, CancellationToken cancellation)
    {
        if (await store.FindAsync(IdOf(key), cancellation) is not { } session)
        {
            return null;
        }

        await store.RemoveAsync(
            session.Id,
            cancellation,
            session.Subject == successor?.Id ? null : Told(Of(session) with { From = from }, ActivityCodes.SignedOut)
        );
        return session.Kind;
    }

    private static Actor Of(SignInSession session) =>
        new(session.Subject, session.Name, session.Mail, Claims.RolesOf(session.Roles))
        {
            AuthenticatedAt = session.AuthenticatedAt,
        };

    private static string Words(IEnumerable<Role> roles) =>
        roles.Any() ? string.Join(", ", roles.Order()) : ActivityCodes.NoRole;

    private ActivityRecord Told(Actor by, string code, params IReadOnlyList<string> arguments) =>
        ActivityRecord.Of(by, code, Now, null, arguments);

    internal static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whether it would open something now; what Entra ID says is not asked.</summary>
    internal bool Holds(SignInSession session) => Holds(session, Now);

    private bool Holds(SignInSession session, DateTime now) =>
        now < session.EndsAt
        && now < session.SeenAt + options.Value.IdleFor
        && session.Kind switch
        {
            // A store that came from a development machine opens nothing elsewhere.
            SignInKind.Development => options.Value.DevelopmentSignIn,
            _ => now < session.ConfirmedAt + options.Value.TrustedFor,
        };

    /// <returns>False when the person may not be signed in any longer.</returns>
    private async Task<bool> RecheckAsync(SignInSession session, DateTime now, CancellationToken cancellation)
    {
        // One at a time; who comes second goes on with what was known. Where asking fails it is tried again soon, until
        // TrustedFor is over.
        var soon = TimeSpan.FromTicks(Math.Min(options.Value.RecheckEvery.Ticks, TimeSpan.FromMinutes(1).Ticks));
        if (
            session.RefreshToken is not { } cipher
            || !await store.TakeRecheckAsync(session.Id, now, now + soon, cancellation)
        )
        {
            return true;
        }

        if (Unprotect(cipher, session.Id) is not { } token)
        {
            // Its key is lost: nobody can be asked any more.
            return false;
        }

        switch (await source.AskAsync(token, session.Subject, cancellation))
        {
            case RoleAnswer.Refused:
                LogRefused(logger, session.Subject);
                return false;
            case RoleAnswer.Confirmed(var person):
                var told = person.Actor.Roles.SetEquals(Claims.RolesOf(session.Roles))
                    ? null
                    : Told(person.Actor, ActivityCodes.RolesChanged, Words(person.Actor.Roles));
                (session.Name, session.Mail, session.Roles) = (
                    person.Actor.Name,
                    person.Actor.Mail,
                    [.. person.Actor.Roles.Order().Select(role => $"{role}")]
                );
                (session.ConfirmedAt, session.RecheckAt) = (now, now + options.Value.RecheckEvery);
                session.RefreshToken = Protect(person.RefreshToken, session.Id) ?? cipher;
                await store.ConfirmAsync(session, cancellation, told);
                return true;
            default:
                return true;
        }
    }

    private ProtectedSecret? Protect(Secret? token, string id) =>
        token is null ? null : new ProtectedSecret(Protector(id).Protect(token.Reveal()));

    private Secret? Unprotect(ProtectedSecret cipher, string id)
    {
        try
        {
            return new Secret(Protector(id).Unprotect(cipher.Cipher));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string id) => protection.CreateProtector("HumaXledger.Session", id);

    [LoggerMessage(LogLevel.Information, "The sign-in of {Subject} ends: Entra ID no longer confirms it")]
    private static partial void LogRefused(ILogger logger, string subject);
}
