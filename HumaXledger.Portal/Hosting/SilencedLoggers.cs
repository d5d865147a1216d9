using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Framework loggers that log user input below <see cref="Least"/>: at their lowest level a pasted token would end up
/// in the log. No setting can lower their level further.
/// </summary>
public sealed class SilencedLoggers : IPostConfigureOptions<LoggerFilterOptions>
{
    /// <summary>
    /// SignalR logs every invocation with its arguments: for a Blazor circuit these are events with the values of input
    /// fields.
    /// </summary>
    private const string SignalR = "Microsoft.AspNetCore.SignalR";

    private const LogLevel Least = LogLevel.Information;

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // A rule for one provider wins over a rule for all; among those the longest category wins.
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
