using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>A problem that administrators are mailed about, as <see cref="Alerts"/> takes it.</summary>
public sealed record AlertProblem
{
    private AlertProblem(string code, params IReadOnlyList<string> arguments) => (Code, Arguments) = (code, arguments);

    /// <summary>The codes of all problems.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        AlertReasons.Huma,
        AlertReasons.Xledger,
        AlertReasons.GuardHolds,
        AlertReasons.PeopleFailed,
        AlertReasons.WebhookSilent,
        AlertReasons.MissedChanges,
        AlertReasons.Drift,
        AlertReasons.AllowanceNear,
        AlertReasons.AllowanceUsedUp,
        AlertReasons.ValuesMisplaced,
    ];

    /// <summary>Which problem it is, one of <see cref="Codes"/>: at most one is open of each.</summary>
    public string Code { get; }

    /// <summary>What goes into its sentence.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>
    /// Why a system cannot be reached or refuses; null where the problem's own sentence says all.
    /// </summary>
    public Reason? Why { get; private init; }

    /// <summary>What an administrator can do about it where it is shown; null for nothing.</summary>
    public AlertRemedy? Remedy { get; private init; }

    public static AlertProblem Huma(Reason why) => new(AlertReasons.Huma) { Why = why };

    public static AlertProblem Xledger(Reason why) => new(AlertReasons.Xledger) { Why = why };

    /// <param name="people">How many are held back in all.</param>
    public static AlertProblem GuardHolds(int people) => new(AlertReasons.GuardHolds, $"{people}");

    /// <param name="people">How many wait in all.</param>
    public static AlertProblem PeopleFailed(int people) => new(AlertReasons.PeopleFailed, $"{people}");

    /// <summary>The webhook is silent while changes were found otherwise.</summary>
    public static AlertProblem WebhookSilent(int people, int days) =>
        new(AlertReasons.WebhookSilent, $"{people}", $"{days}");

    /// <param name="people">How many changed without a message that would have brought it.</param>
    public static AlertProblem MissedChanges(int people) =>
        new(AlertReasons.MissedChanges, $"{people}") { Remedy = AlertRemedy.BringMissedChanges };

    public static AlertProblem Drift(int differences, int limit) =>
        new(AlertReasons.Drift, $"{differences}", $"{limit}");

    /// <summary>The monthly allowance is nearly used.</summary>
    public static AlertProblem AllowanceNear(long used, int included) =>
        new(AlertReasons.AllowanceNear, $"{used}", $"{included}");

    /// <summary>The monthly allowance is used up.</summary>
    public static AlertProblem AllowanceUsedUp(long used, int included) =>
        new(AlertReasons.AllowanceUsedUp, $"{used}", $"{included}");

    /// <summary>Stored values were exchanged or changed in the database.</summary>
    public static AlertProblem ValuesMisplaced(int values) => new(AlertReasons.ValuesMisplaced, $"{values}");

    /// <summary>The problem that a fault of a client stands for; null for any other exception.</summary>
    public static AlertProblem? Of(Exception fault) =>
        fault switch
        {
            HumaFault huma => Huma(huma.Reason),
            XledgerFault xledger => Xledger(xledger.Reason),
            _ => null,
        };
}
