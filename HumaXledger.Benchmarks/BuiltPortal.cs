using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Sockets;
using HumaXledger.Core.Storage.Database;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace HumaXledger.Benchmarks;

/// <summary>
/// The built Portal as a separate process, next to this program's output and in the same configuration.
/// </summary>
internal sealed class BuiltPortal : IAsyncDisposable
{
    private const int KeptLines = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Queue<string> _lines = new();

    private BuiltPortal(Process process, Uri address) => (Process, Address) = (process, address);

    /// <summary>The process of the Portal.</summary>
    public Process Process { get; }

    /// <summary>The address of its first page.</summary>
    public Uri Address { get; }

    /// <summary>Starts it in Development and waits for its first page.</summary>
    /// <param name="folder">For files other than the store.</param>
    public static async Task<BuiltPortal> StartAsync(
        string folder,
        StorageConnection store,
        params IEnumerable<string> settings
    )
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (
            var argument in (IEnumerable<string>)
                [
                    Program,
                    "--environment=Development",
                    $"--urls={address}",
                    "--Logging:LogLevel:Default=Error",
                    $"--Storage:Provider={store.Provider}",
                    $"--ConnectionStrings:HumaXledger={store.ConnectionString}",
                    $"--Mail:PickupFolder={Path.Combine(folder, "mail")}",
                    .. settings,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        var portal = new BuiltPortal(Process.Start(start)!, address);
        // Read to the end: a full pipe would stop the process.
        portal.Process.OutputDataReceived += (_, line) => portal.Keep(line.Data);
        portal.Process.BeginOutputReadLine();
        await portal.AnswersAsync();
        return portal;
    }

    /// <summary>A TCP port that is free at present.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The last lines of its log.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The managed heap after the full collection that the event session asks for, in bytes.</summary>
    public long ManagedHeap()
    {
        using var session = new DiagnosticsClient(Process.Id).StartEventPipeSession(
            [
                new EventPipeProvider(
                    ClrTraceEventParser.ProviderName,
                    EventLevel.Informational,
                    (long)(ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect)
                ),
            ],
            requestRundown: false
        );
        using var events = new EventPipeEventSource(session.EventStream);
        var (full, heap) = (false, 0L);
        events.Clr.GCStart += start => full |= start.Depth == 2;
        events.Clr.GCHeapStats += stats =>
        {
            if (full)
            {
                (full, heap) = (false, stats.TotalHeapSize);
                // The stream ends with the session; an idle process sends no further event that would end the wait.
                _ = Task.Run(session.Stop);
            }
        };
        events.Process();
        return heap;
    }

    public async ValueTask DisposeAsync()
    {
        Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    /// <summary>
    /// The program that <c>HUMAXLEDGER_PORTAL</c> names, such as a published one; otherwise the one built next to this
    /// one.
    /// </summary>
    public static string Program =>
        Environment.GetEnvironmentVariable("HUMAXLEDGER_PORTAL")
        ?? Path.Combine(
            AppContext.BaseDirectory.Replace("HumaXledger.Benchmarks", "HumaXledger.Portal", StringComparison.Ordinal),
            "HumaXledger.Portal.dll"
        );

    private void Keep(string? line)
    {
        lock (_lines)
        {
            if (line is not null)
            {
                _lines.Enqueue(line);
            }

            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }

    private async Task AnswersAsync()
    {
        using var browser = new HttpClient();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience && !Process.HasExited)
        {
            try
            {
                // As a browser: a user who is not signed in is redirected to the sign-in page.
                using var request = new HttpRequestMessage(HttpMethod.Get, Address)
                {
                    Headers = { Accept = { new("text/html") } },
                };
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

        throw new InvalidOperationException(
            "The Portal exited or did not answer within two minutes; start it by hand to see why."
        );
    }
}
