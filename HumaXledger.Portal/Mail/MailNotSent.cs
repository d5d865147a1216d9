using HumaXledger.Core.Reasons;

namespace HumaXledger.Portal.Mail;

/// <summary>A mail was not sent.</summary>
/// <param name="reason">Why, for an administrator.</param>
/// <param name="isPermanent">Whether sending it again would fail again.</param>
/// <param name="cause">What was thrown underneath.</param>
public sealed class MailNotSent(Reason reason, bool isPermanent = false, Exception? cause = null)
    : Exception("The mail was not sent.", cause)
{
    public Reason Reason { get; } = reason;

    public bool IsPermanent { get; } = isPermanent;
}
