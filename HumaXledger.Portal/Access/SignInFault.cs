using HumaXledger.Core.Access;

namespace HumaXledger.Portal.Access;

/// <summary>
/// A sign-in that did not succeed. The code is for the log and for choosing what the person is told; nothing of a token
/// is in it.
/// </summary>
public sealed class SignInFault(string code, Exception? cause = null) : Exception($"Sign-in failed: {code}.", cause)
{
    /// <summary>Entra ID said no, or the person gave up.</summary>
    public const string Denied = "denied";

    /// <summary>The answer does not belong to a sign-in that this browser began.</summary>
    public const string NotBegunHere = "state";

    /// <summary>Entra ID did not give a token for the code: used before, too old, not ours.</summary>
    public const string CodeRefused = "code";

    /// <summary>The token is not one to be trusted.</summary>
    public const string TokenRefused = "token";

    /// <summary>People of that tenant may not sign in here.</summary>
    public const string TenantRefused = "tenant";

    /// <summary>A new proof of who it is was asked for, and the token tells of an old one or of none.</summary>
    public const string NotProvedAnew = "proof";

    /// <summary>Entra ID could not be reached.</summary>
    public const string Unreachable = "unreachable";

    public static IReadOnlyList<string> Codes { get; } =
    [Denied, NotBegunHere, CodeRefused, TokenRefused, TenantRefused, NotProvedAnew, Unreachable];

    public string Code { get; } = code;

    /// <summary>
    /// Whom a token speaks of that is genuine and yet not enough; null where no such token came. For the activity log.
    /// </summary>
    public Actor? Person { get; init; }
}
