using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Portal.Resources;
using HumaXledger.Portal.Webhooks;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Mail;

/// <summary>Prints and sends one alert to those who get a connection's alerts, each in their own language.</summary>
public sealed partial class AlertMessages(
    IMailSender sender,
    MailRenderer renderer,
    IOptions<PortalOptions> portal,
    ILogger<AlertMessages> logger
)
{
    /// <summary>An address that does not work keeps no other recipient from getting the mail.</summary>
    /// <returns>Whether one of them got it: it is not sent again then.</returns>
    internal async Task<bool> SendAsync(Alert alert, Connection connection, CancellationToken cancellation)
    {
        var isSent = false;
        foreach (var recipient in sender.On ? connection.AlertsTo : [])
        {
            try
            {
                var mail = await renderer.RenderAsync<AlertReport>(
                    IdOf(alert, recipient),
                    recipient.Email,
                    recipient.Culture,
                    services => Subject(alert, connection, services.GetRequiredService<IStringLocalizer<WatchWords>>()),
                    new Dictionary<string, object?>
                    {
                        [nameof(AlertReport.Alert)] = alert,
                        [nameof(AlertReport.Connection)] = connection,
                        [nameof(AlertReport.Address)] = AddressOf(connection),
                    }
                );
                await sender.SendAsync(mail, cancellation);
                isSent = true;
            }
            catch (Exception fault) when (fault is SmtpException or IOException)
            {
                LogNotSent(alert.Id, fault.GetType().Name);
            }
        }

        return isSent;
    }

    private static string Subject(Alert alert, Connection connection, IStringLocalizer<WatchWords> text) =>
        alert.ClosedAt is null
            ? text["Report.Subject", connection.Name, text[$"Problem.{alert.Problem}"].Value]
            : text["Report.SubjectOver", connection.Name, text[$"Problem.{alert.Problem}"].Value];

    private Uri? AddressOf(Connection connection) =>
        portal.Value.PublicAddress is { Length: > 0 } address
            ? new Uri($"{address.TrimEnd('/')}/connections/{connection.Id}")
            : null;

    // Sent again after a crash it is the same mail.
    private static Guid IdOf(Alert alert, AlertRecipient recipient) =>
        new(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    $"{alert.ConnectionId}|{alert.Id}|{alert.OpenedAt:O}|{alert.ClosedAt is not null}|{recipient.Email.ToLowerInvariant()}"
                )
            )[..16]
        );

    [LoggerMessage(LogLevel.Warning, "Alert {AlertId} could not be mailed to one of its recipients: {Fault}")]
    private partial void LogNotSent(long alertId, string fault);
}
