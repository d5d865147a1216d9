using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace HumaXledger.Portal.Components.Layout;

public sealed partial class MainLayout : IDisposable
{
    private bool _menuOpen = true;
    private string _here = "/";
    private ErrorBoundary? _boundary;

    [Inject]
    public required NavigationManager Navigation { get; set; }

    protected override void OnInitialized()
    {
        _here = Path(Navigation.Uri);
        Navigation.LocationChanged += Moved;
    }

    /// <summary>A page that failed does not take the next one with it.</summary>
    protected override void OnParametersSet() => _boundary?.Recover();

    private void Moved(object? sender, LocationChangedEventArgs change)
    {
        _here = Path(change.Location);
        _ = InvokeAsync(StateHasChanged);
    }

    private string Path(string uri) => "/" + Navigation.ToBaseRelativePath(uri).Split('#')[0];

    public void Dispose() => Navigation.LocationChanged -= Moved;
}
