namespace HumaXledger.Portal.Resources;

/// <summary>A sentence for each code of the activity log.</summary>
public sealed class ActivityWords;
