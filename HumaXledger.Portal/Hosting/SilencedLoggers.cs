using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Framework loggers that log secrets or what users type below a level of their own: a pasted token, the code of a
/// sign-in, the secret of a circuit would end up in the log. No setting can lower these levels further.
/// </summary>
public sealed class SilencedLoggers : IPostConfigureOptions<LoggerFilterOptions>
{
    /// <summary>Categories with everything below them, and the lowest level that they log at.</summary>
    private static readonly (string Category, LogLevel Least)[] Silenced =
    [
        // Every invocation with its arguments: for a circuit these are events with the values of input fields.
        ("Microsoft.AspNetCore.SignalR", LogLevel.Information),
        // Secrets of circuits, which are as good as the open page.
        ("Microsoft.AspNetCore.Components.Server", LogLevel.Information),
        // Tokens of connections.
        ("Microsoft.AspNetCore.Http.Connections", LogLevel.Information),
        // Every request with its query: code and state of a sign-in, what was searched for.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),
        // State and nonce of a sign-in, and messages of Entra ID.
        ("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.Information),
    ];

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        foreach (var (category, least) in Silenced)
        {
            Silence(options, category, least);
        }
    }

    private static void Silence(LoggerFilterOptions options, string category, LogLevel least)
    {
        // A rule for one provider wins over a rule for all; among those the longest category wins.
        foreach (var rule in options.Rules.Where(rule => IsMoreSpecific(rule, category)).ToList())
        {
            options.Rules[options.Rules.IndexOf(rule)] = new LoggerFilterRule(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel is { } level && level > least ? level : least,
                rule.Filter
            );
        }

        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            if (
                !options.Rules.Any(rule =>
                    rule.ProviderName == provider
                    && string.Equals(rule.CategoryName, category, StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                options.Rules.Add(new LoggerFilterRule(provider, category, least, null));
            }
        }
    }

    // A category may hold one asterisk. What it stands for is not compared: such a rule rather logs less than it says.
    private static bool IsMoreSpecific(LoggerFilterRule rule, string category)
    {
        if (rule.CategoryName is not { } wanted || wanted.Length < category.Length)
        {
            return false;
        }

        var beginning = wanted.Split('*')[0];
        return beginning.StartsWith(category, StringComparison.OrdinalIgnoreCase)
            || (beginning.Length < wanted.Length && category.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
    }
}
