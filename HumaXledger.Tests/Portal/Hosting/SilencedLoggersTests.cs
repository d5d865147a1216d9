using HumaXledger.Portal.Hosting;
using HumaXledger.Tests.Browser.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Portal.Hosting;

public sealed class SilencedLoggersTests
{
    private const string Dispatcher = "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher";

    [Theory]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Logging:LogLevel:Microsoft.AspNetCore")]
    [InlineData("Logging:LogLevel:Microsoft.AspNetCore.SignalR")]
    [InlineData($"Logging:LogLevel:{Dispatcher}")]
    [InlineData("Logging:LogLevel:*.SignalR.Internal.DefaultHubDispatcher")]
    [InlineData("Logging:Captured:LogLevel:Default")]
    [InlineData("Logging:Captured:LogLevel:Microsoft")]
    [InlineData($"Logging:Captured:LogLevel:{Dispatcher}")]
    public void Logger_OfUserInput_StaysQuietAtEveryConfiguredLevel(string setting)
    {
        var book = new Captured();
        using var services = Services(setting, "Trace", book);
        var logs = services.GetRequiredService<ILoggerFactory>();

        logs.CreateLogger(Dispatcher).LogDebug("typed");
        logs.CreateLogger(Dispatcher).LogInformation("told");

        Assert.DoesNotContain(book.Lines, line => line.Contains("typed", StringComparison.Ordinal));
        Assert.Contains(book.Lines, line => line.Contains("told", StringComparison.Ordinal));
    }

    [Fact]
    public void Logger_OfAnotherCategory_FollowsTheConfiguredLevel()
    {
        var book = new Captured();
        using var services = Services("Logging:LogLevel:Default", "Trace", book);

        services.GetRequiredService<ILoggerFactory>().CreateLogger("HumaXledger").LogTrace("detail");

        Assert.Single(book.Lines);
    }

    [Fact]
    public void Logger_WithAHigherConfiguredLevel_KeepsIt()
    {
        var book = new Captured();
        using var services = Services($"Logging:LogLevel:{Dispatcher}", "Error", book);

        services.GetRequiredService<ILoggerFactory>().CreateLogger(Dispatcher).LogWarning("told");

        Assert.Empty(book.Lines);
    }

    private static ServiceProvider Services(string setting, string level, Captured book) =>
        new ServiceCollection()
            .AddLogging(logging =>
                logging
                    .AddConfiguration(
                        new ConfigurationBuilder()
                            .AddInMemoryCollection(
                                new Dictionary<string, string?> { [setting["Logging:".Length..]] = level }
                            )
                            .Build()
                    )
                    .AddProvider(book)
            )
            .AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, SilencedLoggers>()
            .BuildServiceProvider();

    [ProviderAlias("Captured")]
    private sealed class Captured : ILoggerProvider
    {
        private readonly CapturedLog _log = new();

        public IReadOnlyCollection<string> Lines => _log.Lines;

        public ILogger CreateLogger(string categoryName) => _log.CreateLogger(categoryName);

        public void Dispose() => _log.Dispose();
    }
}
