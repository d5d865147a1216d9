namespace HumaXledger.Portal.Components.Pages.Plans;

/// <summary>Texts of a plan: its changes, what it costs, what cannot be written.</summary>
public sealed class PlanText;
