using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace HumaXledger.Portal.Components.Layout;

public partial class MainLayout
{
    private const string NarrowWidth = "900px";

    private bool _menuOpen = true;
    private bool _ready;
    private ErrorBoundary? _boundary;

    [Inject]
    public required IJSRuntime Script { get; set; }

    [Inject]
    public required BrowserTime Time { get; set; }

    /// <summary>A page that failed does not take the next one with it.</summary>
    protected override void OnParametersSet() => _boundary?.Recover();

    // The page waits for the browser's time zone, so that no moment is shown twice.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            Time.Use(await Script.InvokeAsync<string?>("hx.zone"));
            _ready = true;
            StateHasChanged();
        }
    }

    /// <summary>On a narrow screen the menu lies over the page that was just chosen.</summary>
    private async Task CloseOnPhoneAsync() => _menuOpen = !await Script.InvokeAsync<bool>("hx.narrow", NarrowWidth);
}
