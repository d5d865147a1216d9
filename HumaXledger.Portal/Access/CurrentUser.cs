namespace HumaXledger.Portal.Access;

/// <summary>
/// Who uses this circuit: the name kept with every decision and act, and where results are mailed. Until sign-in exists the Portal starts in Development only, where
/// it is the local administrator; sign-in fills it from the claims.
/// </summary>
public sealed class CurrentUser
{
    public string Name { get; } = "Local administrator";

    public string Email { get; } = "administrator@example.com";
}
