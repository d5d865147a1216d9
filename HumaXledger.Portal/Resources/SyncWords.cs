namespace HumaXledger.Portal.Resources;

/// <summary>Words of Synchronize users: compare, who is who, conflicts, additions, review.</summary>
public sealed class SyncWords;
