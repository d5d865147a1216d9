using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using HumaXledger.Tests.Browser.Support;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// Nodes of the built Portal behind nginx on one PostgreSQL, started and steered by <c>ops/cluster</c>.
/// </summary>
internal sealed partial class Cluster : IAsyncDisposable
{
    /// <summary>The cookie by which nginx keeps a browser on one node.</summary>
    public const string RouteCookie = "humaxledger_route";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly ReservedPort[] _ports;
    private readonly Channel<string> _said = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _all = new();

    private Cluster(Process process, DirectoryInfo folder, ReservedPort[] ports, string? database)
    {
        (_process, _folder, _ports) = (process, folder, ports);
        Database = database
            ?? $"Host={Path.Combine(folder.FullName, "socket")};Database=humaxledger;Username=portal;"
                + "Maximum Pool Size=10";
    }

    /// <summary>nginx, with TLS and a certificate of the script.</summary>
    public Uri Url => new($"https://localhost:{_ports[0].Number}");

    /// <summary>The database of the nodes.</summary>
    public string Database { get; }

    public DirectoryInfo MailFolder => new(Path.Combine(_folder.FullName, "mail"));

    /// <summary>A node, past nginx; nodes count from 1.</summary>
    public Uri Node(int node) => new($"http://127.0.0.1:{_ports[node].Number}");

    public static async Task<Cluster> StartAsync(ClusterStart wanted, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("humaxledger-cluster-");
        ReservedPort[] ports = [.. Enumerable.Range(0, 1 + wanted.Nodes).Select(_ => ReservedPort.Take())];
        var start = new ProcessStartInfo(Repository.Folder("ops", "cluster"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var argument in (string[])
                [
                    "--port",
                    $"{ports[0].Number}",
                    "--ports",
                    string.Join(',', ports.Skip(1).Select(port => port.Number)),
                    "--folder",
                    folder.FullName,
                    "--program",
                    wanted.Program,
                    "--outside",
                    string.Join(',', wanted.Outside),
                    .. wanted.Database is { } existing ? (string[])["--database", existing] : [],
                    .. wanted.ReadTimeout is { } timeout ? (string[])["--read-timeout", timeout] : [],
                    "--",
                    .. wanted.Settings,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        var cluster = new Cluster(Process.Start(start)!, folder, ports, wanted.Database);
        cluster._process.OutputDataReceived += cluster.Hear;
        cluster._process.ErrorDataReceived += cluster.Hear;
        cluster._process.BeginOutputReadLine();
        cluster._process.BeginErrorReadLine();
        try
        {
            await cluster.HearAsync("Commands: ", cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync(int node, CancellationToken cancellation) => DoAsync($"kill {node}", cancellation);

    /// <summary>SIGTERM, and the end of the process.</summary>
    public Task StopAsync(int node, CancellationToken cancellation) => DoAsync($"stop {node}", cancellation);

    /// <summary>Starts an ended node and waits until it is ready.</summary>
    public Task RestartAsync(int node, CancellationToken cancellation) => DoAsync($"start {node}", cancellation);

    /// <summary>Stops the database; sessions in use are ended.</summary>
    public Task StopDatabaseAsync(CancellationToken cancellation) => DoAsync("database stop", cancellation);

    public Task StartDatabaseAsync(CancellationToken cancellation) => DoAsync("database start", cancellation);

    /// <summary>Ids of the processes of the nodes that run, by node.</summary>
    public async Task<IReadOnlyDictionary<int, int>> ProcessesAsync(CancellationToken cancellation)
    {
        await SendAsync("status", cancellation);
        var found = new Dictionary<int, int>();
        for (var node = 1; node < _ports.Length; node++)
        {
            if (ProcessId().Match(await HearAsync($"Node {node}: ", cancellation)) is { Success: true } match)
            {
                found[node] = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            }
        }

        return found;
    }

    /// <summary>The node to which nginx sent the newest circuit; 0 before the first.</summary>
    public async Task<int> NodeOfNewestCircuitAsync(CancellationToken cancellation) =>
        (await File.ReadAllLinesAsync(AccessLog, cancellation)).LastOrDefault(line =>
            line.Contains(" /_blazor/negotiate 200 ", StringComparison.Ordinal)
        )
            is { } line
            ? NodeOf(line)
            : 0;

    /// <summary>How many web sockets of pages have ended.</summary>
    public async Task<int> EndedCircuitSocketsAsync(CancellationToken cancellation) =>
        (await File.ReadAllLinesAsync(AccessLog, cancellation)).Count(line =>
            line.Contains(" /_blazor 101 ", StringComparison.Ordinal)
        );

    /// <summary>A value of <see cref="RouteCookie"/> with which nginx sends to this node.</summary>
    public async Task<string> RouteToAsync(int node, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        using var client = new HttpClient(handler);
        while (true)
        {
            var route = $"{Guid.NewGuid():N}";
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Url, $"/route/{route}"));
            request.Headers.Add("Cookie", $"{RouteCookie}={route}");
            using var answer = await client.SendAsync(request, cancellation);
            // nginx writes the line after the answer.
            string? line = null;
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            late.CancelAfter(Patience);
            using var step = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            while (line is null)
            {
                await step.WaitForNextTickAsync(late.Token);
                var lines = await File.ReadAllLinesAsync(AccessLog, late.Token);
                line = lines.FirstOrDefault(one => one.Contains($" /route/{route} ", StringComparison.Ordinal));
            }

            if (NodeOf(line) == node)
            {
                return route;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        foreach (var port in _ports)
        {
            port.Dispose();
        }

        Npgsql.NpgsqlConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private string AccessLog => Path.Combine(_folder.FullName, "nginx-access.log");

    private int NodeOf(string line)
    {
        var port = int.Parse(Upstream().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return Array.FindIndex(_ports, candidate => candidate.Number == port);
    }

    private async Task DoAsync(string command, CancellationToken cancellation)
    {
        await SendAsync(command, cancellation);
        await HearAsync(
            command.StartsWith("database", StringComparison.Ordinal) ? "The database " : "Node ",
            cancellation
        );
    }

    private async Task SendAsync(string command, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
    }

    private async Task<string> HearAsync(string beginning, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Patience);
        try
        {
            while (true)
            {
                var line = await _said.Reader.ReadAsync(late.Token);
                if (line.StartsWith(beginning, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (Exception fault) when (fault is ChannelClosedException or OperationCanceledException)
        {
            throw new InvalidOperationException(
                $"ops/cluster did not say \"{beginning}…\" but:\n{string.Join('\n', _all)}",
                fault
            );
        }
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
        {
            // Standard error ends with the process as well; the first end counts.
            _said.Writer.TryComplete();
            return;
        }

        _all.Enqueue(line.Data);
        _said.Writer.TryWrite(line.Data);
    }

    [GeneratedRegex(@" 127\.0\.0\.1:(\d+) \d+$")]
    private static partial Regex Upstream();

    [GeneratedRegex(@"\(process (\d+)\)$")]
    private static partial Regex ProcessId();
}
