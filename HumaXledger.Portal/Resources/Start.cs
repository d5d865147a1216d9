namespace HumaXledger.Portal.Resources;

/// <summary>Words of the start page and of the list of connections.</summary>
public sealed class Start;
