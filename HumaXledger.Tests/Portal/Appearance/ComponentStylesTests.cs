using System.Net;
using System.Text.RegularExpressions;
using Bunit;
using HumaXledger.Portal.Appearance;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Components;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace HumaXledger.Tests.Portal.Appearance;

/// <summary>MudBlazor's style sheet without the nineteen twentieths that no page needs.</summary>
public sealed partial class ComponentStylesTests(RunningPortal portal) : ComponentTest, IClassFixture<RunningPortal>
{
    [Theory]
    [InlineData(".mud-button{a:b}.mud-table{c:d}", ".mud-button{a:b}")]
    [InlineData(".mud-table,.mud-button:hover{a:b}", ".mud-button:hover{a:b}")]
    [InlineData(".mud-table .mud-button{a:b}:is(.mud-icon-root,.mud-chip){c:d}", "")]
    [InlineData("*,:root{--x:1}", "*,:root{--x:1}")]
    [InlineData("/*}*/@media print{.mud-button{a:\"}\"}.d-flex{c:d}}", "@media print{.mud-button{a:\"}\"}}")]
    [InlineData("@media print{.mud-chip{a:b}}@charset \"utf-8\";.pa-4{a:b}", "")]
    [InlineData(
        "@keyframes one{0%{a:b}}@keyframes two{0%{a:b}}.mud-skeleton{animation:two 1s}",
        ".mud-skeleton{animation:two 1s}@keyframes two{0%{a:b}}"
    )]
    public void Rule_OfAComponentInUse_IsKept(string css, string expected) =>
        Assert.Equal($"@layer mud{{{expected}}}", ComponentStyles.Of(css));

    [Fact]
    public async Task Sheet_HoldsEveryRuleOfWhatTheComponentsRenderAndLittleElse()
    {
        var whole = await WholeAsync();
        var cut = ComponentStyles.Of(whole);
        var (known, kept) = (ClassesOf(whole), ClassesOf(cut));

        var rendered = Rendered()
            .SelectMany(markup => Attribute().Matches(markup))
            .SelectMany(match => match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet();

        Assert.True(rendered.Count > 30, string.Join(' ', rendered));
        // Styled inside a list of pages only, which the portal has none of.
        Assert.Empty(rendered.Intersect(known).Except(kept).Except(["mud-button-outlined-default"]));
        Assert.InRange(cut.Length, 10_000, whole.Length / 10);
        Assert.Equal(cut.Count(one => one == '{'), cut.Count(one => one == '}'));
    }

    [Fact]
    public void Pages_UseTheseComponentsOfMudBlazorAlone()
    {
        var used = Directory
            .EnumerateFiles(
                Repository.Folder("HumaXledger.Portal", "Components"),
                "*.razor",
                SearchOption.AllDirectories
            )
            .SelectMany(file => Tag().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(ComponentStyles.Components.Select(type => type.Name).Order(StringComparer.Ordinal), used);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Address_IsServedPackedAndForGood(bool packed)
    {
        using var client = new HttpClient { BaseAddress = portal.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, ComponentStyleSheet.Path);
        if (packed)
        {
            request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        }

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/css", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(packed ? ["br"] : [], answer.Content.Headers.ContentEncoding);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Cancellation)).Length, 500, packed ? 8_000 : 60_000);
    }

    [Fact]
    public async Task Address_OfAnotherVersion_IsNotServed()
    {
        using var client = new HttpClient { BaseAddress = portal.Url };

        using var answer = await client.GetAsync($"/mudblazor.{Guid.NewGuid():N}.css", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("immutable", $"{answer.Headers.CacheControl}", StringComparison.Ordinal);
    }

    private async Task<string> WholeAsync()
    {
        var files = portal.Services.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider;
        using var reader = new StreamReader(
            files.GetFileInfo("_content/MudBlazor/MudBlazor.min.css").CreateReadStream()
        );
        return await reader.ReadToEndAsync(Cancellation);
    }

    private IEnumerable<string> Rendered()
    {
        foreach (var variant in Enum.GetValues<Variant>())
        {
            foreach (var color in new[] { Color.Default, Color.Primary, Color.Error, Color.Inherit })
            {
                foreach (var size in Enum.GetValues<Size>())
                {
                    yield return Render<MudButton>(parameters =>
                        parameters
                            .Add(button => button.Variant, variant)
                            .Add(button => button.Color, color)
                            .Add(button => button.Size, size)
                            .Add(button => button.FullWidth, true)
                            .Add(button => button.StartIcon, Glyph.Done)
                            .AddChildContent("x")
                    ).Markup;
                    yield return Render<MudIcon>(parameters =>
                        parameters
                            .Add(icon => icon.Icon, Glyph.Done)
                            .Add(icon => icon.Color, color)
                            .Add(icon => icon.Size, size)
                    ).Markup;
                    yield return Render<MudProgressCircular>(parameters =>
                        parameters
                            .Add(progress => progress.Indeterminate, true)
                            .Add(progress => progress.Color, color)
                            .Add(progress => progress.Size, size)
                    ).Markup;
                }
            }
        }

        foreach (var kind in Enum.GetValues<SkeletonType>())
        {
            yield return Render<MudSkeleton>(parameters =>
                parameters.Add(skeleton => skeleton.SkeletonType, kind)
            ).Markup;
        }
    }

    private static HashSet<string> ClassesOf(string css) =>
        [.. Class().Matches(css).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\.(mud-[\w-]+)")]
    private static partial Regex Class();

    [GeneratedRegex("class=\"([^\"]*)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"<(?:MudBlazor\.)?(Mud[A-Z]\w*)")]
    private static partial Regex Tag();
}
