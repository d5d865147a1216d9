namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>Texts of the steps of a synchronization.</summary>
public sealed class SyncText;
