using HumaXledger.Tests.Fakes;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(HumaXledger.Tests.Browser.Support.Chromium))]

namespace HumaXledger.Tests.Browser.Support;

/// <summary>One Chromium for all tests, started by the first test that needs it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static bool Headed => Environment.GetEnvironmentVariable("HEADED") == "1";

    /// <summary>Without a window its headless shell, which takes a third less time for the same tests.</summary>
    private static string Package => Headed ? "chromium" : "chromium-headless-shell";

    private static string Executable => $"/usr/bin/{Package}";

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _started = new(StartAsync);

    /// <summary>The clipboard, which all windows share: held from what is put there until it is read.</summary>
    public SemaphoreSlim Clipboard { get; } = new(1);

    public async Task<IBrowser> BrowserAsync() => (await _started.Value).Browser;

    public async ValueTask DisposeAsync()
    {
        if (_started is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (playwright, browser) = await _started.Value;
            await browser.DisposeAsync();
            playwright.Dispose();
        }

        Clipboard.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        if (!File.Exists(Executable))
        {
            throw new InvalidOperationException(
                $"Chromium is missing. Type: apt-get install -y --no-install-recommends {Package} fonts-liberation"
            );
        }

        Assertions.SetDefaultExpectTimeout((float)Until.Patience.TotalMilliseconds);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Executable,
                Headless = !Headed,
                // Slow enough to follow.
                SlowMo = Headed ? 250 : 0,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
            }
        );
        return (playwright, browser);
    }
}
