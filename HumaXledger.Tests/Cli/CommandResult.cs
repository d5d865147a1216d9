using System.Diagnostics;
using System.Text;
using System.Text.Json;
using HumaXledger.Cli;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Cli;

/// <summary>The result of one command line call.</summary>
internal sealed record CommandResult(int Status, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public JsonElement[] Lines =>
        [
            .. Output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    public JsonElement Refusal => JsonDocument.Parse(Error).RootElement;

    public string Code => Refusal.GetProperty("code").GetString()!;

    public string Path => Refusal.GetProperty("path").GetString()!;

    /// <summary>Runs in this process, on a fixed day.</summary>
    public static CommandResult Here(string[] args, Stream? input = null, bool watched = false)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var status = CommandLine.Run(
            args,
            new CommandEnvironment(input ?? Stream.Null, output, error, watched, new SteadyClock())
        );
        return new CommandResult(
            status,
            Encoding.UTF8.GetString(output.ToArray()),
            Encoding.UTF8.GetString(error.ToArray())
        );
    }

    public static CommandResult Validating(params string[] lines) =>
        Here(["validate"], new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    /// <summary>Starts the built program as a process.</summary>
    public static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }

    public static async Task<CommandResult> AsProcessAsync(string[] args, string input = "")
    {
        using var process = Start(args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, await output, await error);
    }

    private sealed class SteadyClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(ComparisonBuilder.Today, new TimeOnly(12, 0), TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
