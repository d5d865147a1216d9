using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace HumaXledger.Portal.Components.Layout;

/// <summary>Layout with header, menu and error boundary.</summary>
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

    /// <summary>Clears the error of the previous page after a navigation.</summary>
    protected override void OnParametersSet() => _boundary?.Recover();

    // Pages are rendered once the browser's time zone is known, so that no time changes on screen.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            Time.Use(await Script.InvokeAsync<string?>("hx.zone"));
            _ready = true;
            StateHasChanged();
        }
    }

    /// <summary>On a narrow screen the menu covers the page that was just chosen.</summary>
    private async Task CloseOnPhoneAsync() => _menuOpen = !await Script.InvokeAsync<bool>("hx.narrow", NarrowWidth);
}
