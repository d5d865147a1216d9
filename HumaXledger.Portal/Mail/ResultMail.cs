using System.Net.Mail;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Portal.Resources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Mail;

/// <summary>
/// Mails the result of a run to the person who started it: the result page's own component, rendered in the recipient's
/// language, without sensitive values.
/// </summary>
public sealed partial class ResultMail(
    IDbContextFactory<SyncDbContext> contexts,
    IMailSender sender,
    MailRenderer renderer,
    OpenDifferences open,
    TimeProvider clock,
    ILogger<ResultMail> logger
)
{
    private const int MostPerSection = 50;

    /// <summary>
    /// Once per run; the run records that it was sent. A mail that fails is logged; the result is on its page in any
    /// case.
    /// </summary>
    public async Task SendAsync(Guid runId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (
            !sender.On
            || await RunReport.LoadAsync(context, runId, cancellation)
                is not { Run: { MailTo: { } recipient, MailedAt: null } } report
        )
        {
            return;
        }

        var figures = report.Newest ? await open.ReadAsync(report.Connection.Id, cancellation) : null;
        var mail = await renderer.RenderAsync<ResultReport>(
            runId,
            recipient,
            report.Run.Culture,
            services => Subject(report, services.GetRequiredService<IStringLocalizer<ResultWords>>()),
            new Dictionary<string, object?>
            {
                [nameof(ResultReport.Report)] = report,
                [nameof(ResultReport.Most)] = MostPerSection,
                [nameof(ResultReport.Figures)] = figures,
            }
        );
        try
        {
            await sender.SendAsync(mail, cancellation);
            await context
                .Runs.Where(run => run.Id == runId)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(run => run.MailedAt, clock.GetUtcNow().UtcDateTime),
                    CancellationToken.None
                );
        }
        catch (Exception fault) when (fault is SmtpException or IOException)
        {
            LogNotSent(runId, fault.GetType().Name);
        }
    }

    private static string Subject(RunReport report, IStringLocalizer<ResultWords> text) =>
        report.Undoes
            ? text[
                $"Subject.Undo.{report.Run.State}",
                report.Connection.Name,
                report.Run.Number,
                report.Earlier?.Number ?? 0
            ]
            : text[$"Subject.{report.Run.State}", report.Connection.Name, report.Run.Number];

    [LoggerMessage(
        LogLevel.Warning,
        "The result of run {RunId} could not be mailed ({Fault}); it is on the run's page and is mailed again later"
    )]
    private partial void LogNotSent(Guid runId, string fault);
}
