namespace HumaXledger.Portal.Resources;

/// <summary>Words about linked people of whom one record looks like another person.</summary>
public sealed class IdentityWords;
