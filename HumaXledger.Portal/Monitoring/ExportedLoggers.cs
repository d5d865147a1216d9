using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// Which lines leave the process: own ones and those about start and end from Information on, of libraries warnings and
/// errors. Below that libraries log addresses with what was searched for; no setting can export them.
/// </summary>
internal sealed class ExportedLoggers : IPostConfigureOptions<LoggerFilterOptions>
{
    private const string Own = nameof(HumaXledger) + ".";
    private const string Alias = "OpenTelemetry";

    private static readonly string Provider = typeof(OpenTelemetryLoggerProvider).FullName!;

    /// <summary>Whether a logger is of this product, whose lines hold ids, codes and counts.</summary>
    public static bool IsOwn(string? category) => category?.StartsWith(Own, StringComparison.Ordinal) == true;

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        foreach (
            var rule in options
                .Rules.Where(rule => rule.ProviderName is Alias || rule.ProviderName == Provider)
                .ToList()
        )
        {
            options.Rules.Remove(rule);
        }

        options.Rules.Add(new LoggerFilterRule(Provider, null, LogLevel.Warning, null));
        // Each round of checks logs; Readiness logs what changes.
        options.Rules.Add(new LoggerFilterRule(Provider, typeof(HealthCheckService).Namespace, LogLevel.None, null));
        options.Rules.Add(new LoggerFilterRule(Provider, Own, LogLevel.Information, null));
        options.Rules.Add(new LoggerFilterRule(Provider, "Microsoft.Hosting.Lifetime", LogLevel.Information, null));
    }
}
