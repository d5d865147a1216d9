using System.Diagnostics;
using HumaXledger.Tests.Storage.Database;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace HumaXledger.Tests.Storage.Database;

/// <summary>
/// A temporary PostgreSQL for one test run: a cluster in a temporary folder, reached by a socket in it, removed when
/// this process ends in any way. Started by the first test that needs it. <c>HUMAXLEDGER_TEST_POSTGRES</c> names
/// another server instead, whose user must be allowed to create databases.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Missing =
        "These tests need PostgreSQL and found no initdb on PATH or in /usr/lib/postgresql/*/bin. Type: "
        + " apt-get install -y --no-install-recommends postgresql";

    // Obeys the lines of its input, and waits for its end, which comes when the test process closes it, exits or is
    // killed; then removes everything.
    private const string Script = """
        set -e
        bin=$1 dir=$2 commit=$3
        trap 'rm -rf "$dir"' EXIT
        up() {
            "$bin/pg_ctl" start --wait --silent --pgdata="$dir/data" --log="$dir/log" \
                --options="-c listen_addresses= -c unix_socket_directories=$dir -c fsync=off -c synchronous_commit=$commit -c full_page_writes=off -c max_connections=300" \
                </dev/null >/dev/null 2>&1 || { cat "$dir/log" >&2; exit 1; }
        }
        down() {
            "$bin/pg_ctl" stop --silent --mode=immediate --pgdata="$dir/data" </dev/null >/dev/null 2>&1 || true
        }
        "$bin/initdb" --pgdata="$dir/data" --username=tests --auth=trust --encoding=UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
        up
        echo ready
        while read -r command; do
            "$command"
            echo ready
        done
        down
        """;

    private readonly Lazy<Task<string>> _server;
    private Process? _process;
    private bool _own;

    public PostgresServer() => _server = new(StartAsync);

    /// <summary>
    /// A server of its own that a test stops and starts. What it has committed survives that, as on a real one.
    /// </summary>
    public static PostgresServer OfItsOwn() => new() { _own = true };

    /// <summary>Stops it at once, as a crash does: open connections break, nothing is tidied up.</summary>
    public Task StopAsync() => ObeyAsync("down");

    /// <summary>Starts it again; it recovers what was committed.</summary>
    public Task StartAgainAsync() => ObeyAsync("up");

    /// <summary>The connection string of a database that does not exist yet.</summary>
    public async Task<string> NewDatabaseAsync() =>
        new NpgsqlConnectionStringBuilder(await _server.Value)
        {
            Database = "test_" + Guid.NewGuid().ToString("N"),
            MaxPoolSize = 20,
        }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }

        NpgsqlConnection.ClearAllPools();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> StartAsync()
    {
        if (!_own && Environment.GetEnvironmentVariable("HUMAXLEDGER_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return given;
        }

        var binaries = Binaries() ?? throw new InvalidOperationException(Missing);
        var folder = Directory.CreateTempSubdirectory("humaxledger-pg-").FullName;
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] command = ["sh", "-c", Script, "sh", binaries, folder, _own ? "on" : "off"];
        foreach (var word in Environment.IsPrivilegedProcess ? await UnprivilegedAsync(folder, command) : command)
        {
            start.ArgumentList.Add(word);
        }

        start.FileName = start.ArgumentList[0];
        start.ArgumentList.RemoveAt(0);
        _process = Process.Start(start)!;
        return await _process.StandardOutput.ReadLineAsync() == "ready"
            ? $"Host={folder};Username=tests"
            : throw new InvalidOperationException(
                "The throw-away PostgreSQL did not start: " + await _process.StandardError.ReadToEndAsync()
            );
    }

    private async Task ObeyAsync(string command)
    {
        await _process!.StandardInput.WriteLineAsync(command);
        Assert.Equal("ready", await _process.StandardOutput.ReadLineAsync());
    }

    private static string? Binaries()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries
        );
        var versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        return path.Concat(versions).FirstOrDefault(folder => Runs(folder, "initdb") && Runs(folder, "pg_ctl"));
    }

    /// <summary>A dangling link left by an uninstalled PostgreSQL is no program.</summary>
    private static bool Runs(string folder, string program) =>
        new FileInfo(Path.Combine(folder, program)) is { Exists: true } file
        && file.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: false };

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static async Task<string[]> UnprivilegedAsync(string folder, string[] command)
    {
        var users = (await File.ReadAllLinesAsync("/etc/passwd")).Select(line => line.Split(':')[0]).ToHashSet();
        var user = users.Contains("postgres") ? "postgres" : "nobody";
        using var chown = Process.Start("chown", [user, folder]);
        await chown.WaitForExitAsync();
        return ["setpriv", $"--reuid={user}", "--clear-groups", "--", .. command];
    }
}
