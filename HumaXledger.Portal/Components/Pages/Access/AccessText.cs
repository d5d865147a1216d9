namespace HumaXledger.Portal.Components.Pages.Access;

/// <summary>Texts of signing in and out, and of missing permissions.</summary>
public sealed class AccessText;
