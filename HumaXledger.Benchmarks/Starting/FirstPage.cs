using System.Diagnostics;
using HumaXledger.Tests.Portal.Hosting;

namespace HumaXledger.Benchmarks.Starting;

/// <summary>How long a program took until its first page was there.</summary>
/// <param name="Wall">Seconds until the page was answered completely.</param>
/// <param name="Busy">Seconds of processor time of the process until then.</param>
internal sealed record FirstPage(double Wall, double Busy)
{
    /// <summary>Starts it, waits until its first page is there, and ends it in an orderly way.</summary>
    /// <param name="workingFolder">Where it writes its files.</param>
    /// <param name="settings">Of its command line.</param>
    /// <param name="environment">Variables.</param>
    /// <param name="settles">How long it goes on before it is ended.</param>
    public static async Task<FirstPage> OfAsync(
        PublishedApp app,
        string workingFolder,
        IEnumerable<string> settings,
        IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan settles = default
    )
    {
        // Its own, because a sandbox inside listens too, and may be first.
        var address = new Uri($"http://127.0.0.1:{BuiltPortal.FreePort()}");
        var watch = Stopwatch.StartNew();
        await using var process = AppProcess.Start(
            app.Program,
            workingFolder,
            [$"--urls={address}", .. settings],
            environment
        );
        var isAnswered = await IsAnsweredAsync(await process.ListensAsync(address));
        var first = new FirstPage(watch.Elapsed.TotalSeconds, process.Busy.TotalSeconds);
        await Task.Delay(settles);
        // What it stores on its way out is not left to the next start.
        await process.StopAsync(CancellationToken.None);
        return isAnswered
            ? first
            : throw new InvalidOperationException($"{app.Program} did not answer: {process.Said}");
    }

    private static async Task<bool> IsAnsweredAsync(Uri address)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        for (var redirects = 0; redirects < 10; redirects++)
        {
            // As a browser behind a proxy that speaks HTTPS: the portal's cookies are for HTTPS only.
            using var request = new HttpRequestMessage(HttpMethod.Get, address)
            {
                Headers = { Accept = { new("text/html") } },
            };
            request.Headers.Add("X-Forwarded-Proto", "https");
            using var answer = await browser.SendAsync(request);
            if (answer.Headers.Location is not { } other)
            {
                return answer.IsSuccessStatusCode;
            }

            // A user who is not signed in is redirected to the sign-in page.
            address = new Uri(address, other.IsAbsoluteUri ? other.PathAndQuery : other.OriginalString);
        }

        return false;
    }
}
