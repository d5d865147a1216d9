namespace HumaXledger.Portal.Appearance;

/// <summary>Icon and style class of a <see cref="Tone"/>.</summary>
public static class Tones
{
    /// <summary>The icon that says the same as the color.</summary>
    public static string IconOf(Tone tone) =>
        tone switch
        {
            Tone.Success => Glyph.Done,
            Tone.Warning => Glyph.Attention,
            Tone.Error => Glyph.Failed,
            Tone.Info => Glyph.Info,
            _ => Glyph.Neutral,
        };

    /// <summary>The class that sets the tint's two colors (<c>wwwroot/design/blocks.css</c>).</summary>
    public static string ClassOf(Tone tone) =>
        tone switch
        {
            Tone.Success => "ui-success",
            Tone.Warning => "ui-warning",
            Tone.Error => "ui-error",
            Tone.Info => "ui-info",
            _ => "ui-neutral",
        };
}
