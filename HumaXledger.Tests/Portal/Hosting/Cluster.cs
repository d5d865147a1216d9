using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using HumaXledger.Tests.Browser.Support;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// Two nodes of the built Portal behind nginx on a PostgreSQL of their own, started and steered by <c>ops/cluster</c>.
/// </summary>
internal sealed partial class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly ReservedPort[] _ports;
    private readonly Channel<string> _said = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _all = new();

    private Cluster(Process process, DirectoryInfo folder, ReservedPort[] ports) =>
        (_process, _folder, _ports) = (process, folder, ports);

    /// <summary>nginx, with TLS and a certificate of the script.</summary>
    public Uri Url => new($"https://localhost:{_ports[0].Number}");

    /// <summary>The connection string of the nodes.</summary>
    public string Database =>
        $"Host={Path.Combine(_folder.FullName, "socket")};Database=humaxledger;Username=portal;Maximum Pool Size=10";

    public DirectoryInfo MailFolder => new(Path.Combine(_folder.FullName, "mail"));

    /// <summary>A node, past nginx; nodes count from 1.</summary>
    public Uri Node(int node) => new($"http://127.0.0.1:{_ports[node].Number}");

    public static async Task<Cluster> StartAsync(
        Uri outside,
        CancellationToken cancellation,
        params IEnumerable<string> settings
    )
    {
        var folder = Directory.CreateTempSubdirectory("humaxledger-cluster-");
        ReservedPort[] ports = [ReservedPort.Take(), ReservedPort.Take(), ReservedPort.Take()];
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
                    $"{ports[1].Number},{ports[2].Number}",
                    "--folder",
                    folder.FullName,
                    "--program",
                    Path.Combine(AppContext.BaseDirectory, "HumaXledger.Portal.dll"),
                    "--outside",
                    outside.ToString(),
                    "--",
                    .. settings,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        var cluster = new Cluster(Process.Start(start)!, folder, ports);
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

    /// <summary>The node to which nginx sent the newest circuit.</summary>
    public async Task<int> NodeOfNewestCircuitAsync(CancellationToken cancellation)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "nginx-access.log"), cancellation);
        var line = lines.Last(line => line.Contains(" /_blazor/negotiate 200 ", StringComparison.Ordinal));
        var port = int.Parse(Upstream().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return Array.FindIndex(_ports, candidate => candidate.Number == port);
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

    private async Task DoAsync(string command, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
        await HearAsync(
            command.StartsWith("database", StringComparison.Ordinal) ? "The database " : "Node ",
            cancellation
        );
    }

    private async Task HearAsync(string beginning, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Patience);
        try
        {
            while (!(await _said.Reader.ReadAsync(late.Token)).StartsWith(beginning, StringComparison.Ordinal)) { }
        }
        catch (Exception fault) when (fault is ChannelClosedException or OperationCanceledException)
        {
            Assert.Fail($"ops/cluster did not say \"{beginning}…\" but:\n{string.Join('\n', _all)}");
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
}
