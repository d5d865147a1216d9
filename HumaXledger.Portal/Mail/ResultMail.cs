using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text.RegularExpressions;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Sync;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Portal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Mail;

/// <summary>Sends the result of a run to whoever started it: the result page's own component, rendered in the recipient's language. Sensitive values are not in it.</summary>
public sealed partial class ResultMail(IDbContextFactory<SyncDbContext> contexts, IMailSender sender, IServiceScopeFactory scopes, TimeProvider clock, ILoggerFactory loggers)
{
    private const int MostPerSection = 50;
    private readonly ILogger _logger = loggers.CreateLogger<ResultMail>();

    /// <summary>Once per run, noted when it was. A mail that cannot be sent is logged; the result is on its page all the same.</summary>
    public async Task SendAsync(Guid runId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (!sender.On || await RunReport.LoadAsync(context, runId, cancellation) is not { Run: { MailTo: { } recipient, MailedAt: null } } report)
        {
            return;
        }

        var (subject, html) = await RenderAsync(report);
        try
        {
            await sender.SendAsync(new Letter(recipient, subject, html, PlainText(html)) { Id = runId }, cancellation);
            await context.Runs.Where(run => run.Id == runId).ExecuteUpdateAsync(set => set.SetProperty(run => run.MailedAt, clock.GetUtcNow().UtcDateTime), CancellationToken.None);
        }
        catch (Exception fault) when (fault is SmtpException or IOException)
        {
            LogNotSent(runId, fault.GetType().Name);
        }
    }

    private async Task<(string Subject, string Html)> RenderAsync(RunReport report)
    {
        // The renderer and the words follow the culture of this flow; it ends with this method.
        var culture = CultureInfo.GetCultureInfo(report.Run.Culture);
        (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (culture, culture);
        await using var scope = scopes.CreateAsyncScope();
        var text = scope.ServiceProvider.GetRequiredService<IStringLocalizer<ResultWords>>();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var body = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ResultLetter.Report)] = report, [nameof(ResultLetter.Most)] = MostPerSection });
            return (await renderer.RenderComponentAsync<ResultLetter>(parameters)).ToHtmlString();
        });
        string subject = report.Plan.Origin == PlanOrigin.Undo
            ? text[$"Subject.Undo.{report.Run.State}", report.Connection.Name, report.Run.Number, report.Earlier?.Number ?? 0]
            : text[$"Subject.{report.Run.State}", report.Connection.Name, report.Run.Number];
        return (subject, $"""
            <!DOCTYPE html>
            <html lang="{culture.TwoLetterISOLanguageName}"><head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(subject)}</title></head>
            <body style="font-family: 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 15px; line-height: 1.5; color: #1b1b1f; max-width: 44rem">
            {body}
            </body></html>
            """);
    }

    private static string PlainText(string html)
    {
        var lines = Blocks().Replace(Spaces().Replace(Head().Replace(html, ""), " "), "\n");
        lines = Items().Replace(lines, "\n- ");
        lines = WebUtility.HtmlDecode(Tags().Replace(lines, ""));
        return string.Join('\n', lines.Split('\n').Select(line => Spaces().Replace(line, " ").Trim()).Where(line => line is not ("" or "-"))) + "\n";
    }

    [GeneratedRegex("<head>.*?</head>", RegexOptions.Singleline)]
    private static partial Regex Head();

    [GeneratedRegex("</?(p|ul|h2)[^>]*>")]
    private static partial Regex Blocks();

    [GeneratedRegex("<li[^>]*>")]
    private static partial Regex Items();

    [GeneratedRegex("<!--.*?-->|<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();

    [LoggerMessage(LogLevel.Warning, "The result of run {RunId} could not be mailed: {Fault}")]
    private partial void LogNotSent(Guid runId, string fault);
}
