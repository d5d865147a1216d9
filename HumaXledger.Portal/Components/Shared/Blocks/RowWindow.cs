using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.JSInterop;

namespace HumaXledger.Portal.Components.Shared.Blocks;

/// <summary>
/// Of a long list the rows in the window of the browser, between two spacers as high as the rows that are left out.
/// </summary>
/// <remarks>
/// Instead of Blazor's <c>Virtualize</c>, which derives the height of a row from what is rendered, with the text that a
/// cell clips: the spacers changed with each answer, and a jump could take seconds
/// (docs/decisions/0083-rows-of-one-height.md). Here every row has the given height.
/// </remarks>
public sealed class RowWindow<TItem>(IJSRuntime script) : ComponentBase, IDisposable
{
    /// <summary>What is rendered before the browser has reported its window: a usual one.</summary>
    private const int FirstRows = 16;

    /// <summary>However high a browser says that its window is.</summary>
    private const int MostRows = 250;

    private DotNetObjectReference<RowWindow<TItem>>? _self;
    private ElementReference _before;
    private int _first;
    private int _end = FirstRows;

    [Parameter, EditorRequired]
    public required IReadOnlyList<TItem> Items { get; set; }

    /// <summary>Height of each row in pixels, as in the style sheet.</summary>
    [Parameter, EditorRequired]
    public required int RowHeight { get; set; }

    /// <summary>Rows above and below the window that are rendered too, so that scrolling meets no blank.</summary>
    [Parameter]
    public int Spare { get; set; } = 1;

    /// <summary>The element of the spacers: <c>tr</c> in a table.</summary>
    [Parameter]
    public string Spacer { get; set; } = "div";

    [Parameter, EditorRequired]
    public required RenderFragment<TItem> ChildContent { get; set; }

    /// <summary>
    /// Called by the browser (<c>watchRows</c> in portal.js) when rows of its window are not rendered.
    /// </summary>
    /// <param name="first">Index of the first row in the window.</param>
    /// <param name="end">Index after the last one.</param>
    [JSInvokable]
    public void Show(int first, int end)
    {
        // An index in a list: the sum does not overflow.
        _first = Math.Clamp(first, 0, Items.Count);
        _end = Math.Clamp(end, _first, Math.Min(Items.Count, _first + MostRows));
        StateHasChanged();
    }

    public void Dispose() => _self?.Dispose();

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        // The list may have become shorter than the window.
        var first = Math.Max(0, Math.Min(_first, Items.Count - (_end - _first)));
        var from = Math.Max(0, first - Spare);
        var to = Math.Min(Items.Count, first + (_end - _first) + Spare);

        builder.OpenElement(0, Spacer);
        builder.AddAttribute(1, "aria-hidden", "true");
        builder.AddAttribute(2, "style", HeightOf(from));
        builder.AddAttribute(3, "data-window", $"{Text(from)} {Text(to)} {Text(Items.Count)}");
        builder.AddElementReferenceCapture(4, element => _before = element);
        builder.CloseElement();

        builder.OpenRegion(5);
        for (var index = from; index < to; index++)
        {
            // Without a fragment of its own, so that the keys of all rows are seen together.
            ChildContent(Items[index])(builder);
        }

        builder.CloseRegion();

        builder.OpenElement(6, Spacer);
        builder.AddAttribute(7, "aria-hidden", "true");
        builder.AddAttribute(8, "style", HeightOf(Items.Count - to));
        builder.CloseElement();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await script.InvokeVoidAsync("hx.watchRows", _self, _before, RowHeight);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string HeightOf(int rows) => $"height:{((long)rows * RowHeight).ToString(CultureInfo.InvariantCulture)}px";
}
