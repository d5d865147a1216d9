namespace HumaXledger.Portal.Resources;

/// <summary>Texts of a run: progress, result page, result mail, its list of changes.</summary>
public sealed class ResultWords;
