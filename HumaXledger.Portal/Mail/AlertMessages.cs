using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Mail;
using HumaXledger.Portal.Webhooks;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Mail;

/// <summary>Prints and sends one alert to those who get a connection's alerts, each in their own language.</summary>
public sealed class AlertMessages(MailDelivery delivery, MailRenderer renderer, IOptions<PortalOptions> portal)
{
    /// <summary>After this time the mail that an alert is over is no longer sent.</summary>
    internal static readonly TimeSpan OverLate = TimeSpan.FromDays(1);

    /// <summary>
    /// Sends an alert, or that it is over, to each recipient. One who did not get the alert does not get its end.
    /// </summary>
    /// <returns>Whether there was a recipient. What failed is sent again by <see cref="MailRetries"/>.</returns>
    internal async Task<bool> SendAsync(Alert alert, Connection connection, CancellationToken cancellation)
    {
        var recipients = delivery.IsOn ? connection.AlertsTo : [];
        foreach (var recipient in recipients)
        {
            if (
                alert.ClosedAt is null
                || !await delivery.HasFailedAsync(IdOf(alert, recipient, isOver: false), cancellation)
            )
            {
                await SendAsync(alert, connection, recipient, cancellation);
            }
        }

        return recipients.Count > 0;
    }

    /// <summary>Sends a mail again that failed, unless what it says is no longer so.</summary>
    internal async Task SendAgainAsync(
        UndeliveredMail failed,
        Alert alert,
        Connection connection,
        CancellationToken cancellation
    )
    {
        var recipient = connection.AlertsTo.FirstOrDefault(one =>
            one.Email.Equals(failed.Recipient, StringComparison.OrdinalIgnoreCase)
        );
        if (recipient is not null && !connection.IsEnded && failed.Id == IdOf(alert, recipient))
        {
            await SendAsync(alert, connection, recipient, cancellation);
        }
        // An alert that was closed a moment ago may still come back; its end is mailed after a while.
        else if (recipient is null || connection.IsEnded || alert.OverMailedAt is not null)
        {
            await delivery.ForgetAsync(failed.Id, cancellation);
        }
    }

    private async Task SendAsync(
        Alert alert,
        Connection connection,
        AlertRecipient recipient,
        CancellationToken cancellation
    )
    {
        var id = IdOf(alert, recipient);
        await delivery.SendAsync(
            new MailSubject(id, recipient.Email, connection.Id, AlertId: alert.Id),
            () =>
                renderer.RenderAsync<AlertReport>(
                    id,
                    MailList.Alerts,
                    recipient.Email,
                    recipient.Culture,
                    services => Subject(alert, connection, services.GetRequiredService<IStringLocalizer<MailText>>()),
                    new Dictionary<string, object?>
                    {
                        [nameof(AlertReport.Alert)] = alert,
                        [nameof(AlertReport.Connection)] = connection,
                        [nameof(AlertReport.Address)] = AddressOf(connection),
                    }
                ),
            alert.ClosedAt is null ? null : OverLate,
            cancellation
        );
    }

    private static string Subject(Alert alert, Connection connection, IStringLocalizer<MailText> text) =>
        alert.ClosedAt is null
            ? text["Report.Subject", connection.Name, text[$"Problem.{alert.Problem}"].Value]
            : text["Report.SubjectOver", connection.Name, text[$"Problem.{alert.Problem}"].Value];

    private Uri? AddressOf(Connection connection) =>
        portal.Value.PublicAddress is { Length: > 0 } address
            ? new Uri($"{address.TrimEnd('/')}/connections/{connection.Id}")
            : null;

    private static Guid IdOf(Alert alert, AlertRecipient recipient) =>
        IdOf(alert, recipient, alert.ClosedAt is not null);

    // Sent again after a crash it is the same mail.
    private static Guid IdOf(Alert alert, AlertRecipient recipient, bool isOver)
    {
        var email = recipient.Email.ToLowerInvariant();
        var about = $"{alert.ConnectionId}|{alert.Id}|{alert.OpenedAt:O}|{isOver}|{email}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(about))[..16]);
    }
}
