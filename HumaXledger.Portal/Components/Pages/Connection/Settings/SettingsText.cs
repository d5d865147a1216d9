namespace HumaXledger.Portal.Components.Pages.Connection.Settings;

/// <summary>Texts of the settings of a connection.</summary>
public sealed class SettingsText;
