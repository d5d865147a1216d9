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
        bin=$(dirname "$(readlink -f "$1/initdb")") dir=$2 commit=$3 primary=$4 more=$5
        trap 'rm -rf "$dir"' EXIT
        up() {
            "$bin/pg_ctl" start --wait --silent --pgdata="$dir/data" --log="$dir/log" \
                --options="-c listen_addresses= -c unix_socket_directories=$dir -c fsync=off -c synchronous_commit=$commit -c full_page_writes=off -c max_connections=300 $more" \
                </dev/null >/dev/null 2>&1 || { cat "$dir/log" >&2; exit 1; }
        }
        down() {
            "$bin/pg_ctl" stop --silent --mode=immediate --pgdata="$dir/data" </dev/null >/dev/null 2>&1 || true
        }
        promote() {
            "$bin/pg_ctl" promote --wait --silent --pgdata="$dir/data" </dev/null >/dev/null 2>&1
        }
        fill() {
            cat /dev/zero >"$dir/data/other-files" 2>/dev/null || true
        }
        clear() {
            rm "$dir/data/other-files"
        }
        if [ -n "$primary" ]; then
            "$bin/pg_basebackup" --pgdata="$dir/data" --write-recovery-conf --checkpoint=fast --no-sync \
                --host="$primary" --username=tests >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
        else
        "$bin/initdb" --pgdata="$dir/data" --username=tests --auth=trust --encoding=UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
        fi
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
    private PostgresServer? _primary;
    private int _megabytes;
    private string _folder = "";

    public PostgresServer() => _server = new(StartAsync);

    /// <summary>
    /// A server of its own that a test stops and starts. What it has committed survives that, as on a real one.
    /// </summary>
    public static PostgresServer OfItsOwn() => new() { _own = true };

    /// <summary>One of its own whose data is on a disk of this size; needs root, which may make one.</summary>
    public static PostgresServer OnDiskOf(int megabytes) => new() { _own = true, _megabytes = megabytes };

    /// <summary>A second server that follows a first one and takes over with what it had committed.</summary>
    public static PostgresServer StandbyOf(PostgresServer primary) => new() { _own = true, _primary = primary };

    /// <summary>The folder of its socket, by which clients find it; starts it.</summary>
    public async Task<string> HostAsync()
    {
        await _server.Value;
        return _folder;
    }

    /// <summary>Ends the life as a standby: it can be written to from then on.</summary>
    public Task PromoteAsync() => ObeyAsync("promote");

    /// <summary>Other files take all that is left of its disk.</summary>
    public Task FillDiskAsync() => ObeyAsync("fill");

    /// <summary>They are removed.</summary>
    public Task ClearDiskAsync() => ObeyAsync("clear");

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
        if (_megabytes > 0 && Directory.Exists(_folder))
        {
            // The script could not remove what the disk was mounted on.
            Directory.Delete(_folder, recursive: true);
        }
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
        _folder = folder;
        string[] command =
        [
            "sh",
            "-c",
            Script,
            "sh",
            binaries,
            folder,
            _own ? "on" : "off",
            _primary is null ? "" : await _primary.HostAsync(),
            _megabytes > 0 ? "-c max_wal_size=64MB -c min_wal_size=32MB" : "",
        ];
        command = Environment.IsPrivilegedProcess ? await UnprivilegedAsync(folder, command) : command;
        foreach (var word in _megabytes > 0 ? OnDisk(folder, command) : command)
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

    /// <summary>In a mount namespace of its own, so that the disk is gone with the process, however it ends.</summary>
    private string[] OnDisk(string folder, string[] command) =>
        [
            "unshare",
            "--mount",
            "sh",
            "-c",
            """
                mkdir -m 700 "$1/data" && mount -t tmpfs -o "size=$2m,mode=700" tmpfs "$1/data"
                chown --reference="$1" "$1/data"
                shift 2
                exec "$@"
                """,
            "sh",
            folder,
            $"{_megabytes}",
            .. command,
        ];

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
