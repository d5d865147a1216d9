namespace HumaXledger.Portal.Components.Pages.Connection.Settings;

/// <summary>A part of the settings of a connection, in the order of the index.</summary>
public enum SettingsSection
{
    General,
    Fields,
    Scope,
    Limits,
    Webhook,
    Schedules,
    Alerts,
    Access,
    Data,
    Disconnect,
}

/// <summary>Addresses of the sections.</summary>
public static class SettingsSections
{
    /// <summary>The address of a section.</summary>
    public static string AddressOf(Guid connectionId, SettingsSection section) =>
        $"/connections/{connectionId}/settings/{section.ToString().ToLowerInvariant()}";

    /// <summary>The section of an address; the first one where the address names none.</summary>
    public static SettingsSection Of(string? name) =>
        Enum.TryParse<SettingsSection>(name, ignoreCase: true, out var section) && Enum.IsDefined(section)
            ? section
            : SettingsSection.General;

    /// <summary>Whether the section is a form with one Save button.</summary>
    public static bool IsForm(this SettingsSection section) =>
        section
            is SettingsSection.General
                or SettingsSection.Fields
                or SettingsSection.Limits
                or SettingsSection.Schedules
                or SettingsSection.Alerts;
}
