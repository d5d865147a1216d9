using HumaXledger.Sandbox;

var configuration = new ConfigurationManager();
configuration.AddJsonFile("appsettings.Development.json", optional: true).AddEnvironmentVariables().AddCommandLine(args);
var options = configuration.GetSection(SandboxOptions.Section).Get<SandboxOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new SandboxOptions();
using var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddSimpleConsole());
using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};

await using var sandbox = await SandboxServer.StartAsync(options, TimeProvider.System, loggers, stopping.Token);
Console.WriteLine(AccessSheet.Of(sandbox));
await Task.Delay(Timeout.InfiniteTimeSpan, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
