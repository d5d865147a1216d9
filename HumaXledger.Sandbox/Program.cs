using System.Runtime.InteropServices;
using HumaXledger.Sandbox;

var configuration = new ConfigurationManager();
configuration
    .AddJsonFile("appsettings.Development.json", optional: true)
    .AddEnvironmentVariables()
    .AddCommandLine(args);
var options = configuration
    .GetSection(SandboxOptions.Section)
    .Get<SandboxOptions>(binder => binder.ErrorOnUnknownConfiguration = true)
    ?? new SandboxOptions();
using var loggers = LoggerFactory.Create(logging =>
    logging.SetMinimumLevel(LogLevel.Warning).AddConfiguration(configuration.GetSection("Logging")).AddSimpleConsole()
);
using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

await using var sandbox = await SandboxServer.StartAsync(options, TimeProvider.System, loggers, stopping.Token);
Console.WriteLine(AccessSheet.Of(sandbox));
await Task.Delay(Timeout.InfiniteTimeSpan, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}
