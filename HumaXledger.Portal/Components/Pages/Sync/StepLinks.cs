namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>Addresses of the steps around the one on the screen; null where there is none.</summary>
public sealed record StepLinks(string? Back, string? Next);
