namespace HumaXledger.Portal.Resources;

/// <summary>Texts of "Synchronize users": compare, match people, conflicts, additions, review.</summary>
public sealed class SyncWords;
