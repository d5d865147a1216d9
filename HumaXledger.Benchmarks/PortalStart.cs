using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HumaXledger.Benchmarks;

/// <summary>Starts the built Portal as Development starts it, sandbox inside, and waits for its first page.</summary>
internal static class PortalStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The first start makes and migrates the database; the others find it.</summary>
    public static async Task<IReadOnlyList<(double Wall, double Busy)>> RunAsync(int starts)
    {
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        try
        {
            var measured = new List<(double, double)>();
            for (var start = 0; start < starts; start++)
            {
                measured.Add(await StartAsync(folder.FullName));
            }

            return measured;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double Wall, double Busy)> StartAsync(string folder)
    {
        var (page, sandbox) = ($"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var argument in (string[])
        [
            Program(), "--environment=Development", $"--urls={page}", "--Logging:LogLevel:Default=Error", $"--ConnectionStrings:HumaXledger=Data Source={Path.Combine(folder, "portal.db")}",
            $"--Mail:PickupFolder={Path.Combine(folder, "mail")}", $"--Sandbox:Url={sandbox}", $"--Huma:Environments:Sandbox:BaseAddress={sandbox}/huma", $"--Xledger:Environments:Sandbox:Endpoint={sandbox}/xledger/graphql",
        ])
        {
            start.ArgumentList.Add(argument);
        }

        using var browser = new HttpClient();
        var watch = Stopwatch.StartNew();
        using var portal = Process.Start(start)!;
        try
        {
            await FirstPageAsync(browser, page, portal, watch);
            var wall = watch.Elapsed.TotalSeconds;
            portal.Refresh();
            return (wall, portal.TotalProcessorTime.TotalSeconds);
        }
        finally
        {
            portal.Kill(entireProcessTree: true);
            await portal.WaitForExitAsync();
        }
    }

    internal static async Task FirstPageAsync(HttpClient browser, string page, Process portal, Stopwatch watch)
    {
        while (watch.Elapsed < Patience && !portal.HasExited)
        {
            try
            {
                // As a browser asks: whoever is not signed in is led to the page where one signs in.
                using var request = new HttpRequestMessage(HttpMethod.Get, page) { Headers = { Accept = { new("text/html") } } };
                using var answer = await browser.SendAsync(request);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Not listening yet.
                await Task.Delay(20);
            }
        }

        throw new InvalidOperationException("The Portal did not answer.");
    }

    // Beside this program's own output, in the same configuration.
    internal static string Program() => Path.Combine(
        AppContext.BaseDirectory.Replace("HumaXledger.Benchmarks", "HumaXledger.Portal", StringComparison.Ordinal), "HumaXledger.Portal.dll");

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
