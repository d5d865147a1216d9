using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace HumaXledger.Portal.Components.Shared;

/// <summary>
/// A button whose click acts once on what was shown when it was drawn. Clicks during the act, clicks sent before its
/// answer was drawn, and the second click of a double click do nothing.
/// </summary>
/// <remarks>
/// Disabling alone is not enough: a second click may have left the browser already. Each render fixes the intention's
/// number and <see cref="Shown"/> in that render's handler, and Blazor keeps a replaced handler until the browser has
/// confirmed the new render; so a late click can be distinguished from a click on what is shown now. The acts
/// themselves compare what was shown with what is stored, because another page has another button.
/// </remarks>
public sealed partial class ActButton<TShown>
{
    private int _intention;
    private bool _busy;

    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>
    /// What the click is about, as it is on the screen: its fingerprint or version, or the object itself when it does
    /// not change. Never what the user's own inputs hold: the browser shows the last letter before the server has drawn
    /// it, so <see cref="Act"/> reads the inputs when the click is handled.
    /// </summary>
    [Parameter, EditorRequired]
    public required TShown Shown { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<TShown> Act { get; set; }

    /// <summary>Whether the act is not possible now.</summary>
    [Parameter]
    public bool Off { get; set; }

    /// <summary>One of <see cref="Appearance.Glyph"/>.</summary>
    [Parameter]
    public string? Icon { get; set; }

    /// <summary>Replaces <see cref="Text"/> during the act.</summary>
    [Parameter]
    public string? BusyText { get; set; }

    [Parameter]
    public ActKind Kind { get; set; } = ActKind.Primary;

    /// <summary>Smaller, for rows of a list.</summary>
    [Parameter]
    public bool Dense { get; set; }

    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    private string Classes => $"{ButtonClasses.Of(Kind)}{(Dense ? " ui-dense" : "")}{(Off || _busy ? " ui-off" : "")}";

    private async Task ClickAsync(MouseEventArgs click, int intention, TShown shown)
    {
        // `Detail` is 0 for a key and 1 for the first of several clicks at one place.
        if (_busy || Off || intention != _intention || click.Detail > 1)
        {
            return;
        }

        (_intention, _busy) = (_intention + 1, true);
        try
        {
            await Act.InvokeAsync(shown);
        }
        finally
        {
            (_intention, _busy) = (_intention + 1, false);
        }
    }
}
