namespace HumaXledger.Portal.Components.Pages.Activity;

/// <summary>Texts of the activity log page.</summary>
public sealed class ActivityText;
