using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Authentication;

namespace HumaXledger.Portal.Access;

/// <summary>
/// A sign-in that failed. The code is for the log and selects the message that the page shows; it contains nothing of a
/// token.
/// </summary>
public sealed class SignInFault(string code, Exception? cause = null) : Exception($"Sign-in failed: {code}.", cause)
{
    /// <summary>Entra ID refused, or the user cancelled.</summary>
    public const string Denied = "denied";

    /// <summary>The response does not belong to a sign-in that this browser started.</summary>
    public const string NotBegunHere = "state";

    /// <summary>Entra ID gave no token for the code: used before, expired, or issued to another application.</summary>
    public const string CodeRefused = "code";

    /// <summary>The token is not valid.</summary>
    public const string TokenRefused = "token";

    /// <summary>The token's tenant is not allowed.</summary>
    public const string TenantRefused = "tenant";

    /// <summary>A new proof of identity was required, and the token contains an old one or none.</summary>
    public const string NoNewProof = "proof";

    /// <summary>Entra ID could not be reached.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>All codes.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [Denied, NotBegunHere, CodeRefused, TokenRefused, TenantRefused, NoNewProof, Unreachable];

    /// <summary>One of <see cref="Codes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>
    /// The person of a token that is valid but not sufficient; null without such a token. For the activity log.
    /// </summary>
    public Actor? Person { get; init; }

    /// <summary>The sign-in that failed; the framework drops it on the way to its failure event.</summary>
    internal AuthenticationProperties? Begun { get; set; }
}
