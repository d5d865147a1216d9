using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using HumaXledger.Core;
using HumaXledger.Portal.Monitoring;
using Microsoft.Extensions.Logging.Abstractions;

namespace HumaXledger.Tests.Portal.Monitoring;

/// <summary>Dashboard and rules under <c>ops/</c> name the metrics that the code has, and all of them.</summary>
public sealed partial class OperationsFilesTests
{
    /// <summary>Of ASP.NET Core, .NET and Prometheus, as Prometheus names them.</summary>
    private static readonly string[] OfOthers =
    [
        "aspnetcore_components_circuit_active",
        "aspnetcore_components_circuit_connected",
        "http_server_request_duration_seconds_bucket",
        "http_server_request_duration_seconds_count",
        "http_client_request_duration_seconds_bucket",
        "dotnet_process_memory_working_set_bytes",
        "dotnet_gc_last_collection_heap_size_bytes",
        "up",
    ];

    private static string Dashboard => File.ReadAllText(Repository.Folder("ops", "grafana-dashboard.json"));

    private static string Rules => File.ReadAllText(Repository.Folder("ops", "prometheus-rules.yml"));

    [Fact]
    public void Files_UnderOps_NameOnlyMetricsThatExist()
    {
        var known = Own().Values.SelectMany(names => names).Concat(OfOthers).ToHashSet(StringComparer.Ordinal);
        var named = Expressions().SelectMany(Names).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void Metrics_OfThisProduct_AreAllOnTheDashboardAndInTheDocument()
    {
        var shown = DashboardExpressions().SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        var document = File.ReadAllText(Repository.Folder("docs", "operations.md"));

        Assert.All(Own(), metric =>
        {
            Assert.True(metric.Value.Any(shown.Contains), $"{metric.Key} is not on the dashboard.");
            Assert.Contains($"`{metric.Key}`", document, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Rules_AllOfThem_AreExplainedInTheDocument()
    {
        var document = File.ReadAllText(Repository.Folder("docs", "operations.md"));
        var alerts = Alert().Matches(Rules).Select(match => match.Groups[1].Value).ToList();

        Assert.True(alerts.Count >= 8);
        Assert.All(alerts, alert => Assert.Contains($"`{alert}`", document, StringComparison.Ordinal));
    }

    /// <summary>The names at Prometheus of each of our instruments.</summary>
    private static Dictionary<string, string[]> Own()
    {
        RuntimeHelpers.RunClassConstructor(typeof(SyncTelemetry).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(PortalMetrics).TypeHandle);
        var found = new Dictionary<string, string[]>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name is SyncTelemetry.Name or PortalMetrics.Name)
                {
                    found[instrument.Name] = [.. NamesOf(instrument)];
                }
            },
        };
        listener.Start();
        using var asked = new QueueMetrics(null!, null!, TimeProvider.System, NullLogger<QueueMetrics>.Instance);
        Assert.True(found.Count >= 13);
        return found;
    }

    // https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
    private static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        var name = instrument.Name.Replace('.', '_') + unit;
        var kind = instrument.GetType().Name;
        return kind switch
        {
            _ when kind.StartsWith("Histogram", StringComparison.Ordinal) =>
            [
                $"{name}_bucket",
                $"{name}_count",
                $"{name}_sum",
            ],
            _ when kind.StartsWith("Counter", StringComparison.Ordinal) => [$"{name}_total"],
            _ => [name],
        };
    }

    private static IEnumerable<string> Expressions() =>
        DashboardExpressions().Concat(Expression().Matches(Rules).Select(match => match.Groups[1].Value));

    private static List<string> DashboardExpressions()
    {
        using var dashboard = JsonDocument.Parse(Dashboard);
        return
        [
            .. dashboard
                .RootElement.GetProperty("panels")
                .EnumerateArray()
                .Where(panel => panel.TryGetProperty("targets", out _))
                .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
                .Select(target => target.GetProperty("expr").GetString()!),
        ];
    }

    // Names stand before a selector, a range or an operator; labels, functions and texts do not.
    private static IEnumerable<string> Names(string expression) =>
        Metric()
            .Matches(Quoted().Replace(Grouping().Replace(expression, " "), "{}"))
            .Select(match => match.Value)
            .Where(name => name.Contains('_') || name == "up")
            .Where(name => !Functions.Contains(name));

    private static readonly string[] Functions = ["clamp_min", "histogram_quantile"];

    [GeneratedRegex(@"\b[a-z_][a-z0-9_]*\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(by|without)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"^\s*expr: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"^\s*- alert: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alert();
}
