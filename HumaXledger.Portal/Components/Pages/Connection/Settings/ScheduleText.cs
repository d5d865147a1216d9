namespace HumaXledger.Portal.Components.Pages.Connection.Settings;

/// <summary>Texts of scheduled checks: difference check, check of Huma, and what stands in for a webhook.</summary>
public sealed class ScheduleText;
