using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Portal.Outages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Mail;

/// <summary>
/// Mails the result of a run to the person who started it: the result page's own component, rendered in the recipient's
/// language, without sensitive values.
/// </summary>
public sealed class ResultMail(
    IDbContextFactory<SyncDbContext> contexts,
    MailDelivery delivery,
    MailRenderer renderer,
    OpenDifferences open,
    StoreFaults faults,
    TimeProvider clock
)
{
    /// <summary>After this time a result is no longer mailed; it stays on its page.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromDays(1);

    /// <summary>
    /// Once per run; the run records that it was sent. A mail that fails is sent again later; the result is on its page
    /// in any case.
    /// </summary>
    public Task SendAsync(Guid runId, CancellationToken cancellation) =>
        delivery.AttemptAsync(runId, () => AttemptAsync(runId, cancellation), cancellation);

    private async Task AttemptAsync(Guid runId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (
            !delivery.IsOn
            || await RunReport.LoadAsync(context, runId, cancellation)
                is not { Run: { MailTo: { } recipient, MailedAt: null } } report
        )
        {
            return;
        }

        if (!await StarterRights.HoldAsync(context, report.Run, report.Connection, cancellation))
        {
            // It stays on its page, for those who may see it.
            await context
                .Runs.Where(run => run.Id == runId)
                .ExecuteUpdateAsync(set => set.SetProperty(run => run.MailTo, (string?)null), cancellation);
            await delivery.ForgetAsync(runId, cancellation);
            return;
        }

        var figures = report.Newest ? await open.ReadAsync(report.Connection.Id, Actor.System, cancellation) : null;
        var isSent = await delivery.SendAsync(
            new MailSubject(runId, recipient, report.Connection.Id, runId),
            () =>
                renderer.RenderAsync<ResultReport>(
                    runId,
                    MailList.Results,
                    recipient,
                    report.Run.Culture,
                    services => Subject(report, services.GetRequiredService<IStringLocalizer<MailText>>()),
                    new Dictionary<string, object?>
                    {
                        [nameof(ResultReport.Report)] = report,
                        [nameof(ResultReport.Figures)] = figures,
                    }
                ),
            Limit,
            cancellation
        );
        if (isSent)
        {
            // Waited for: a mail that was accepted and not noted would be sent again.
            await faults.RetryAsync(() => NoteSentAsync(context, runId), cancellation);
        }
    }

    private Task<int> NoteSentAsync(SyncDbContext context, Guid runId) =>
        context
            .Runs.Where(run => run.Id == runId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(run => run.MailedAt, clock.GetUtcNow().UtcDateTime),
                CancellationToken.None
            );

    private static string Subject(RunReport report, IStringLocalizer<MailText> text) =>
        report.Undoes
            ? text[
                $"Subject.Undo.{report.Run.State}",
                report.Connection.Name,
                report.Run.Number,
                report.Earlier?.Number ?? 0
            ]
            : text[$"Subject.{report.Run.State}", report.Connection.Name, report.Run.Number];
}
