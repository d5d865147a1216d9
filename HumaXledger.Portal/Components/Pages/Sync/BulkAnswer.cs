namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>What was answered before many rows are decided at once.</summary>
public sealed record BulkAnswer(bool Confirmed, bool Remember);
