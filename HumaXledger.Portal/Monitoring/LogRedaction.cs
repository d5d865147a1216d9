using OpenTelemetry;
using OpenTelemetry.Logs;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// What leaves the process of a log line: of own lines all but the messages of exceptions, of lines of a library only
/// their fixed words. The console has the rest.
/// </summary>
internal sealed class LogRedaction : BaseProcessor<LogRecord>
{
    private const string Template = "{OriginalFormat}";

    public override void OnEnd(LogRecord data)
    {
        var kept = data.Attributes;
        if (!ExportedLoggers.IsOwn(data.CategoryName))
        {
            data.FormattedMessage = data.Attributes?.FirstOrDefault(attribute => attribute.Key == Template)
                .Value?.ToString()
                ?? "";
            data.Body = data.FormattedMessage;
            kept = [];
        }

        if (data.Exception is { } fault)
        {
            data.Exception = null;
            kept =
            [
                .. kept ?? [],
                new("exception.type", fault.GetType().FullName),
                new("exception.stacktrace", FramesOf(fault)),
            ];
        }

        data.Attributes = kept;
    }

    /// <summary>Types and frames of a fault and of what is inside it; no message.</summary>
    private static string FramesOf(Exception fault)
    {
        var lines = new List<string?>();
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            lines.Add(inner.GetType().FullName);
            lines.Add(inner.StackTrace);
        }

        return string.Join('\n', lines);
    }
}
