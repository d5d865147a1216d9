namespace HumaXledger.Core.Reasons;

/// <summary>Why an action is refused to the user who requested it.</summary>
public static class AccessReasons
{
    /// <summary>None of the user's roles allows it. Argument: the least role that does.</summary>
    public const string RoleMissing = "access.roleMissing";

    /// <summary>
    /// The last sign-in is too old; the user must sign in again. Argument: the longest allowed age, in minutes.
    /// </summary>
    public const string SignInTooOld = "access.signInTooOld";
}
