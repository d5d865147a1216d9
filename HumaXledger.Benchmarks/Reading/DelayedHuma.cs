using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;

namespace HumaXledger.Benchmarks.Reading;

/// <summary>The sandbox's Huma in a process of its own, which answers after a round trip.</summary>
internal sealed class DelayedHuma : IAsyncDisposable
{
    /// <summary>The argument that starts the child process.</summary>
    public const string Command = "delayed-huma";

    private readonly Process _process;

    private DelayedHuma(Process process, HumaAccess access) => (_process, Access) = (process, access);

    /// <summary>Its address and key.</summary>
    public HumaAccess Access { get; }

    /// <summary>Processor time of the server so far.</summary>
    public TimeSpan Busy
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the process and waits until it listens.</summary>
    public static async Task<DelayedHuma> StartAsync(int people, TimeSpan roundTrip)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(DelayedHuma).Assembly.Location);
        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(people.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(roundTrip.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The delayed sandbox ended without an address.");
        var door = JsonSerializer.Deserialize<Door>(line)!;
        return new DelayedHuma(process, new HumaAccess(door.Huma, door.ClientId, new Secret(door.ClientSecret)));
    }

    /// <summary>The child process: writes the access as one line of JSON and serves until its input ends.</summary>
    public static async Task<int> WorkAsync(string[] arguments, TextWriter output)
    {
        var people = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var roundTrip = TimeSpan.FromMilliseconds(double.Parse(arguments[1], CultureInfo.InvariantCulture));
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Url = "http://127.0.0.1:0", People = people },
            TimeProvider.System,
            null,
            CancellationToken.None
        );
        sandbox.World.Faults.Add(
            new FaultRule(FaultKind.SlowAnswer)
            {
                System = OutsideSystem.Huma,
                Times = int.MaxValue,
                Delay = roundTrip,
            }
        );
        var key = sandbox.World.FullHumaKey;
        await output.WriteLineAsync(
            JsonSerializer.Serialize(new Door(sandbox.HumaBaseAddress, $"{key.ClientId}", key.Text))
        );
        await output.FlushAsync();
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private sealed record Door(Uri Huma, string ClientId, string ClientSecret);
}
