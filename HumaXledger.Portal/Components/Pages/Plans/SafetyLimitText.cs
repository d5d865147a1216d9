namespace HumaXledger.Portal.Components.Pages.Plans;

/// <summary>Texts of safety limits: when they stop a plan, and what to confirm.</summary>
public sealed class SafetyLimitText;
