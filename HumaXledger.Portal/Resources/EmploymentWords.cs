namespace HumaXledger.Portal.Resources;

/// <summary>Words of positions: how an employment is made of them, the main one, and what is coming up.</summary>
public sealed class EmploymentWords;
