using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Sync.Webhooks;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>The alert for a webhook that sends nothing although something changed in Huma.</summary>
public sealed class WebhookSilence(Alerts alerts, IOptions<QuickComparisonOptions> options)
{
    /// <summary>Silence alone is no problem; silence while something changed is.</summary>
    /// <param name="found">How many people changed without a message.</param>
    internal async Task NoteAsync(Connection connection, int found, DateTime now, CancellationToken cancellation)
    {
        if (WebhookHealthReading.Of(connection, now, options.Value) != WebhookHealth.Silent)
        {
            await alerts.ClearAsync(connection.Id, AlertReasons.WebhookSilent, cancellation);
        }
        else if (found > 0)
        {
            await alerts.RaiseAsync(
                connection.Id,
                AlertProblem.WebhookSilent(found, (int)(now - connection.LastMessageAt!.Value).TotalDays),
                cancellation
            );
        }
    }
}
