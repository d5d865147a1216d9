namespace HumaXledger.Portal.Appearance;

/// <summary>
/// Light or dark, as Radzen's "standard" theme with its WCAG colours. <c>Name</c> is the value of the cookie.
/// </summary>
public sealed record ColourTheme(string Name, string Radzen)
{
    /// <summary>
    /// Written by <c>wwwroot/portal.js</c>, read by the server so that the first byte already has the right style
    /// sheet.
    /// </summary>
    public const string Cookie = "hx-theme";

    public static readonly ColourTheme Light = new("light", "standard");
    public static readonly ColourTheme Dark = new("dark", "standard-dark");

    public static ColourTheme ByName(string? name) => name == Dark.Name ? Dark : Light;

    public string StyleSheet => $"_content/Radzen.Blazor/css/{Radzen}-base.css";

    public string Contrast => $"_content/Radzen.Blazor/css/{Radzen}-wcag.css";
}
