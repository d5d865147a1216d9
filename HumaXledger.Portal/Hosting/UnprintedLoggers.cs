using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Loggers of the framework that print what people type, below <see cref="Least"/>: whoever turned everything up to
/// find a fault would have the pasted token in the log. No setting turns them up further.
/// </summary>
public sealed class UnprintedLoggers : IPostConfigureOptions<LoggerFilterOptions>
{
    /// <summary>
    /// SignalR prints every invocation with its arguments: for a Blazor circuit these are the events of the page with
    /// the values of its fields.
    /// </summary>
    private const string SignalR = "Microsoft.AspNetCore.SignalR";

    private const LogLevel Least = LogLevel.Information;

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // A rule for one provider is preferred to one for all of them, and of those the one with the longest category.
        foreach (
            var rule in options
                .Rules.Where(rule =>
                    rule.CategoryName?.Contains(nameof(SignalR), StringComparison.OrdinalIgnoreCase) == true
                )
                .ToList()
        )
        {
            options.Rules[options.Rules.IndexOf(rule)] = new LoggerFilterRule(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel is { } level && level > Least ? level : Least,
                rule.Filter
            );
        }

        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            if (
                !options.Rules.Any(rule =>
                    rule.ProviderName == provider
                    && string.Equals(rule.CategoryName, SignalR, StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                options.Rules.Add(new LoggerFilterRule(provider, SignalR, Least, null));
            }
        }
    }
}
