using Bunit;
using HumaXledger.Portal.Components.Shared;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace HumaXledger.Tests.Portal.Components;

public sealed class LeavablePageTests : ComponentTest
{
    // The services of the process end before its circuits: rendering would fail, and so would showing what failed.
    [Fact]
    public async Task Page_WhileTheProcessStops_IsNeitherRenderedAgainNorShowsAFault()
    {
        var process = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        Services.AddSingleton<IHostApplicationLifetime>(process);
        var page = Render<Page>();
        await page.InvokeAsync(page.Instance.Again);
        Assert.Equal(2, page.RenderCount);

        process.StopApplication();
        page.Instance.Fail();
        await page.InvokeAsync(page.Instance.Again);

        Assert.Equal(2, page.RenderCount);
        Assert.False(Renderer.UnhandledException.IsCompleted);
    }

    [Fact]
    public async Task Fault_InAWatchOfAPage_IsShown()
    {
        var page = Render<Page>();

        page.Instance.Fail();

        Assert.IsType<InvalidOperationException>(await Renderer.UnhandledException.WaitAsync(Cancellation));
    }

    private sealed class Page : LeavablePage
    {
        public void Again() => StateHasChanged();

        public void Fail() => Watch(_ => throw new InvalidOperationException("broken"));

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "text");
    }
}
