using System.Collections.Concurrent;
using HumaXledger.Tests.Fakes;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>A browser window with a size, a language, a color preference and its own cookies.</summary>
public sealed class Screen : IAsyncDisposable
{
    private const string HasFocus =
        "element => element === document.activeElement || element.contains(document.activeElement)";

    private static bool WantsShots => Environment.GetEnvironmentVariable("HUMAXLEDGER_SHOTS") == "1";

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly CancellationTokenRegistration _closing;

    private Screen(IBrowserContext context, IPage page, Uri portal)
    {
        _context = context;
        Page = page;
        Portal = portal;
        // Not everything that a page is asked has a limit of its own (scripts have none).
        _closing = TestContext.Current.CancellationToken.Register(() => _ = context.CloseAsync());
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _faults.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _faults.Enqueue(error);
    }

    public IPage Page { get; }

    public Uri Portal { get; }

    /// <summary>Errors of the browser's console so far.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <param name="session">The session of another person than the administrator with every role.</param>
    public static async Task<Screen> OpenAsync(
        Chromium chromium,
        RunningPortal portal,
        string locale = "en-GB",
        ColorScheme colours = ColorScheme.Light,
        bool phone = false,
        bool signedIn = true,
        System.Net.Cookie? session = null
    )
    {
        var browser = await chromium.BrowserAsync();
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                Locale = locale,
                TimezoneId = "Europe/Oslo",
                ColorScheme = colours,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = phone
                    ? new ViewportSize { Width = 390, Height = 844 }
                    : new ViewportSize { Width = 1280, Height = 800 },
                Permissions = ["clipboard-read", "clipboard-write"],
            }
        );
        context.SetDefaultTimeout((float)Until.Patience.TotalMilliseconds);
        if (signedIn)
        {
            var own = session ?? portal.Session;
            await context.AddCookiesAsync([
                new Microsoft.Playwright.Cookie
                {
                    Name = own.Name,
                    Value = own.Value,
                    Url = portal.Url.ToString(),
                },
            ]);
        }

        return new Screen(context, await context.NewPageAsync(), portal.Url);
    }

    /// <summary>A window for a portal in another process, with any certificate, not signed in.</summary>
    public static async Task<Screen> OpenAsync(Chromium chromium, Uri portal)
    {
        var browser = await chromium.BrowserAsync();
        var context = await browser.NewContextAsync(new() { Locale = "en-GB", IgnoreHTTPSErrors = true });
        context.SetDefaultTimeout((float)Until.Patience.TotalMilliseconds);
        return new Screen(context, await context.NewPageAsync(), portal);
    }

    /// <summary>Opens a path and waits for its heading.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(Portal, path).ToString());
        await Assertions.Expect(Page.Locator("h1")).ToBeVisibleAsync();
    }

    /// <summary>Changes the colours of the page as it is, as its button does, and waits for their styles.</summary>
    public async Task UseColoursAsync(ColorScheme colours)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = colours });
        await Page.EvaluateAsync("theme => hx.use(theme)", colours == ColorScheme.Dark ? "dark" : "light");
        await Page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('link[data-light]')].every(link => link.sheet?.href === link.href)"
        );
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Radio(string name) => Page.GetByRole(AriaRole.Radio, new() { Name = name, Exact = true });

    /// <summary>The input with that label.</summary>
    public ILocator Labelled(string label) => Page.GetByLabel(label, new() { Exact = true });

    public ILocator Text(string text) => Page.GetByText(text);

    /// <summary>Presses Tab until an element, or one inside it, has the focus.</summary>
    public async Task TabToAsync(ILocator element, int most = 60)
    {
        await Assertions.Expect(element).ToBeVisibleAsync();
        for (var press = 0; press < most; press++)
        {
            if (await element.EvaluateAsync<bool>(HasFocus))
            {
                return;
            }

            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{most} presses of Tab did not reach the element.");
    }

    /// <summary>
    /// Saves a screenshot of the whole page under <c>artifacts/screenshots</c>, where pictures are asked for: no test
    /// looks at one.
    /// </summary>
    public Task ShotAsync(string name) => WantsShots ? UnfoldAsync(name) : Task.CompletedTask;

    /// <summary>The same, always: the page is drawn as a whole, and gets every row from the server for it.</summary>
    public async Task UnfoldAsync(string name)
    {
        var folder = Directory.CreateDirectory(Repository.Folder("artifacts", "screenshots"));
        var window = Page.ViewportSize!;
        // Bars are fixed to the window, so that a full screenshot needs a tall one.
        var height = await Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
        await Page.SetViewportSizeAsync(window.Width, Math.Clamp(height, window.Height, 6000));
        await Page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(folder.FullName, name + ".png"),
                Animations = ScreenshotAnimations.Disabled,
            }
        );
        await Page.SetViewportSizeAsync(window.Width, window.Height);
    }

    /// <summary>
    /// Saves what the window shows, for the documents (<c>eng/pictures</c>), under <c>artifacts/tour</c>, where
    /// pictures are asked for.
    /// </summary>
    public async Task KeepForTourAsync(string name)
    {
        if (!WantsShots)
        {
            return;
        }

        var folder = Directory.CreateDirectory(Repository.Folder("artifacts", "tour"));
        await Page.EvaluateAsync("() => scrollTo(0, 0)");
        await Page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(folder.FullName, name + ".png"),
                Animations = ScreenshotAnimations.Disabled,
                Caret = ScreenshotCaret.Hide,
            }
        );
    }

    /// <summary>Fails on any axe violation of the page.</summary>
    public async Task AssertAccessibleAsync()
    {
        var violations = await Axe.ViolationsAsync(Page);
        Assert.True(violations.Count == 0, string.Join("\n", violations));
    }

    /// <summary>Fails when the page is wider than the window.</summary>
    public async Task AssertNoSidewaysScrollAsync()
    {
        var excess = await Page.EvaluateAsync<int>(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        );
        Assert.True(excess <= 0, $"The page is {excess} pixels wider than its window.");
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.DisposeAsync();
        await _context.DisposeAsync();
    }
}
