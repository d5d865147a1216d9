using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>A web application as a separate process.</summary>
public class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Uri>> _listensOn = new();

    protected AppProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.Exited += (_, _) =>
            _started.TrySetException(new InvalidOperationException($"The process ended before it started. {Said}"));
        _process.EnableRaisingEvents = true;
    }

    /// <summary>
    /// Completes when it has started and handles SIGTERM; earlier, SIGTERM would end it like any process. Fails, with
    /// what it said, when it ends before.
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

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The address that it says it listens on; fails where it ends before.</summary>
    public Task<Uri> ListensAsync() => ListensAsync(_listens);

    /// <summary>
    /// Completes when it says that it listens on this address, where it listens on several; fails where it ends before.
    /// </summary>
    public Task<Uri> ListensAsync(Uri address) => ListensAsync(On(address));

    /// <summary>Processor time until now.</summary>
    public TimeSpan Busy
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>A program in a folder of its own.</summary>
    /// <param name="program">Its assembly.</param>
    /// <param name="workingFolder">Where it writes its files.</param>
    /// <param name="settings">Of its command line.</param>
    /// <param name="environment">Variables.</param>
    public static AppProcess Start(
        string program,
        string workingFolder,
        IEnumerable<string> settings,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = StartOf(program, workingFolder, settings);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new AppProcess(start);
    }

    /// <summary>What starts a program that says where it listens.</summary>
    protected static ProcessStartInfo StartOf(string program, string workingFolder, IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var argument in (IEnumerable<string>)
                [
                    program,
                    "--Logging:LogLevel:Default=Warning",
                    "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
                    "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Error",
                    .. settings,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        return start;
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

    private async Task<Uri> ListensAsync(TaskCompletionSource<Uri> listens)
    {
        await Task.WhenAny(listens.Task, _process.WaitForExitAsync()).WaitAsync(Patience);
        return listens.Task.IsCompleted
            ? await listens.Task
            : throw new InvalidOperationException($"The process ended before it listened. {Said}");
    }

    private TaskCompletionSource<Uri> On(Uri address) =>
        _listensOn.GetOrAdd(address.Authority, static _ => new TaskCompletionSource<Uri>(
            TaskCreationOptions.RunContinuationsAsynchronously
        ));

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }

        const string Listens = "Now listening on: ";
        if (
            line.Data?.IndexOf(Listens, StringComparison.Ordinal) is >= 0 and var at
            && Uri.TryCreate(line.Data[(at + Listens.Length)..].Trim(), UriKind.Absolute, out var address)
        )
        {
            _listens.TrySetResult(address);
            On(address).TrySetResult(address);
        }

        if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true)
        {
            _started.TrySetResult();
        }
    }
}
