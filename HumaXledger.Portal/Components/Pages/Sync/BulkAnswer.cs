namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>The answer of the dialog before many rows are decided at once.</summary>
public sealed record BulkAnswer(bool Confirmed, bool Remember);
