using MudBlazor;

namespace HumaXledger.Portal.Appearance;

/// <summary>
/// Colors, type and radii of both themes. The pages load them as static style sheets, generated from this theme: a
/// test compares the files and writes them anew with <c>UPDATE_DOCS=1</c> (<c>eng/theme</c>).
/// </summary>
public static class PortalTheme
{
    // Quoted by MudBlazor, so that generic families such as system-ui are not possible here.
    private static readonly string[] Family =
    [
        "Segoe UI",
        "Roboto",
        "Helvetica Neue",
        "Noto Sans",
        "Liberation Sans",
        "Arial",
    ];

    /// <summary>The theme; text reaches a contrast of 4.5:1 and borders of inputs 3:1 in both palettes.</summary>
    public static MudTheme Theme { get; } =
        new()
        {
            PaletteLight = Light(),
            PaletteDark = Dark(),
            LayoutProperties = new LayoutProperties
            {
                DefaultBorderRadius = "8px",
                AppbarHeight = "56px",
                DrawerWidthLeft = "216px",
            },
            Typography = new Typography
            {
                Default = new DefaultTypography
                {
                    FontFamily = Family,
                    FontSize = "0.9375rem",
                    LineHeight = "1.45",
                    LetterSpacing = "normal",
                },
                H1 = new H1Typography
                {
                    FontSize = "1.5rem",
                    FontWeight = "700",
                    LineHeight = "1.3",
                },
                H2 = new H2Typography
                {
                    FontSize = "1.0625rem",
                    FontWeight = "600",
                    LineHeight = "1.4",
                },
                H3 = new H3Typography
                {
                    FontSize = "0.9375rem",
                    FontWeight = "600",
                    LineHeight = "1.4",
                },
                Button = new ButtonTypography
                {
                    FontSize = "0.9375rem",
                    FontWeight = "500",
                    LineHeight = "1.45",
                    LetterSpacing = "normal",
                    TextTransform = "none",
                },
            },
        };

    private static PaletteLight Light() =>
        new()
        {
            Primary = "#4A3FC7",
            Secondary = "#B0174F",
            Success = "#13713A",
            Warning = "#8F5200",
            Error = "#B3261E",
            Info = "#0A5FB4",
            Background = "#F6F6FA",
            BackgroundGray = "#F6F6FA",
            Surface = "#FFFFFF",
            AppbarBackground = "#FFFFFF",
            AppbarText = "#1C1B22",
            DrawerBackground = "#FFFFFF",
            DrawerText = "#1C1B22",
            DrawerIcon = "#5B5966",
            TextPrimary = "#1C1B22",
            TextSecondary = "#5B5966",
            TextDisabled = "#6B6B6B",
            ActionDefault = "#5B5966",
            ActionDisabled = "#6B6B6B",
            LinesDefault = "#E3E2EA",
            LinesInputs = "#85838F",
            Divider = "#E3E2EA",
            DividerLight = "#EEEDF3",
            TableLines = "#E3E2EA",
            TableHover = "#F6F6FA",
        };

    private static PaletteDark Dark() =>
        new()
        {
            Primary = "#B3A8FF",
            Secondary = "#FFA0C0",
            Success = "#5FD69A",
            Warning = "#FFC766",
            Error = "#FFA3A8",
            Info = "#8CC4FF",
            PrimaryContrastText = "#16161D",
            SecondaryContrastText = "#16161D",
            SuccessContrastText = "#16161D",
            WarningContrastText = "#16161D",
            ErrorContrastText = "#16161D",
            InfoContrastText = "#16161D",
            Background = "#121118",
            BackgroundGray = "#121118",
            Surface = "#1B1A23",
            AppbarBackground = "#1B1A23",
            AppbarText = "#ECEBF2",
            DrawerBackground = "#1B1A23",
            DrawerText = "#ECEBF2",
            DrawerIcon = "#B4B2C0",
            TextPrimary = "#ECEBF2",
            TextSecondary = "#B4B2C0",
            TextDisabled = "#9B98A8",
            ActionDefault = "#B4B2C0",
            ActionDisabled = "#9B98A8",
            LinesDefault = "#32303D",
            LinesInputs = "#7D7A8C",
            Divider = "#32303D",
            DividerLight = "#292732",
            TableLines = "#32303D",
            TableHover = "#23222C",
        };
}
