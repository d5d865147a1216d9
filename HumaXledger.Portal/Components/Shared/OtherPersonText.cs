namespace HumaXledger.Portal.Components.Shared;

/// <summary>Texts about linked people of whom one record looks like another person.</summary>
public sealed class OtherPersonText;
