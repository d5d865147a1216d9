using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Sessions;

/// <summary>How a person signed in.</summary>
public enum SignInKind
{
    Entra,

    /// <summary>The local page of the Development environment.</summary>
    Development,
}

/// <summary>
/// One sign-in, from its first moment to its end. The browser holds a key to it, the store only that key's hash; a
/// session that is not here is over, whatever a cookie says.
/// </summary>
public sealed class SignInSession
{
    /// <summary>SHA-256 of the key, in hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>How the person signed in.</summary>
    public SignInKind Kind { get; init; }

    /// <summary>The same for this person for ever: tenant and object id.</summary>
    public required string Subject { get; init; }

    /// <summary>Name, for display.</summary>
    public required string Name { get; set; }

    /// <summary>E-mail address, for results of runs.</summary>
    public string? Mail { get; set; }

    /// <summary>Roles at the last check.</summary>
    public required IReadOnlyList<string> Roles { get; set; }

    /// <summary>When the person last proved who they are.</summary>
    public DateTime AuthenticatedAt { get; init; }

    /// <summary>The last thing they did, to the minute.</summary>
    public DateTime SeenAt { get; set; }

    /// <summary>Over then, whatever they do.</summary>
    public DateTime EndsAt { get; init; }

    /// <summary>When the issuer last confirmed these roles.</summary>
    public DateTime ConfirmedAt { get; set; }

    /// <summary>When to ask again.</summary>
    public DateTime RecheckAt { get; set; }

    /// <summary>What it takes to ask again; encrypted, bound to this session.</summary>
    public ProtectedSecret? RefreshToken { get; set; }

    /// <summary>
    /// Proves that all of this but <see cref="SeenAt"/> was written by this product (<see cref="SessionProofs"/>); a
    /// session without one is none.
    /// </summary>
    public string? Proof { get; set; }
}
