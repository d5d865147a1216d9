namespace HumaXledger.Portal.Resources;

/// <summary>Texts of the health page.</summary>
public sealed class HealthWords;
