using HumaXledger.Tests.Browser.Support;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.Shell;

/// <summary>A page whose server cannot be reached for a while.</summary>
public sealed class ReconnectTests(Chromium chromium, RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const string KeepSockets = """
        window.sockets = [];
        window.WebSocket = class extends WebSocket {
            constructor(...given) { super(...given); window.sockets.push(this); }
        };
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
        await screen.Page.AddInitScriptAsync(KeepSockets);
        await screen.GoAsync("/");
        var home = screen.Page.Locator("nav a[href='/']");
        await home.FocusAsync();

        await screen.Page.Context.SetOfflineAsync(true);
        await screen.Page.EvaluateAsync("() => window.sockets.forEach(socket => socket.close())");

        await Assertions.Expect(screen.Page.GetByText(banner)).ToBeVisibleAsync(new() { Timeout = 3_000 });
        await Assertions.Expect(screen.Page.Locator("#frame button:not([inert])")).ToHaveCountAsync(0);
        await Assertions.Expect(screen.Page.Locator("#frame a[href]:not([inert])")).ToHaveCountAsync(0);
        await Assertions.Expect(screen.Page.Locator("h1")).ToBeVisibleAsync();
        await Assertions.Expect(home).Not.ToBeFocusedAsync();
        await screen.ShotAsync($"reconnect-{locale}".ToLowerInvariant());
        await screen.AssertAccessibleAsync();

        await screen.Page.Context.SetOfflineAsync(false);

        await Assertions.Expect(screen.Page.GetByText(banner)).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(screen.Page.Locator("[inert]")).ToHaveCountAsync(0);
        await Assertions.Expect(home).ToBeFocusedAsync();
        await screen.Page.Locator("nav a[href='/sign-ins']").ClickAsync();
        await Assertions.Expect(screen.Page).ToHaveURLAsync(new Uri(portal.Url, "/sign-ins").ToString());
    }
}
