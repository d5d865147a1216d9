namespace HumaXledger.Portal.Resources;

/// <summary>Texts of a connection's counts: differences, what is left to do and why, and as of when.</summary>
public sealed class FigureWords;
