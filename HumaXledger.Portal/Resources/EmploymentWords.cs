namespace HumaXledger.Portal.Resources;

/// <summary>Texts of positions: how they make up an employment, the main position, and what is coming up.</summary>
public sealed class EmploymentWords;
