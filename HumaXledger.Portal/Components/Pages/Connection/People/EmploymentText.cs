namespace HumaXledger.Portal.Components.Pages.Connection.People;

/// <summary>Texts of employments: positions, the main position, leavers, and what is coming up.</summary>
public sealed class EmploymentText;
