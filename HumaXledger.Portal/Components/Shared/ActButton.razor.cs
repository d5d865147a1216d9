using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Radzen;

namespace HumaXledger.Portal.Components.Shared;

/// <summary>
/// A button whose click is an intention: what was shown when it was drawn, acted on once. Clicks that come while the
/// act is under way, that were sent before its answer was drawn, or
/// that are the second of a double click do nothing.
/// </summary>
/// <remarks>
/// Being disabled is not enough: a second click may have left the browser already. Drawing fixes the intention's number
/// and <see cref="Shown"/> in the handler of that very drawing, and
/// Blazor keeps a replaced handler until the browser has confirmed the new drawing; so a late click is told from one on
/// what is shown now. The acts themselves check what was shown
/// against what is stored, because another page has another button.
/// </remarks>
public sealed partial class ActButton<TShown>
{
    private int _intention;
    private bool _busy;

    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>
    /// What the click is about, as it is on the screen: the fingerprint or version of it, or the thing itself where it
    /// does not change.
    /// </summary>
    [Parameter, EditorRequired]
    public required TShown Shown { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<TShown> Act { get; set; }

    /// <summary>The act is not possible now.</summary>
    [Parameter]
    public bool Off { get; set; }

    [Parameter]
    public string? Icon { get; set; }

    /// <summary>Takes the place of <see cref="Text"/> while the act is under way.</summary>
    [Parameter]
    public string? BusyText { get; set; }

    [Parameter]
    public ButtonStyle ButtonStyle { get; set; } = ButtonStyle.Primary;

    [Parameter]
    public Variant Variant { get; set; } = Variant.Filled;

    [Parameter]
    public ButtonSize Size { get; set; } = ButtonSize.Medium;

    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    private string Classes =>
        $"rz-button rz-button-{SizeClass} rz-variant-{Variant.ToString().ToLowerInvariant()} rz-{ButtonStyle.ToString().ToLowerInvariant()} rz-shade-default{(Off || _busy ? " rz-state-disabled" : "")}";

    private string SizeClass =>
        Size switch
        {
            ButtonSize.ExtraSmall => "xs",
            ButtonSize.Small => "sm",
            ButtonSize.Large => "lg",
            _ => "md",
        };

    private async Task ClickAsync(MouseEventArgs click, int intention, TShown shown)
    {
        // A key gives 0, the first click of several at one place 1.
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
