using System.Globalization;
using System.Net.Mail;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Sync.Watching;

namespace HumaXledger.Core.Sync.Connections;

// Scheduled checks and the recipients of alerts.
public sealed partial class ConnectionSettings
{
    // RFC 5321, 4.5.3.1.3.
    private const int LongestAddress = 254;

    /// <summary>Most recipients of alerts.</summary>
    public const int MostRecipients = 20;

    /// <param name="at">In Oslo's time; null for never by itself.</param>
    public Task<Reason?> SetDriftCheckAsync(
        Guid connectionId,
        TimeOnly? at,
        Actor by,
        CancellationToken cancellation
    ) => ChangeAsync(connectionId, () => SettingPart.DriftCheck(at), by, cancellation);

    /// <param name="differences">A check with more differences than this is mailed; 0 for any.</param>
    public Task<Reason?> SetDriftLimitAsync(
        Guid connectionId,
        int differences,
        Actor by,
        CancellationToken cancellation
    ) => ChangeAsync(connectionId, () => SettingPart.DriftLimit(differences), by, cancellation);

    /// <param name="minutes">One of <see cref="QuickComparison.Intervals"/>; null for never.</param>
    public Task<Reason?> SetQuickComparisonAsync(
        Guid connectionId,
        int? minutes,
        Actor by,
        CancellationToken cancellation
    ) => ChangeAsync(connectionId, () => SettingPart.QuickComparison(minutes), by, cancellation);

    /// <summary>
    /// Sets the recipients of alerts. An invalid or repeated address, or too many, are mistakes of the caller
    /// (<see cref="IsAddress"/>).
    /// </summary>
    public Task<Reason?> SetRecipientsAsync(
        Guid connectionId,
        IReadOnlyList<AlertRecipient> recipients,
        Actor by,
        CancellationToken cancellation
    ) => ChangeAsync(connectionId, () => SettingPart.Recipients(recipients), by, cancellation);

    /// <summary>Whether a mail can be sent there: one bare address, without a name.</summary>
    public static bool IsAddress(string text) =>
        GivenText.IsUsable(text, LongestAddress)
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text;

    /// <summary>Whether mails can be written in this language and region: one that the machine knows.</summary>
    internal static bool IsCulture(string name)
    {
        try
        {
            return name.Length > 0 && CultureInfo.GetCultureInfo(name, predefinedOnly: true).Name == name;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }
}
