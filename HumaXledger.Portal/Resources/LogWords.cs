namespace HumaXledger.Portal.Resources;

/// <summary>Texts of the activity log page and of its exports.</summary>
public sealed class LogWords;
