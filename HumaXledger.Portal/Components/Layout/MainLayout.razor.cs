using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace HumaXledger.Portal.Components.Layout;

/// <summary>Layout with bar, menu and error boundary.</summary>
public sealed partial class MainLayout : IDisposable
{
    /// <summary>Name of the cascading value that says whether tables are shown as cards.</summary>
    public const string NarrowScreen = "Narrow";

    private DotNetObjectReference<MainLayout>? _self;
    private bool _narrow;
    private bool _ready;
    private ErrorBoundary? _boundary;
    private string _ids = "";

    [Inject]
    public required IJSRuntime Script { get; set; }

    [Inject]
    public required BrowserTime Time { get; set; }

    [Inject]
    public required CircuitInput Input { get; set; }

    [Inject]
    public required Snackbars Messages { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>Called by the browser when the window becomes narrow or wide.</summary>
    [JSInvokable]
    public void NarrowChanged(bool narrow)
    {
        _narrow = narrow;
        StateHasChanged();
    }

    /// <summary>Called by the browser when it refused a pasted text that is too long for any field.</summary>
    [JSInvokable]
    public void TextRefused() => Messages.Show(Tone.Warning, Text["TextRefused"]);

    /// <summary>Called by the browser when the user pressed a key or used the pointer, at most once a minute.</summary>
    [JSInvokable]
    public void InputSeen() => Input.Note();

    public void Dispose() => _self?.Dispose();

    /// <summary>
    /// Clears the error of the previous page after a navigation. The router keeps a page that is shown again with other
    /// ids; the layout makes a new one, so that nothing of the previous connection, run or person is left on it.
    /// </summary>
    protected override void OnParametersSet()
    {
        _boundary?.Recover();
        _ids = IdsOf(new Uri(Navigation.Uri));
    }

    // Pages are rendered once the browser's time zone and width are known, so that nothing changes on screen.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            Time.Use(await Script.InvokeAsync<string?>("hx.zone"));
            _narrow = await Script.InvokeAsync<bool>("hx.watchNarrow", _self);
            _ready = true;
            StateHasChanged();
        }
    }

    private static string IdsOf(Uri address) =>
        string.Join(
            '/',
            address
                .Segments.Select(segment => segment.TrimEnd('/'))
                .Where(segment => Guid.TryParse(segment, out _) || PersonRow.IdsOf(segment) is not null)
        );
}
