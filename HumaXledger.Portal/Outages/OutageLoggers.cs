using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Hosting;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Outages;

/// <summary>
/// The loggers of the process. A line about a fault of the store that will pass becomes the one line of
/// <see cref="StoreOutages"/>, by any writer (this program, Quartz, ASP.NET Core), and is itself of level Debug:
/// otherwise an outage of a minute is hundreds of stack traces.
/// </summary>
public sealed class OutageLoggers : ILoggerFactory
{
    private readonly LoggerFactory _loggers;

    public OutageLoggers(
        IEnumerable<ILoggerProvider> providers,
        IOptionsMonitor<LoggerFilterOptions> filter,
        IOptions<LoggerFactoryOptions> options,
        TimeProvider clock
    )
    {
        _loggers = new LoggerFactory(providers, filter, options);
        Outages = new StoreOutages(new Logger<StoreOutages>(_loggers), clock);
    }

    /// <summary>What writes the line.</summary>
    public StoreOutages Outages { get; }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new OutageLogger(_loggers.CreateLogger(categoryName), Outages);

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider) => _loggers.AddProvider(provider);

    /// <inheritdoc />
    public void Dispose() => _loggers.Dispose();

    private sealed class OutageLogger(ILogger logger, StoreOutages outages) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (exception is null || logLevel <= LogLevel.Debug)
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
            else if (StartRefusal.SentenceOf(exception) is not null)
            {
                // The host's line; the program says it in a sentence when it ends.
                logger.Log(LogLevel.Debug, eventId, state, exception, formatter);
            }
            else if (StoreFault.PassingCauseOf(exception) is not null)
            {
                outages.Note(exception);
                logger.Log(LogLevel.Debug, eventId, state, exception, formatter);
            }
            else
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
