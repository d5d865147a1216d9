using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>The problems that administrators are told of, as <see cref="Alerts"/> takes them.</summary>
public static class AlertProblem
{
    /// <summary>The codes of all problems.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        AlertReasons.Huma,
        AlertReasons.Xledger,
        AlertReasons.GuardHolds,
        AlertReasons.PeopleFailed,
        AlertReasons.WebhookSilent,
        AlertReasons.Drift,
        AlertReasons.AllowanceNear,
        AlertReasons.AllowanceUsedUp,
    ];

    public static Reason Huma(Reason why) => new(AlertReasons.Huma, [why.Code, .. why.Arguments]);

    public static Reason Xledger(Reason why) => new(AlertReasons.Xledger, [why.Code, .. why.Arguments]);

    /// <param name="people">How many are held back in all.</param>
    public static Reason GuardHolds(int people) => new(AlertReasons.GuardHolds, $"{people}");

    /// <param name="people">How many wait in all.</param>
    public static Reason PeopleFailed(int people) => new(AlertReasons.PeopleFailed, $"{people}");

    public static Reason WebhookSilent(int people, int days) => new(AlertReasons.WebhookSilent, $"{people}", $"{days}");

    public static Reason Drift(int differences, int limit) => new(AlertReasons.Drift, $"{differences}", $"{limit}");

    public static Reason AllowanceNear(long used, int included) =>
        new(AlertReasons.AllowanceNear, $"{used}", $"{included}");

    public static Reason AllowanceUsedUp(long used, int included) =>
        new(AlertReasons.AllowanceUsedUp, $"{used}", $"{included}");

    /// <summary>The problem that a fault of a client stands for; null for any other exception.</summary>
    public static Reason? Of(Exception fault) =>
        fault switch
        {
            HumaFault huma => Huma(huma.Reason),
            XledgerFault xledger => Xledger(xledger.Reason),
            _ => null,
        };

    /// <summary>Why a system cannot be reached or refuses; null where the problem's own sentence says all.</summary>
    public static Reason? CauseOf(Alert alert) =>
        alert.Problem is AlertReasons.Huma or AlertReasons.Xledger && alert.Arguments.Count > 0
            ? new Reason(alert.Arguments[0], [.. alert.Arguments.Skip(1)])
            : null;
}
