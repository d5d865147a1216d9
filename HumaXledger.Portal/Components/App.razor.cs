using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components;

/// <summary>Root component: the HTML document.</summary>
public partial class App
{
    // Prerendering would run every page's queries twice, once for the HTML and once for the circuit.
    private static readonly InteractiveServerRenderMode Interactive = new(prerender: false);

    private ColourTheme _theme = ColourTheme.Light;
    private string _density = TableDensity.Comfortable;

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [Inject]
    public required IStringLocalizer<LayoutText> Text { get; set; }

    /// <summary>
    /// Pages that must work without a circuit (the error page) opt out and are rendered as plain HTML.
    /// </summary>
    private IComponentRenderMode? PageRenderMode => HttpContext.AcceptsInteractiveRouting() ? Interactive : null;

    protected override void OnInitialized()
    {
        _theme = ColourTheme.ByName(HttpContext.Request.Cookies[ColourTheme.Cookie]);
        _density = TableDensity.ByName(HttpContext.Request.Cookies[TableDensity.Cookie]);
    }
}
