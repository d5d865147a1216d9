namespace HumaXledger.Portal.Resources;

/// <summary>Words of the page of the activity log and of its exports.</summary>
public sealed class LogWords;
