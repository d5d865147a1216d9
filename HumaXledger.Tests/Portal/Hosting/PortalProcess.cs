using System.Diagnostics;
using System.Globalization;
using System.Text;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>The built Portal as a separate process, with a given store and given external systems.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PortalProcess(Process process) => _process = process;

    /// <summary>
    /// Completes when the Portal has started and handles SIGTERM; earlier, SIGTERM would end it like any process.
    /// </summary>
    public Task Started => _started.Task;

    /// <summary>Its console output so far: warnings, errors and the start message.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static PortalProcess Start(
        string connectionString,
        string mailFolder,
        Uri outside,
        StorageProvider provider = StorageProvider.Sqlite,
        params IEnumerable<string> more
    )
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (
            var argument in (string[])
                [
                    Path.Combine(AppContext.BaseDirectory, "HumaXledger.Portal.dll"),
                    "--environment=Development",
                    "--urls=http://127.0.0.1:0",
                    "--Sandbox:Enabled=false",
                    "--Logging:LogLevel:Default=Warning",
                    "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
                    "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Error",
                    $"--Storage:Provider={provider}",
                    $"--ConnectionStrings:HumaXledger={connectionString}",
                    $"--Mail:PickupFolder={mailFolder}",
                    $"--Huma:Environments:Sandbox:BaseAddress={new Uri(outside, "huma")}",
                    $"--Xledger:Environments:Sandbox:Endpoint={new Uri(outside, "xledger/graphql")}",
                    $"--Xledger:BurstSeconds={SyncFixture.ShortWindow.TotalSeconds}",
                    // The sandbox ends what it has begun before the process is started again.
                    "--Xledger:AdditionWait=00:00:00",
                    .. more,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        var portal = new PortalProcess(Process.Start(start)!);
        portal._process.OutputDataReceived += portal.Hear;
        portal._process.ErrorDataReceived += portal.Hear;
        portal._process.BeginOutputReadLine();
        portal._process.BeginErrorReadLine();
        return portal;
    }

    /// <summary>SIGKILL: ends the process at once.</summary>
    public void Kill() => _process.Kill();

    public Task ExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <summary>Waits until the process ends by itself; all of its output is in <see cref="Said"/> then.</summary>
    public async Task<int> EndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    /// <summary>Completes when the Portal has said this.</summary>
    public async Task SaidAsync(string text)
    {
        await Until.SoAsync(
            () =>
            {
                var said = Said.Contains(text, StringComparison.Ordinal);
                Assert.False(!said && _process.HasExited, Said);
                return said;
            },
            CrashTests.Patience
        );
    }

    /// <summary>SIGTERM, as from a service manager.</summary>
    /// <returns>The exit code, and the time until the exit.</returns>
    public async Task<(int Code, TimeSpan Took)> StopAsync(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using (var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await signal.WaitForExitAsync(cancellation);
        }

        await _process.WaitForExitAsync(cancellation);
        return (_process.ExitCode, watch.Elapsed);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }

        if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true)
        {
            _started.TrySetResult();
        }
    }
}
