using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync;

/// <summary>The problems that administrators are told of, as <see cref="Alerts"/> takes them.</summary>
public static class AlertProblem
{
    /// <summary>The codes of all problems.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        ReasonCodes.AlertHuma, ReasonCodes.AlertXledger, ReasonCodes.AlertGuardHolds, ReasonCodes.AlertPeopleFailed, ReasonCodes.AlertWebhookSilent, ReasonCodes.AlertDrift,
        ReasonCodes.AlertAllowanceNear, ReasonCodes.AlertAllowanceUsedUp,
    ];

    public static Reason Huma(Reason why) => new(ReasonCodes.AlertHuma, [why.Code, .. why.Arguments]);

    public static Reason Xledger(Reason why) => new(ReasonCodes.AlertXledger, [why.Code, .. why.Arguments]);

    /// <param name="people">How many are held back in all.</param>
    public static Reason GuardHolds(int people) => new(ReasonCodes.AlertGuardHolds, $"{people}");

    /// <param name="people">How many wait in all.</param>
    public static Reason PeopleFailed(int people) => new(ReasonCodes.AlertPeopleFailed, $"{people}");

    public static Reason WebhookSilent(int people, int days) => new(ReasonCodes.AlertWebhookSilent, $"{people}", $"{days}");

    public static Reason Drift(int differences, int limit) => new(ReasonCodes.AlertDrift, $"{differences}", $"{limit}");

    public static Reason AllowanceNear(long used, int included) => new(ReasonCodes.AlertAllowanceNear, $"{used}", $"{included}");

    public static Reason AllowanceUsedUp(long used, int included) => new(ReasonCodes.AlertAllowanceUsedUp, $"{used}", $"{included}");

    /// <summary>The problem that a fault of a client stands for; null for any other exception.</summary>
    public static Reason? Of(Exception fault) => fault switch
    {
        HumaFault huma => Huma(huma.Reason),
        XledgerFault xledger => Xledger(xledger.Reason),
        _ => null,
    };

    /// <summary>Why a system cannot be reached or refuses; null where the problem's own sentence says all.</summary>
    public static Reason? CauseOf(Alert alert) =>
        alert.Problem is ReasonCodes.AlertHuma or ReasonCodes.AlertXledger && alert.Arguments.Count > 0 ? new Reason(alert.Arguments[0], [.. alert.Arguments.Skip(1)]) : null;
}
