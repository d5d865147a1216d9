using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace HumaXledger.Portal.Components.Layout;

public partial class MainLayout
{
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
}
