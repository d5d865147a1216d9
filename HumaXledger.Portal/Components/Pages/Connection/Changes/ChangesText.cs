namespace HumaXledger.Portal.Components.Pages.Connection.Changes;

/// <summary>Texts of inbound sync: changes from Huma, what waits, and what awaits approval.</summary>
public sealed class ChangesText;
