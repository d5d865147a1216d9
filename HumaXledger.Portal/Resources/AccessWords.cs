namespace HumaXledger.Portal.Resources;

/// <summary>Texts of signing in and out, and of missing permissions.</summary>
public sealed class AccessWords;
