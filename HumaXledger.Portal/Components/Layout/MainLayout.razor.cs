using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace HumaXledger.Portal.Components.Layout;

public sealed partial class MainLayout : IDisposable
{
    private bool _menuOpen = true;
    private string _here = "/";
    private bool _ready;
    private ErrorBoundary? _boundary;

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Script { get; set; }

    [Inject]
    public required BrowserTime Time { get; set; }

    protected override void OnInitialized()
    {
        _here = Path(Navigation.Uri);
        Navigation.LocationChanged += Moved;
    }

    /// <summary>A page that failed does not take the next one with it.</summary>
    protected override void OnParametersSet() => _boundary?.Recover();

    // The page waits for the browser's time zone, so that no moment is shown twice.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            Time.Use(await Script.InvokeAsync<string?>("hxAppearance.zone"));
            _ready = true;
            StateHasChanged();
        }
    }

    private void Moved(object? sender, LocationChangedEventArgs change)
    {
        _here = Path(change.Location);
        _ = InvokeAsync(StateHasChanged);
    }

    private string Path(string uri) => "/" + Navigation.ToBaseRelativePath(uri).Split('#')[0];

    public void Dispose() => Navigation.LocationChanged -= Moved;
}
