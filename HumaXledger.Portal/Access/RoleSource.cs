using HumaXledger.Core;
using HumaXledger.Core.Access;

namespace HumaXledger.Portal.Access;

/// <summary>A person who proved their identity, and the refresh token for later checks.</summary>
public sealed record SignedIn(Actor Actor, Secret? RefreshToken)
{
    /// <param name="refreshToken">As Entra ID sends it; null or empty without one.</param>
    internal static SignedIn With(Actor actor, string? refreshToken) =>
        new(actor, string.IsNullOrEmpty(refreshToken) ? null : new Secret(refreshToken));
}

/// <summary>What the identity provider says about a person now.</summary>
public abstract record RoleAnswer
{
    private RoleAnswer() { }

    /// <summary>The person may stay signed in, with these roles.</summary>
    public sealed record Confirmed(SignedIn Person) : RoleAnswer;

    /// <summary>The person may not be signed in any longer.</summary>
    public sealed record Refused : RoleAnswer;

    /// <summary>No conclusive response.</summary>
    public sealed record Unknown : RoleAnswer;
}

/// <summary>Asks the identity provider again for a person's identity and roles.</summary>
public interface IRoleSource
{
    Task<RoleAnswer> AskAsync(Secret refreshToken, string subject, CancellationToken cancellation);
}
