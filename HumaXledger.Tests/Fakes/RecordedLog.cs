using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Fakes;

/// <summary>Keeps every log line from a level up, as it would be written, with its exception.</summary>
public sealed class RecordedLog(LogLevel level = LogLevel.Trace) : ILoggerProvider
{
    public LogLevel Level => level;

    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Page(categoryName, _lines);

    public void Dispose() { }

    private sealed class Page(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
