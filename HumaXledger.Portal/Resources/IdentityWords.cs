namespace HumaXledger.Portal.Resources;

/// <summary>Texts about linked people of whom one record looks like another person.</summary>
public sealed class IdentityWords;
