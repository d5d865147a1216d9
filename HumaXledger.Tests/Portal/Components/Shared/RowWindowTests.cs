using Bunit;
using HumaXledger.Portal.Components.Shared.Blocks;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Tests.Portal.Components.Shared;

/// <summary>Which rows of a long list are rendered, and how high the spacers stand in for the others.</summary>
public sealed class RowWindowTests : ComponentTest
{
    private const int Height = 56;

    private static readonly RenderFragment<int> Row = number =>
        builder =>
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, number);
            builder.CloseElement();
        };

    [Fact]
    public void LongList_BeforeTheBrowserReported_RendersAWindowOfItsStart()
    {
        var list = Of(1_000);

        Assert.Equal((0, 17), Rendered(list));
        Assert.Equal((0, 983 * Height), Spacers(list));
    }

    [Theory]
    [InlineData(400, 415, 399, 416)]
    [InlineData(0, 15, 0, 16)]
    [InlineData(990, 1_000, 989, 1_000)]
    // What a browser does not send.
    [InlineData(-7, 3, 0, 4)]
    [InlineData(int.MaxValue, int.MinValue, 999, 1_000)]
    [InlineData(0, int.MaxValue, 0, 251)]
    [InlineData(500, 20, 499, 501)]
    public async Task Window_Reported_IsRenderedWithARowOnEachSide(int first, int end, int from, int to)
    {
        var list = Of(1_000);

        await list.InvokeAsync(() => list.Instance.Show(first, end));

        Assert.Equal((from, to), Rendered(list));
        Assert.Equal((from * Height, (1_000 - to) * Height), Spacers(list));
    }

    [Fact]
    public async Task List_ThatBecomesShorter_ShowsItsEnd_AndAsHighAWindowWhenItIsLongAgain()
    {
        var list = Of(1_000);
        await list.InvokeAsync(() => list.Instance.Show(900, 915));

        list.Render(parameters => parameters.Add(one => one.Items, Numbers(20)));
        Assert.Equal((4, 20), Rendered(list));

        list.Render(parameters => parameters.Add(one => one.Items, Numbers(3)));
        Assert.Equal((0, 3), Rendered(list));
        Assert.Equal((0, 0), Spacers(list));

        list.Render(parameters => parameters.Add(one => one.Items, Numbers(1_000)));
        Assert.Equal((899, 916), Rendered(list));
    }

    [Fact]
    public async Task Browser_IsToldTheHeightOfARow_Once()
    {
        var list = Of(1_000);
        await list.InvokeAsync(() => list.Instance.Show(10, 25));

        Assert.Equal(Height, Assert.Single(JSInterop.Invocations["hx.watchRows"]).Arguments[2]);
    }

    private static int[] Numbers(int count) => [.. Enumerable.Range(0, count)];

    private static (int From, int To) Rendered(IRenderedComponent<RowWindow<int>> list)
    {
        var rows = list.FindAll("p").Select(row => int.Parse(row.TextContent, null)).ToList();
        Assert.Equal(Enumerable.Range(rows[0], rows.Count), rows);
        Assert.StartsWith($"{rows[0]} {rows[^1] + 1} ", list.Find("[data-window]").GetAttribute("data-window"));
        return (rows[0], rows[^1] + 1);
    }

    private static (int Before, int After) Spacers(IRenderedComponent<RowWindow<int>> list)
    {
        var heights = list.FindAll("div[aria-hidden]")
            .Select(one => int.Parse(one.GetAttribute("style")!["height:".Length..^"px".Length], null))
            .ToList();
        return (heights[0], heights[1]);
    }

    private IRenderedComponent<RowWindow<int>> Of(int count) =>
        Render<RowWindow<int>>(parameters =>
            parameters
                .Add(one => one.Items, Numbers(count))
                .Add(one => one.RowHeight, Height)
                .Add(one => one.ChildContent, Row)
        );
}
