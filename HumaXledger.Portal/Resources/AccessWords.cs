namespace HumaXledger.Portal.Resources;

/// <summary>Words of signing in and out, and of what somebody may not see.</summary>
public sealed class AccessWords;
