using HumaXledger.Core.Reasons;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// What leaves the process of a log line: of own lines all but the particulars of reasons and the messages of
/// exceptions, of lines of a library only their fixed words. The console has the rest.
/// </summary>
internal sealed class LogRedaction : BaseProcessor<LogRecord>
{
    private const string Template = "{OriginalFormat}";

    public override void OnEnd(LogRecord data)
    {
        List<KeyValuePair<string, object?>> kept = [];
        if (ExportedLoggers.IsOwn(data.CategoryName))
        {
            foreach (var (key, value) in data.Attributes ?? [])
            {
                kept.Add(new(key, value is Reason reason ? reason.Code : value));
                if (value is Reason { Arguments.Count: > 0 } full)
                {
                    data.FormattedMessage = data.FormattedMessage?.Replace(
                        full.ToString(),
                        full.Code,
                        StringComparison.Ordinal
                    );
                }
            }
        }
        else
        {
            data.FormattedMessage = data.Attributes?.FirstOrDefault(attribute => attribute.Key == Template)
                .Value?.ToString()
                ?? "";
            data.Body = data.FormattedMessage;
        }

        if (data.Exception is { } fault)
        {
            data.Exception = null;
            kept.Add(new("exception.type", fault.GetType().FullName));
            kept.Add(new("exception.stacktrace", FramesOf(fault)));
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
