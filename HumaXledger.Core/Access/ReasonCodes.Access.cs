namespace HumaXledger.Core.People;

/// <content>Who may do what.</content>
public static partial class ReasonCodes
{
    /// <summary>None of the person's roles allows it. The least role that does.</summary>
    public const string RoleMissing = "access.roleMissing";
}
