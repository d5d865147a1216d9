namespace HumaXledger.Portal.Localisation;

/// <summary>A sentence for each code of the activity log.</summary>
public sealed class ActivityEntries;
