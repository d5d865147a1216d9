using System.Globalization;
using System.Net;
using HumaXledger.Core.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace HumaXledger.Portal.Mail;

/// <summary>Renders a component as a mail in the recipient's language, as HTML and as plain text.</summary>
public sealed class MailRenderer(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    /// <param name="culture">Language and region, e.g. <c>nb-NO</c>.</param>
    /// <param name="subject">Called with the recipient's culture.</param>
    public async Task<MailMessage> RenderAsync<TComponent>(
        Guid id,
        MailList list,
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
        // A header is one line.
        var head = GivenText.Usable(subject(scope.ServiceProvider), MailMessage.LongestSubject);
        var html = $"""
            <!DOCTYPE html>
            <html lang="{language.TwoLetterISOLanguageName}"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(
                head
            )}</title></head>
            <body style="font-family: 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 15px; line-height: 1.5; color: #1b1b1f; max-width: 44rem">
            {body}
            </body></html>
            """;
        return new MailMessage(list, to, head, html, PlainText.Of(html)) { Id = id };
    }
}
