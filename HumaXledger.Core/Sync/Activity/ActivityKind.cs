using static HumaXledger.Core.Sync.Activity.ActivityCodes;

namespace HumaXledger.Core.Sync.Activity;

/// <summary>What an entry of the activity log is about.</summary>
public enum ActivityKind
{
    SignIn,
    Refused,
    Decision,
    Run,
    Setting,
    Connection,
    FromHuma,

    /// <summary>Values of people in clear, everything about a person, files that left the product.</summary>
    PersonalData,

    /// <summary>What the product notices and does by itself; the log itself.</summary>
    Operation,
}

/// <summary>The one table of which code is of which kind.</summary>
public static class ActivityKinds
{
    private static readonly Dictionary<ActivityKind, string[]> Table = new()
    {
        [ActivityKind.SignIn] =
        [
            SignedIn,
            SignedOut,
            SignInEnded,
            SignInNotConfirmed,
            SignInForged,
            RolesChanged,
            SignInRefused,
        ],
        [ActivityKind.Refused] = [ActRefused, AddressRefused, SignInRefused, WebhookRefused],
        [ActivityKind.Decision] =
        [
            DifferencesDecided,
            MatchesDecided,
            PeopleChosen,
            GuardConfirmed,
            AllowanceConfirmed,
            HeldToBeWritten,
            HeldLeft,
            HeldTakenBack,
            HeldValuesDecided,
            SamePersonConfirmed,
            PersonUnlinked,
            ProposedAgain,
            PeopleRechecked,
            PendingChangesRetried,
            MissedBrought,
        ],
        [ActivityKind.Run] =
        [
            ComparisonStarted,
            ComparisonCompleted,
            ComparisonFailed,
            DriftCheckStarted,
            DriftChecked,
            DriftCheckFailed,
            PlanMade,
            PilotPlanned,
            PilotEndedReview,
            RestPlanned,
            RunContinued,
            RunRetried,
            UndoPlanned,
            HeldPlanned,
            RunStarted,
            RunStopped,
            RunCompleted,
            RunFailed,
        ],
        [ActivityKind.Setting] =
        [
            PolicyChanged,
            GuardLimitChanged,
            SettingsChanged,
            DriftTimeChanged,
            DriftLimitChanged,
            QuickIntervalChanged,
            ReconciliationChanged,
            AlertRecipientsChanged,
            LeaversChanged,
            ScopeChanged,
            EmploymentRulesChanged,
            MainPositionChosen,
            WebhookKeysMade,
            WebhookKeysReplaced,
            TokenReplaced,
            HumaKeyReplaced,
            KeyRotationStarted,
            KeysRotated,
            KeysSigned,
        ],
        [ActivityKind.Connection] =
        [
            ConnectionEstablished,
            ConnectionPaused,
            ConnectionGroupChanged,
            ConnectionResumed,
            ConnectionDisconnected,
        ],
        [ActivityKind.FromHuma] = [FromHumaWritten, QuickCompared, WebhookRefused],
        [ActivityKind.PersonalData] =
        [
            ValueRevealed,
            RunExportedInClear,
            PersonExported,
            PersonExportedInClear,
            PersonHistoryErased,
            PersonErased,
            RunExported,
            PlanExported,
            ActivityExported,
        ],
        [ActivityKind.Operation] =
        [
            AlertOpened,
            AlertOver,
            WebhookKeysLost,
            OldRemoved,
            EndedRemoved,
            MonthEnded,
            ActivityVerified,
            ActivityBroken,
            ActivityCut,
        ],
    };

    /// <summary>The codes of one kind.</summary>
    public static IReadOnlyCollection<string> CodesOf(ActivityKind kind) => Table[kind];
}
