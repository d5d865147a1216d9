using System.Diagnostics;

namespace HumaXledger.Benchmarks.Starting;

/// <summary>How long a program took until its first page was there.</summary>
/// <param name="Wall">Seconds until the page was answered completely.</param>
/// <param name="Busy">Seconds of processor time of the process until then.</param>
internal sealed record StartTime(double Wall, double Busy);

/// <summary>A web application in a folder of its own, as an operator installs it.</summary>
/// <param name="program">Its assembly.</param>
internal sealed class PublishedApp(string program)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Its folder.</summary>
    public string Folder { get; } = Path.GetDirectoryName(program)!;

    /// <summary>Bytes of all files in it.</summary>
    public long Size =>
        new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(one => one.Length);

    /// <summary>Publishes a project.</summary>
    /// <param name="project">Its file.</param>
    /// <param name="folder">Where the result belongs.</param>
    /// <param name="arguments">Further ones of <c>dotnet publish</c>.</param>
    public static async Task<PublishedApp> PublishAsync(
        string project,
        string folder,
        params IEnumerable<string> arguments
    )
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (
            var argument in (IEnumerable<string>)
                ["publish", project, "--output", folder, "--nologo", "--verbosity", "quiet", .. arguments]
        )
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? new PublishedApp(Path.Combine(folder, Path.ChangeExtension(Path.GetFileName(project), ".dll")))
            : throw new InvalidOperationException($"{project} could not be published: {said}");
    }

    /// <summary>Starts it, waits until its first page is there, and ends it in an orderly way.</summary>
    /// <param name="workingFolder">Where it writes its files.</param>
    /// <param name="settings">Of its command line.</param>
    /// <param name="environment">Variables.</param>
    public async Task<StartTime> StartAsync(
        string workingFolder,
        IEnumerable<string> settings,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var address = new Uri($"http://127.0.0.1:{BuiltPortal.FreePort()}");
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = workingFolder, RedirectStandardOutput = true };
        foreach (
            var argument in (IEnumerable<string>)
                [program, $"--urls={address}", "--Logging:LogLevel:Default=Error", .. settings]
        )
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        // Read to the end: a full pipe would stop the process.
        var said = process.StandardOutput.ReadToEndAsync();
        var answered = await IsAnsweredAsync(process, address);
        var wall = watch.Elapsed.TotalSeconds;
        process.Refresh();
        var busy = process.HasExited ? 0 : process.TotalProcessorTime.TotalSeconds;
        await EndAsync(process);
        return answered
            ? new StartTime(wall, busy)
            : throw new InvalidOperationException($"{program} did not answer: {await said}");
    }

    private static async Task<bool> IsAnsweredAsync(Process process, Uri address)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience && !process.HasExited)
        {
            try
            {
                // A user who is not signed in is redirected to the sign-in page.
                while (await AskAsync(browser, address) is { } answer)
                {
                    using (answer)
                    {
                        if (answer.Headers.Location is not { } other)
                        {
                            return answer.IsSuccessStatusCode;
                        }

                        address = new Uri(address, other.IsAbsoluteUri ? other.PathAndQuery : other.OriginalString);
                    }
                }
            }
            catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Not listening yet.
                await Task.Delay(5);
            }
        }

        return false;
    }

    // As a browser behind a proxy that speaks HTTPS: the portal's cookies are for HTTPS only.
    private static async Task<HttpResponseMessage> AskAsync(HttpClient browser, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Headers = { Accept = { new("text/html") } },
        };
        request.Headers.Add("X-Forwarded-Proto", "https");
        return await browser.SendAsync(request);
    }

    // What it stores on its way out is not left to the next start.
    private static async Task EndAsync(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
        }
        else
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
    }
}
