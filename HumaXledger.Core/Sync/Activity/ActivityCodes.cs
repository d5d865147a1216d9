using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;

namespace HumaXledger.Core.Sync.Activity;

/// <summary>
/// Codes of the activity log's entries. Each code has a sentence in Portal/Localisation/ActivityEntries; arguments in
/// the order given here.
/// </summary>
public static class ActivityCodes
{
    /// <summary>Name of the connection.</summary>
    public const string ConnectionEstablished = "connection.established";

    /// <summary>The Xledger token of a connection.</summary>
    public const string TokenReplaced = "token.replaced";

    /// <summary>The Huma key of a connection.</summary>
    public const string HumaKeyReplaced = "humaKey.replaced";

    /// <summary>A comparison was started.</summary>
    public const string ComparisonStarted = "comparison.started";

    /// <summary>People in Huma, people in Xledger, differences.</summary>
    public const string ComparisonCompleted = "comparison.completed";

    /// <summary>A comparison ended without a result. Arguments: code of the reason.</summary>
    public const string ComparisonFailed = "comparison.failed";

    /// <summary>How many differences, the choice.</summary>
    public const string DifferencesDecided = "differences.decided";

    /// <summary>How many matches.</summary>
    public const string MatchesDecided = "matches.decided";

    /// <summary>How many people, the system they are to be added to.</summary>
    public const string PeopleChosen = "people.chosen";

    /// <summary>The guard.</summary>
    public const string GuardConfirmed = "guard.confirmed";

    /// <summary>The field, the rule.</summary>
    public const string PolicyChanged = "policy.changed";

    /// <summary>The guard, the number of people, the percentage (– for none).</summary>
    public const string GuardLimitChanged = "guard.limit.changed";

    /// <summary>Name of the connection, + or - for adding new people.</summary>
    public const string SettingsChanged = "settings.changed";

    /// <summary>Number of the plan, number of changes.</summary>
    public const string PlanMade = "plan.made";

    /// <summary>Number of the plan.</summary>
    public const string AllowanceConfirmed = "allowance.confirmed";

    /// <summary>Number of the run.</summary>
    public const string RunStarted = "run.started";

    /// <summary>Number of the run.</summary>
    public const string RunStopped = "run.stopped";

    /// <summary>Number of the run, changes confirmed, changes not made.</summary>
    public const string RunCompleted = "run.completed";

    /// <summary>Number of the run.</summary>
    public const string RunFailed = "run.failed";

    /// <summary>Number of the plan, number of changes, number of people.</summary>
    public const string PilotPlanned = "pilot.planned";

    /// <summary>Number of the pilot's run.</summary>
    public const string PilotEndedReview = "pilot.ended";

    /// <summary>Number of the plan, number of changes, number of the earlier run. The same for the next four.</summary>
    public const string RestPlanned = "rest.planned";

    /// <summary>The rest of a stopped run was started.</summary>
    public const string RunContinued = "run.continued";

    /// <summary>The failed changes of a run were started again.</summary>
    public const string RunRetried = "run.retried";

    /// <summary>An undo was planned.</summary>
    public const string UndoPlanned = "undo.planned";

    /// <summary>Held values were decided again and planned.</summary>
    public const string HeldPlanned = "held.planned";

    /// <summary>How many held values, number of the run. The same for the next two.</summary>
    public const string HeldToBeWritten = "held.write";

    /// <summary>A held value was left as it is.</summary>
    public const string HeldLeft = "held.leave";

    /// <summary>An answer about a held value was withdrawn.</summary>
    public const string HeldTakenBack = "held.takenBack";

    /// <summary>How many people. The same for the next one.</summary>
    public const string PeopleRechecked = "people.lookedAt";

    /// <summary>Failed pending changes were queued again.</summary>
    public const string PendingChangesRetried = "changes.retried";

    /// <summary>How many values, + for writing Huma's and - for leaving both.</summary>
    public const string HeldValuesDecided = "heldValues.decided";

    /// <summary>
    /// Of one person (id in Huma, id in Xledger) of whom one record looks like another person: they are the same. The
    /// same for the next one.
    /// </summary>
    public const string SamePersonConfirmed = "otherPerson.confirmed";

    /// <summary>They are two people; the link was removed.</summary>
    public const string PersonUnlinked = "otherPerson.unlinked";

    /// <summary>They were answered to be two people, and may be proposed as one again.</summary>
    public const string ProposedAgain = "otherPerson.proposedAgain";

    /// <summary>Number of the run, changes confirmed, changes not made.</summary>
    public const string FromHumaWritten = "fromHuma.written";

    /// <summary>The problem (<see cref="AlertProblem.Codes"/>). The same for the next one.</summary>
    public const string AlertOpened = "alert.opened";

    /// <summary>A problem is over.</summary>
    public const string AlertOver = "alert.over";

    /// <summary>Differences, values that no message announced, people in one system only.</summary>
    public const string DriftChecked = "drift.checked";

    /// <summary>A difference check was started.</summary>
    public const string DriftCheckStarted = "drift.started";

    /// <summary>A difference check ended without a result.</summary>
    public const string DriftCheckFailed = "drift.failed";

    /// <summary>How many people.</summary>
    public const string MissedBrought = "drift.brought";

    /// <summary>How many people are to be looked at.</summary>
    public const string QuickCompared = "quick.compared";

    /// <summary>How many messages, values of history, contents of comparisons.</summary>
    public const string OldRemoved = "retention.removed";

    /// <summary>Of a connection that was ended long ago: how many links, values of history.</summary>
    public const string EndedRemoved = "retention.endedRemoved";

    /// <summary>
    /// Of one person (id in Huma, id in Xledger, – where there is none). The same for the next three.
    /// </summary>
    public const string PersonExported = "person.exported";

    /// <summary>A person's data was exported with numbers in clear.</summary>
    public const string PersonExportedInClear = "person.exportedInClear";

    /// <summary>A person's history was erased; the link stays.</summary>
    public const string PersonHistoryErased = "person.historyErased";

    /// <summary>Everything about a person was erased.</summary>
    public const string PersonErased = "person.erased";

    /// <summary>The month (yyyy-MM), requests to Xledger, requests included, requests to Huma.</summary>
    public const string MonthEnded = "usage.monthEnded";

    /// <summary>When both sides are read each day (hh:mm, – for never).</summary>
    public const string DriftTimeChanged = "drift.timeChanged";

    /// <summary>The limit.</summary>
    public const string DriftLimitChanged = "drift.limitChanged";

    /// <summary>Minutes between two scheduled checks (– for never).</summary>
    public const string QuickIntervalChanged = "quick.intervalChanged";

    /// <summary>Whether missed changes of Huma are written (+ or -).</summary>
    public const string ReconciliationChanged = "reconciliation.changed";

    /// <summary>Number of recipients.</summary>
    public const string AlertRecipientsChanged = "alert.recipientsChanged";

    /// <summary>A connection was paused.</summary>
    public const string ConnectionPaused = "connection.paused";

    /// <summary>The connection group that roles are given for: the group, or – for none.</summary>
    public const string ConnectionGroupChanged = "connection.groupChanged";

    /// <summary>A connection was resumed.</summary>
    public const string ConnectionResumed = "connection.resumed";

    /// <summary>Name of the connection.</summary>
    public const string ConnectionDisconnected = "connection.disconnected";

    /// <summary>The rule for people who leave Huma.</summary>
    public const string LeaversChanged = "leavers.changed";

    /// <summary>
    /// Who is never synchronized: how many rules, how many people they left out when they were saved.
    /// </summary>
    public const string ScopeChanged = "scope.changed";

    /// <summary>The rule of the main position, of the start, and the gap in days.</summary>
    public const string EmploymentRulesChanged = "employment.changed";

    /// <summary>Ids of the person (Huma, Xledger).</summary>
    public const string MainPositionChosen = "mainPosition.chosen";

    /// <summary>Client secret and access token of the webhook were made for the first time.</summary>
    public const string WebhookKeysMade = "webhook.keysMade";

    /// <summary>They were made anew; the earlier ones hold for a while.</summary>
    public const string WebhookKeysReplaced = "webhook.keysReplaced";

    /// <summary>They could no longer be decrypted and were removed.</summary>
    public const string WebhookKeysLost = "webhook.keysLost";

    /// <summary>How many messages, why (<see cref="WebhookRefusal"/>).</summary>
    public const string WebhookRefused = "webhook.refused";

    /// <summary>
    /// An identification or bank number was shown in clear: the field, the Huma id, the Xledger id (– where there is
    /// none).
    /// </summary>
    public const string ValueRevealed = "value.revealed";

    /// <summary>Number of the run, the format.</summary>
    public const string RunExportedInClear = "run.exportedInClear";

    /// <summary>How, the roles (<see cref="NoRole"/> for none).</summary>
    public const string SignedIn = "signIn.done";

    /// <summary>A person signed out.</summary>
    public const string SignedOut = "signIn.out";

    /// <summary>A sign-in was ended by another person, or from another place.</summary>
    public const string SignInEnded = "signIn.ended";

    /// <summary>Entra ID no longer confirms the person.</summary>
    public const string SignInNotConfirmed = "signIn.notConfirmed";

    /// <summary>A sign-in was made or changed in the database by something else, and was removed.</summary>
    public const string SignInForged = SessionStore.Forged;

    /// <summary>The roles of now. Found when Entra ID was asked again.</summary>
    public const string RolesChanged = "signIn.rolesChanged";

    /// <summary>How many, why.</summary>
    public const string SignInRefused = "signIn.refused";

    /// <summary>How many, the least role that may, the permission.</summary>
    public const string ActRefused = "refused.act";

    /// <summary>How many, the address.</summary>
    public const string AddressRefused = "refused.address";

    /// <summary>Number of the run, the format.</summary>
    public const string RunExported = "export.run";

    /// <summary>How many planned changes, the format.</summary>
    public const string PlanExported = "export.plan";

    /// <summary>How many entries, the format.</summary>
    public const string ActivityExported = "export.activity";

    /// <summary>How many entries, the number of the last one.</summary>
    public const string ActivityVerified = "activity.verified";

    /// <summary>The number of the entry, how it is broken.</summary>
    public const string ActivityBroken = "activity.broken";

    /// <summary>The last entry that was removed, its hash.</summary>
    public const string ActivityCut = ActivityChain.Cut;

    /// <summary>A rotation of the value keys was started.</summary>
    public const string KeyRotationStarted = "keys.rotationStarted";

    /// <summary>How many values were sealed anew, how many cannot be opened, how many keys were destroyed.</summary>
    public const string KeysRotated = "keys.rotated";

    /// <summary>How many keys of the key ring were signed, the numbers of their rows.</summary>
    public const string KeysSigned = UnsignedKeys.Signed;

    /// <summary>Stands for the roles of a person without any.</summary>
    public const string NoRole = "none";

    /// <summary>All codes. A code that is not listed has no text on the pages.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SignedIn,
        SignedOut,
        SignInEnded,
        SignInNotConfirmed,
        SignInForged,
        RolesChanged,
        SignInRefused,
        ActRefused,
        AddressRefused,
        RunExported,
        PlanExported,
        ActivityExported,
        ActivityVerified,
        ActivityBroken,
        ActivityCut,
        KeyRotationStarted,
        KeysRotated,
        KeysSigned,
        ConnectionEstablished,
        ComparisonStarted,
        ComparisonCompleted,
        ComparisonFailed,
        DifferencesDecided,
        MatchesDecided,
        PeopleChosen,
        GuardConfirmed,
        PolicyChanged,
        GuardLimitChanged,
        SettingsChanged,
        PlanMade,
        AllowanceConfirmed,
        RunStarted,
        RunStopped,
        RunCompleted,
        RunFailed,
        PilotPlanned,
        PilotEndedReview,
        RestPlanned,
        RunContinued,
        RunRetried,
        UndoPlanned,
        HeldPlanned,
        HeldToBeWritten,
        HeldLeft,
        HeldTakenBack,
        PeopleRechecked,
        PendingChangesRetried,
        HeldValuesDecided,
        SamePersonConfirmed,
        PersonUnlinked,
        ProposedAgain,
        FromHumaWritten,
        AlertOpened,
        AlertOver,
        DriftCheckStarted,
        DriftChecked,
        DriftCheckFailed,
        MissedBrought,
        QuickCompared,
        OldRemoved,
        EndedRemoved,
        MonthEnded,
        PersonExported,
        PersonExportedInClear,
        PersonHistoryErased,
        PersonErased,
        DriftTimeChanged,
        DriftLimitChanged,
        QuickIntervalChanged,
        ReconciliationChanged,
        AlertRecipientsChanged,
        ConnectionPaused,
        ConnectionGroupChanged,
        ConnectionResumed,
        ConnectionDisconnected,
        LeaversChanged,
        ScopeChanged,
        EmploymentRulesChanged,
        MainPositionChosen,
        TokenReplaced,
        HumaKeyReplaced,
        WebhookKeysMade,
        WebhookKeysReplaced,
        WebhookKeysLost,
        WebhookRefused,
        ValueRevealed,
        RunExportedInClear,
    ];
}
