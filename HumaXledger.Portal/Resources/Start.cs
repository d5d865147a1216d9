namespace HumaXledger.Portal.Resources;

/// <summary>Texts of the start page and of the list of connections.</summary>
public sealed class Start;
