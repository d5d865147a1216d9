namespace HumaXledger.Portal.Appearance;

/// <summary>
/// Light or dark: the style sheet of <see cref="PortalTheme"/>. <c>Name</c> is the value of the cookie.
/// </summary>
public sealed record ColourTheme(string Name)
{
    /// <summary>
    /// Written by <c>wwwroot/portal.js</c>, read by the server so that the first response already links the right style
    /// sheet.
    /// </summary>
    public const string Cookie = "hx-theme";

    /// <summary>The light theme.</summary>
    public static readonly ColourTheme Light = new("light");

    /// <summary>The dark theme.</summary>
    public static readonly ColourTheme Dark = new("dark");

    /// <summary>The theme of a cookie value; light for an unknown one.</summary>
    public static ColourTheme ByName(string? name) => name == Dark.Name ? Dark : Light;

    /// <summary>Path of the generated style sheet with the palette and type of <see cref="PortalTheme"/>.</summary>
    public string StyleSheet => $"theme-{Name}.css";
}
