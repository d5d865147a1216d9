using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components;

public partial class App
{
    // Prerendering would do every page's reading twice, once for the HTML and once for the circuit.
    private static readonly InteractiveServerRenderMode Interactive = new(prerender: false);

    private ColourTheme _theme = ColourTheme.Light;

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [Inject]
    public required IStringLocalizer<Shell> Text { get; set; }

    /// <summary>
    /// Pages that must work without a circuit (the error page) say so themselves and are rendered as plain HTML.
    /// </summary>
    private IComponentRenderMode? PageRenderMode => HttpContext.AcceptsInteractiveRouting() ? Interactive : null;

    protected override void OnInitialized() =>
        _theme = ColourTheme.ByName(HttpContext.Request.Cookies[ColourTheme.Cookie]);
}
