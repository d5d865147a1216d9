using System.Diagnostics;
using HumaXledger.Core.Reasons;
using HumaXledger.Portal.Monitoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace HumaXledger.Tests.Portal.Monitoring;

/// <summary>What is taken out of spans and log lines before they leave the process.</summary>
public sealed class RedactionTests
{
    private const string Secret = "Kari Nordmann";

    [Fact]
    public void Span_WithAddressesAndUnknownTags_KeepsWhatIsListedOnly()
    {
        var span = Assert.Single(
            Exported(source =>
            {
                using var activity = source.StartActivity("GET /connections/{id}/people/{key}");
                activity!.SetTag("http.route", "/connections/{id}/people/{key}");
                activity.SetTag("http.response.status_code", 200);
                activity.SetTag("humaxledger.people", 3);
                activity.SetTag("url.path", $"/connections/1/people/{Secret}");
                activity.SetTag("url.query", $"?search={Secret}");
                activity.SetTag("url.full", $"https://huma.example.com/users/{Secret}");
                activity.SetTag("user_agent.original", Secret);
                activity.SetTag("db.query.text", $"SELECT '{Secret}'");
                activity.SetTag("of.a.later.version", Secret);
                activity.SetStatus(ActivityStatusCode.Error, Secret);
            })
        );

        Assert.Equal(
            ["http.response.status_code", "http.route", "humaxledger.people"],
            span.TagObjects.Select(tag => tag.Key).Order()
        );
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
    }

    [Fact]
    public void Span_WithAnException_IsExportedWithoutIt()
    {
        Activity? original = null;
        var exported = Exported(source =>
        {
            using var parent = source.StartActivity("parent");
            using var activity = source.StartActivity("humaxledger", ActivityKind.Client);
            original = activity!;
            activity!.SetTag("db.system.name", "postgresql");
            activity.AddException(new InvalidOperationException($"Key (name)=({Secret}) already exists"));
            activity.SetStatus(ActivityStatusCode.Error, Secret);
        });

        var span = exported.Single(span => span.DisplayName == "humaxledger");
        Assert.Empty(span.Events);
        Assert.Equal(["db.system.name"], span.TagObjects.Select(tag => tag.Key));
        Assert.Equal(
            (original!.TraceId, original.ParentSpanId, original.StartTimeUtc, original.Duration, original.Kind),
            (span.TraceId, span.ParentSpanId, span.StartTimeUtc, span.Duration, span.Kind)
        );
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
        Assert.Single(exported, span => span.DisplayName == "parent");
    }

    [Fact]
    public void Line_OfALibrary_KeepsItsFixedWordsAndTheFramesOfItsFault()
    {
        var line = Assert.Single(Logged("Microsoft.AspNetCore.Diagnostics", log => LogError(log, Secret, Fault())));

        Assert.Equal("Failed for {Who}", line.FormattedMessage);
        Assert.Null(line.Exception);
        Assert.DoesNotContain(line.Attributes, attribute =>
            $"{attribute.Value}".Contains(Secret, StringComparison.Ordinal)
        );
        Assert.Contains(line.Attributes, attribute =>
            attribute.Key == "exception.stacktrace"
            && $"{attribute.Value}".Contains(nameof(Fault), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Line_OfThisProduct_KeepsItsIdsAndNoMessageOfAFault()
    {
        var line = Assert.Single(Logged("HumaXledger.Core.Sync", log => LogError(log, "run 12", Fault())));

        Assert.Equal("Failed for run 12", line.FormattedMessage);
        Assert.Contains(line.Attributes, attribute => attribute is { Key: "Who", Value: "run 12" });
        Assert.Contains(line.Attributes, attribute =>
            attribute is { Key: "exception.type", Value: "System.FormatException" }
        );
        Assert.DoesNotContain(line.Attributes, attribute =>
            $"{attribute.Value}".Contains(Secret, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Line_OfThisProduct_KeepsTheCodeOfAReasonOnly()
    {
        var line = Assert.Single(
            Logged("HumaXledger.Core.Sync", log => Broken(log, new Reason("huma.duplicateId", Secret), null))
        );

        Assert.Equal("Broke off: huma.duplicateId", line.FormattedMessage);
        Assert.Contains(line.Attributes, attribute => attribute is { Key: "Why", Value: "huma.duplicateId" });
    }

    [Theory]
    [InlineData("HumaXledger.Core", LogLevel.Information, true)]
    [InlineData("HumaXledger.Core", LogLevel.Debug, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.SignalR", LogLevel.Information, false)]
    [InlineData("Quartz", LogLevel.Warning, true)]
    [InlineData("HumaXledgerWithoutDot", LogLevel.Information, false)]
    public void Line_OfThisLevel_IsExportedWhateverTheSettingsSay(string category, LogLevel level, bool exported) =>
        Assert.Equal(exported, Logged(category, log => LogAt(log, level)).Count == 1);

    private static FormatException Fault()
    {
        try
        {
            throw new FormatException($"The input string '{Secret}' was not in a correct format.");
        }
        catch (FormatException fault)
        {
            return fault;
        }
    }

    private static void LogError(ILogger log, string who, Exception fault) => Failed(log, who, fault);

    private static readonly Action<ILogger, string, Exception?> Failed = LoggerMessage.Define<string>(
        LogLevel.Error,
        default,
        "Failed for {Who}"
    );

    private static readonly Action<ILogger, Reason, Exception?> Broken = LoggerMessage.Define<Reason>(
        LogLevel.Warning,
        default,
        "Broke off: {Why}"
    );

    private static void LogAt(ILogger log, LogLevel level) => LoggerMessage.Define(level, default, "A line")(log, null);

    // A source of its own, so that no other test's spans are among them.
    private static List<Activity> Exported(Action<ActivitySource> act)
    {
        using var source = new ActivitySource($"Tests.{Guid.NewGuid():N}");
        var kept = new KeptSpans();
        using (
            Sdk.CreateTracerProviderBuilder()
                .AddSource(source.Name, "HumaXledger.Sync.WithoutEvents")
                .AddProcessor(new SpanRedaction())
                .AddProcessor(kept)
                .Build()
        )
        {
            act(source);
        }

        return kept.Ended;
    }

    private static List<Line> Logged(string category, Action<ILogger> log)
    {
        var kept = new KeptLines();
        var services = new ServiceCollection();
        services.AddLogging(logging =>
            logging
                .SetMinimumLevel(LogLevel.Trace)
                // As a setting of an installation could say.
                .AddFilter<OpenTelemetryLoggerProvider>("Microsoft", LogLevel.Trace)
                .AddFilter("Microsoft", LogLevel.Trace)
                .AddOpenTelemetry(options =>
                    (options.IncludeFormattedMessage, _) = (
                        true,
                        options.AddProcessor(new LogRedaction()).AddProcessor(kept)
                    )
                )
        );
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, ExportedLoggers>();
        using var provider = services.BuildServiceProvider();
        log(provider.GetRequiredService<ILoggerFactory>().CreateLogger(category));
        return kept.Ended;
    }

    private sealed record Line(
        string? FormattedMessage,
        Exception? Exception,
        IReadOnlyList<KeyValuePair<string, object?>> Attributes
    );

    // A record is used again for the next line.
    private sealed class KeptLines : BaseProcessor<LogRecord>
    {
        public List<Line> Ended { get; } = [];

        public override void OnEnd(LogRecord data) =>
            Ended.Add(new Line(data.FormattedMessage, data.Exception, [.. data.Attributes ?? []]));
    }

    private sealed class KeptSpans : BaseProcessor<Activity>
    {
        public List<Activity> Ended { get; } = [];

        // As an exporter does: what is not recorded is left out.
        public override void OnEnd(Activity data)
        {
            if (data.Recorded)
            {
                Ended.Add(data);
            }
        }
    }
}
