using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace HumaXledger.Portal.Mail;

/// <summary>Renders a component as a mail in the recipient's language, as HTML and as plain text.</summary>
public sealed partial class MailRenderer(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    /// <param name="culture">Language and region, e.g. <c>nb-NO</c>.</param>
    /// <param name="subject">Called with the recipient's culture.</param>
    public async Task<MailMessage> RenderAsync<TComponent>(
        Guid id,
        string to,
        string culture,
        Func<IServiceProvider, string> subject,
        IDictionary<string, object?> parameters
    )
        where TComponent : IComponent
    {
        // Renderer and localizers use the culture of this async flow, which ends with this method.
        var language = CultureInfo.GetCultureInfo(culture);
        (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (language, language);
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var body = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString()
        );
        var head = subject(scope.ServiceProvider);
        var html = $"""
            <!DOCTYPE html>
            <html lang="{language.TwoLetterISOLanguageName}"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(
                head
            )}</title></head>
            <body style="font-family: 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 15px; line-height: 1.5; color: #1b1b1f; max-width: 44rem">
            {body}
            </body></html>
            """;
        return new MailMessage(to, head, html, PlainText(html)) { Id = id };
    }

    private static string PlainText(string html)
    {
        var lines = BlockEnds().Replace(Spaces().Replace(Head().Replace(html, ""), " "), "\n");
        lines = Items().Replace(lines, "\n- ");
        lines = WebUtility.HtmlDecode(Tags().Replace(lines, ""));
        return string.Join(
                '\n',
                lines
                    .Split('\n')
                    .Select(line => Spaces().Replace(line, " ").Trim())
                    .Where(line => line is not ("" or "-"))
            ) + "\n";
    }

    [GeneratedRegex("<head>.*?</head>", RegexOptions.Singleline, 1_000)]
    private static partial Regex Head();

    [GeneratedRegex("</?(?:p|ul|h2)[^>]*>", RegexOptions.None, 1_000)]
    private static partial Regex BlockEnds();

    [GeneratedRegex("<li[^>]*>", RegexOptions.None, 1_000)]
    private static partial Regex Items();

    [GeneratedRegex("<!--.*?-->|<[^>]+>", RegexOptions.None, 1_000)]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+", RegexOptions.None, 1_000)]
    private static partial Regex Spaces();
}
