namespace HumaXledger.Core.Reasons;

/// <summary>Why an act is refused to the person who asked for it.</summary>
public static class AccessReasons
{
    /// <summary>None of the person's roles allows it. The least role that does.</summary>
    public const string RoleMissing = "access.roleMissing";

    /// <summary>
    /// Too long since the person proved who they are; they are to sign in again. The longest it may be, in minutes.
    /// </summary>
    public const string SignInTooOld = "access.signInTooOld";
}
