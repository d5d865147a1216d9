namespace HumaXledger.Portal.Resources;

/// <summary>Words of a run: progress, result page, result mail, its list of changes.</summary>
public sealed class ResultWords;
