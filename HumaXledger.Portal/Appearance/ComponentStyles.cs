using System.Text;

namespace HumaXledger.Portal.Appearance;

/// <summary>
/// Cuts MudBlazor's style sheet down to the components that the portal uses; nineteen of twenty rules are about others.
/// Reads what a style sheet of a tool looks like: balanced braces, no errors.
/// </summary>
public static class ComponentStyles
{
    /// <summary>Components of MudBlazor that pages use.</summary>
    public static readonly IReadOnlyList<Type> Components =
    [
        typeof(MudBlazor.MudButton),
        typeof(MudBlazor.MudIcon),
        typeof(MudBlazor.MudProgressCircular),
        typeof(MudBlazor.MudSkeleton),
    ];

    // The names that these components give to their elements.
    private static readonly string[] Used =
    [
        "mud-button",
        "mud-icon-root",
        "mud-icon-size",
        "mud-icon-default",
        "mud-icon-button",
        "mud-svg-icon",
        "mud-ripple",
        "mud-skeleton",
        "mud-progress-circular",
        "mud-progress-indeterminate",
        "mud-progress-static",
        "mud-progress-small",
        "mud-progress-medium",
        "mud-progress-large",
        "mud-width-full",
        "mud-disabled",
        "mud-primary-text",
        "mud-secondary-text",
        "mud-error-text",
        "mud-inherit-text",
    ];

    private static readonly string[] Unused = ["mud-button-group", "mud-button-toggle"];

    private static readonly string[] Keyframes = ["@keyframes ", "@-webkit-keyframes "];

    /// <summary>The rules for <see cref="Components"/>, in the cascade layer <c>mud</c>.</summary>
    /// <param name="css">MudBlazor's style sheet.</param>
    public static string Of(string css)
    {
        var rules = Rules(css).ToList();
        var kept = new StringBuilder().AppendJoin("", rules.Select(Kept));
        var text = kept.ToString();
        foreach (var rule in rules)
        {
            if (KeyframesOf(rule) is { } name && text.Contains(name, StringComparison.Ordinal))
            {
                kept.Append(rule);
            }
        }

        return $"@layer mud{{{kept}}}";
    }

    /// <summary>The rules of a style sheet, or of a block in one.</summary>
    internal static IEnumerable<string> Rules(string css)
    {
        var (start, depth) = (0, 0);
        for (var at = 0; at < css.Length; at++)
        {
            switch (css[at])
            {
                case '"' or '\'':
                    var quote = css[at];
                    while (css[++at] != quote)
                    {
                        at += css[at] == '\\' ? 1 : 0;
                    }

                    break;
                case '/' when css.AsSpan(at).StartsWith("/*"):
                    var end = css.IndexOf("*/", at, StringComparison.Ordinal) + 2;
                    css = css.Remove(at, end - at);
                    at--;
                    break;
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                case ';' when depth == 0:
                    yield return css[start..(at + 1)];
                    start = at + 1;
                    break;
            }
        }
    }

    /// <summary>The part of a rule that is about the components; empty where none is.</summary>
    private static string Kept(string rule)
    {
        var open = rule.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            return "";
        }

        var (head, body) = (rule[..open].Trim(), rule[(open + 1)..^1]);
        if (
            head.StartsWith("@media", StringComparison.Ordinal)
            || head.StartsWith("@supports", StringComparison.Ordinal)
        )
        {
            var inner = string.Concat(Rules(body).Select(Kept));
            return inner.Length == 0 ? "" : $"{head}{{{inner}}}";
        }

        if (head.StartsWith('@'))
        {
            return "";
        }

        var selectors = Selectors(head).Where(IsUsed).ToList();
        return selectors.Count == 0 ? "" : $"{string.Join(',', selectors)}{{{body}}}";
    }

    // Commas inside :is(…) do not part selectors.
    private static IEnumerable<string> Selectors(string head)
    {
        var (start, depth) = (0, 0);
        for (var at = 0; at < head.Length; at++)
        {
            depth += head[at] switch
            {
                '(' or '[' => 1,
                ')' or ']' => -1,
                _ => 0,
            };
            if (head[at] == ',' && depth == 0)
            {
                yield return head[start..at].Trim();
                start = at + 1;
            }
        }

        yield return head[start..].Trim();
    }

    private static bool IsUsed(string selector) => ClassNames(selector).All(IsUsedClass);

    private static bool IsUsedClass(string name) =>
        Array.Exists(Used, prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        && !Array.Exists(Unused, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static IEnumerable<string> ClassNames(string selector)
    {
        for (var at = selector.IndexOf('.', StringComparison.Ordinal); at >= 0; at = selector.IndexOf('.', at + 1))
        {
            var end = at + 1;
            while (end < selector.Length && (char.IsAsciiLetterOrDigit(selector[end]) || selector[end] is '-' or '_'))
            {
                end++;
            }

            // A number has a point too: "0%", ".5".
            if (end > at + 1 && !char.IsAsciiDigit(selector[at + 1]))
            {
                yield return selector[(at + 1)..end];
            }
        }
    }

    private static string? KeyframesOf(string rule)
    {
        var start = Array.Find(Keyframes, prefix => rule.StartsWith(prefix, StringComparison.Ordinal));
        return start is null ? null : rule[start.Length..rule.IndexOf('{', StringComparison.Ordinal)].Trim();
    }
}
