namespace HumaXledger.Portal.Components.Pages.Health;

/// <summary>Texts of the health page.</summary>
public sealed class HealthText;
