using HumaXledger.Tests.Browser.Support;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.Shell;

/// <summary>A page whose server cannot be reached for a while.</summary>
public sealed class ReconnectTests(Chromium chromium, RunningPortal portal) : IClassFixture<RunningPortal>
{
    // Milliseconds by the browser's own clock: how long its answers take to this process does not matter.
    private const string CloseAndWait = """
        text => new Promise(done => {
            const began = performance.now();
            const look = () => {
                const took = performance.now() - began;
                if (took > 15_000 || document.body.innerText.includes(text)) done(took);
                else requestAnimationFrame(look);
            };
            window.sockets.forEach(socket => socket.close());
            look();
        })
        """;

    [Theory]
    [InlineData("en-GB", "The connection to the server is lost.")]
    [InlineData("nb-NO", "Forbindelsen til serveren er brutt.")]
    [InlineData("sv-SE", "Anslutningen till servern är bruten.")]
    public async Task Page_ConnectionLost_SaysSoWithinThreeSecondsAndCannotBeUsedUntilItIsBack(
        string locale,
        string banner
    )
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, locale);
        await screen.Page.AddInitScriptAsync(Sockets.Keep);
        await screen.GoAsync("/");
        var home = screen.Page.Locator("nav a[href='/']");
        await home.FocusAsync();

        using var kept = portal.KeepCircuits();
        await screen.Page.Context.SetOfflineAsync(true);
        var took = await screen.Page.EvaluateAsync<double>(CloseAndWait, banner);

        Assert.InRange(took, 0, 3_000);
        await Assertions.Expect(screen.Page.GetByText(banner)).ToBeVisibleAsync();
        await Assertions.Expect(screen.Page.Locator("#frame button:not([inert])")).ToHaveCountAsync(0);
        await Assertions.Expect(screen.Page.Locator("#frame a[href]:not([inert])")).ToHaveCountAsync(0);
        await Assertions.Expect(screen.Page.Locator("h1")).ToBeVisibleAsync();
        await Assertions.Expect(home).Not.ToBeFocusedAsync();
        await screen.ShotAsync($"reconnect-{locale}".ToLowerInvariant());
        await screen.AssertAccessibleAsync();

        await screen.Page.Context.SetOfflineAsync(false);

        await Assertions.Expect(screen.Page.GetByText(banner)).ToBeHiddenAsync();
        await Assertions.Expect(screen.Page.Locator("[inert]")).ToHaveCountAsync(0);
        await Assertions.Expect(home).ToBeFocusedAsync();
        await screen.Page.Locator("nav a[href='/sign-ins']").ClickAsync();
        await Assertions.Expect(screen.Page).ToHaveURLAsync(new Uri(portal.Url, "/sign-ins").ToString());
    }

    [Fact]
    public async Task Inputs_LeftWithoutAChangeBeforeTheConnectionWasLost_AreNotRepeatedWhenItIsBack()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, "en-GB");
        await screen.GoAsync("/");

        // Boxes like those of a search: each hears of every key, and leaving one brings no 'change'.
        var repeated = await screen.Page.EvaluateAsync<string[]>(
            """
            async () => {
                const heard = [];
                const typeInto = name => {
                    const box = document.createElement('input');
                    document.querySelector('main').append(box);
                    box.focus();
                    box.dispatchEvent(new Event('input', { bubbles: true }));
                    for (const kind of ['input', 'change']) box.addEventListener(kind, () => heard.push(`${name} ${kind}`));
                    return box;
                };
                const say = state => document.getElementById('components-reconnect-modal').dispatchEvent(
                    new CustomEvent('components-reconnect-state-changed', { detail: { state } }));
                typeInto('left');
                typeInto('removed').remove();
                typeInto('in use');
                say('show');
                say('hide');
                return heard;
            }
            """
        );

        Assert.Equal(["in use input", "in use change"], repeated);
    }
}
