namespace HumaXledger.Portal.Resources;

/// <summary>Words of the counts of a connection: what differs, what is left to do and why, and as of when.</summary>
public sealed class FigureWords;
