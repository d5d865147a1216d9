using Bunit;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>What of a page outlasts a change of the address.</summary>
public sealed class MainLayoutTests : ComponentTest
{
    private const string A = "/connections/00000000-0000-0000-0000-00000000000a";
    private const string B = "/connections/00000000-0000-0000-0000-00000000000b";
    private const string Run1 = "/runs/00000000-0000-0000-0000-000000000001";
    private const string Run2 = "/runs/00000000-0000-0000-0000-000000000002";

    public MainLayoutTests()
    {
        Services.AddScoped<BrowserTime>();
        ComponentFactories.AddStub(type => type != typeof(MainLayout) && type.Assembly == typeof(MainLayout).Assembly);
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Theory]
    [InlineData(A, B)]
    [InlineData(A + "/sync/review", B + "/sync")]
    [InlineData(A + "/settings", B + "/settings")]
    [InlineData(A + Run1, A + Run2)]
    [InlineData(A + "/people/h-1", A + "/people/h-2")]
    [InlineData(A + "/people/h-1", A + "/people/x-1")]
    [InlineData(A + "/people/h-1?page=2", B + "/people/h-1?page=2")]
    public void Page_OfAnotherConnectionRunOrPerson_BeginsAnew(string from, string to)
    {
        var shown = Open(from);
        var page = shown.FindComponent<AnyPage>().Instance;

        Go(shown, to);

        Assert.NotSame(page, shown.FindComponent<AnyPage>().Instance);
        Assert.True(page.IsLeft);
    }

    [Theory]
    [InlineData(A, A + "/people?q=berg")]
    [InlineData(A + "/settings", A + "/settings/scope")]
    [InlineData(A + "/sync", A + "/sync/review")]
    [InlineData(A + Run1, A + Run1 + "?page=2")]
    [InlineData(A + "/people/h-1", A + "/people/h-1?result=Confirmed")]
    [InlineData("/connections/new", "/connections/new/verify")]
    public void Page_OfTheSame_KeepsItsState(string from, string to)
    {
        var shown = Open(from);
        var page = shown.FindComponent<AnyPage>().Instance;

        Go(shown, to);

        Assert.Same(page, shown.FindComponent<AnyPage>().Instance);
    }

    private IRenderedComponent<MainLayout> Open(string address)
    {
        Navigation.NavigateTo(address);
        var shown = Render<MainLayout>(parameters => parameters.Add(layout => layout.Body, Body()));
        shown.WaitForState(() => shown.HasComponent<AnyPage>());
        return shown;
    }

    // As the router does: the address first, then the page again.
    private void Go(IRenderedComponent<MainLayout> shown, string address)
    {
        Navigation.NavigateTo(address);
        shown.Render(parameters => parameters.Add(layout => layout.Body, Body()));
    }

    private static RenderFragment Body() =>
        builder =>
        {
            builder.OpenComponent<AnyPage>(0);
            builder.CloseComponent();
        };

    private sealed class AnyPage : ComponentBase, IDisposable
    {
        public bool IsLeft { get; private set; }

        public void Dispose() => IsLeft = true;

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "page");
    }
}
