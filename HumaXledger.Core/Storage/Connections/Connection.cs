using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>Where a connection is in its life.</summary>
public enum ConnectionState
{
    /// <summary>Saved; nothing is written yet.</summary>
    Established,

    /// <summary>Synchronized at least once.</summary>
    Active,
}

/// <summary>One Huma organization (optionally one group of it) tied to one Xledger entity by one API token.</summary>
public sealed class Connection
{
    /// <summary>Key, made by the program.</summary>
    public Guid Id { get; init; }

    /// <summary>Name given by the administrator.</summary>
    public required string Name { get; set; }

    /// <summary>Where it is now.</summary>
    public ConnectionState State { get; set; }

    /// <summary>Key of <c>Huma:Environments</c>.</summary>
    public required string HumaEnvironment { get; set; }

    /// <summary>Client id of Huma's Open API.</summary>
    public required string HumaClientId { get; set; }

    /// <summary>Client secret of Huma's Open API, encrypted.</summary>
    public required ProtectedSecret HumaClientSecret { get; set; }

    /// <summary>The organization that the key belonged to at set-up.</summary>
    public required string HumaOrganizationId { get; set; }

    /// <summary>Null: everyone.</summary>
    public string? HumaGroupId { get; set; }

    /// <summary>Kind of the group whose members are synchronized; null for everyone.</summary>
    public string? HumaGroupType { get; set; }

    /// <summary>Name of that group, for display.</summary>
    public string? HumaGroupName { get; set; }

    /// <summary>Key of <c>Xledger:Environments</c>.</summary>
    public required string XledgerEnvironment { get; set; }

    /// <summary>API token of Xledger, encrypted.</summary>
    public required ProtectedSecret XledgerToken { get; set; }

    /// <summary>
    /// SHA-256 of the token, hex: limits and allowance belong to the token, and two connections may share one.
    /// </summary>
    public required string XledgerTokenFingerprint { get; set; }

    /// <summary><c>ownerDbId</c> of the entity whose employees belong to this connection.</summary>
    public required string XledgerEntityId { get; set; }

    /// <summary>Name of the entity, for display.</summary>
    public required string XledgerEntityName { get; set; }

    /// <summary>
    /// What runs have learned of Xledger's undocumented behavior (<see cref="Xledger.XledgerKnowledge.Stored"/>), so
    /// that it is not tried out again; null before the first run.
    /// </summary>
    public string? XledgerBehavior { get; set; }

    /// <summary>Whether new people in Huma are added to Xledger without a question.</summary>
    public bool AddNewPeople { get; set; }

    /// <summary>
    /// The connection group, for roles that hold for some connections only
    /// (<see cref="HumaXledger.Core.Access.GroupRole"/>). Null: only roles for all connections reach it.
    /// </summary>
    public string? AccessGroup { get; set; }

    /// <summary>Who confirmed the authority to connect the two systems.</summary>
    public required string AuthorityConfirmedBy { get; set; }

    /// <summary>When that was confirmed.</summary>
    public DateTime AuthorityConfirmedAt { get; set; }

    /// <summary>When it was set up.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When a run last ended; null before the first.</summary>
    public DateTime? LastSyncedAt { get; set; }

    /// <summary>Rule of fields without one of their own.</summary>
    public PolicyRule DefaultPolicy { get; set; }

    /// <summary>Fields with a rule of their own.</summary>
    public List<FieldPolicy> Policies { get; init; } = [];

    /// <summary>
    /// The limits of guards that were set for this connection; the others are those of
    /// <see cref="GuardSettings.Default"/>.
    /// </summary>
    public IReadOnlyDictionary<GuardKind, GuardLimit> GuardLimits { get; set; } = NoLimits;

    /// <summary>Who is never synchronized.</summary>
    public IReadOnlyList<ScopeRule> ScopeRules { get; set; } = NoScopeRules;

    /// <summary>
    /// The last part of the address that Huma sends to: unguessable, and of no use without a <see cref="WebhookKey"/>.
    /// Null until a webhook was asked for.
    /// </summary>
    public string? WebhookAddress { get; set; }

    /// <summary>When Huma last sent a message that was accepted.</summary>
    public DateTime? LastMessageAt { get; set; }

    /// <summary>What happens in Xledger when a person leaves Huma.</summary>
    public LeaverRule Leavers { get; set; }

    /// <summary>How one employment is made of a person's positions in Huma.</summary>
    public EmploymentRules Employment { get; set; } = EmploymentRules.Default;

    /// <summary>
    /// Minutes between two scheduled checks of Huma without a webhook, or with reconciliation; null: only manual
    /// synchronizations.
    /// </summary>
    public int? QuickComparisonMinutes { get; set; } = DefaultQuickComparisonMinutes;

    /// <summary>When Huma was last checked by schedule; null if never.</summary>
    public DateTime? LastQuickComparisonAt { get; set; }

    /// <summary>
    /// When the last scheduled check that could be completed began to read Huma; null if none could.
    /// </summary>
    public DateTime? LastCompletedQuickComparisonAt { get; set; }

    /// <summary>
    /// Reconciliation: changes in Huma that a check finds and no message announced are written as after a message.
    /// </summary>
    public bool Reconciles { get; set; }

    /// <summary>When both sides are read completely each day, in Oslo's time; null: only on demand.</summary>
    public TimeOnly? DriftCheckAt { get; set; } = DefaultDriftCheckAt;

    /// <summary>More differences than this are mailed.</summary>
    public int DriftThreshold { get; set; } = DefaultDriftThreshold;

    /// <summary>Recipients of alerts.</summary>
    public IReadOnlyList<AlertRecipient> AlertsTo { get; set; } = [];

    /// <summary>Set while automatic writing is paused; pending changes wait.</summary>
    public DateTime? PausedAt { get; set; }

    /// <summary>Who paused it; null if it is not paused.</summary>
    public string? PausedBy { get; set; }

    /// <summary>Set when the connection was ended: its secrets are removed, its history stays.</summary>
    public DateTime? DisconnectedAt { get; set; }

    /// <summary>Who disconnected it; null if it is connected.</summary>
    public string? DisconnectedBy { get; set; }

    /// <summary>Disconnected for good: its secrets are removed, and nothing is read or written any more.</summary>
    public bool IsEnded => DisconnectedAt is not null;

    /// <summary>Nothing is written without being asked for. Stays true when a paused connection is ended.</summary>
    public bool IsPaused => PausedAt is not null;

    public bool IsEndedOrPaused => IsEnded || IsPaused;

    /// <summary>Nothing was ever synchronized on it, and may still be.</summary>
    public bool AwaitsFirstRun => State == ConnectionState.Established && !IsEnded;

    /// <summary>Synchronized at least once, and not ended; it may be paused.</summary>
    public bool IsInUse => State == ConnectionState.Active && !IsEnded;

    /// <summary>Changes are found and written without being asked for: in use, and not paused.</summary>
    public bool IsAutomatic => IsInUse && !IsPaused;

    /// <summary>Why nothing can be done with this connection any more; null until it has ended.</summary>
    public Reason? EndedBecause() => IsEnded ? new Reason(ConnectionReasons.ConnectionEnded) : null;

    /// <summary>By what the usage of its token (Xledger) or key (Huma) is counted.</summary>
    public string UsageFingerprint(Side side) =>
        side == Side.Xledger ? XledgerTokenFingerprint : SecretFingerprint.Of(HumaClientId);

    /// <summary>
    /// The two parties: organization, group and entity. A new key or token of the same parties is no change.
    /// </summary>
    public string Parties() =>
        string.Join(
            '|',
            new[]
            {
                HumaEnvironment,
                HumaOrganizationId,
                HumaGroupType,
                HumaGroupId,
                XledgerEnvironment,
                XledgerEntityId,
            }.Select(Whole)
        );

    // A part with the separator in it is told from two parts.
    private static string? Whole(string? part) =>
        part?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>Oslo time of the nightly difference check, unless it is changed.</summary>
    public static readonly TimeOnly DefaultDriftCheckAt = new(2, 30);

    /// <summary>A difference check with more differences than this is mailed, unless the limit is changed.</summary>
    public const int DefaultDriftThreshold = 20;

    /// <summary>Minutes between scheduled checks of Huma where there is no webhook, unless changed.</summary>
    public const int DefaultQuickComparisonMinutes = 60;

    internal static IReadOnlyList<ScopeRule> NoScopeRules { get; } = [];

    internal static IReadOnlyDictionary<GuardKind, GuardLimit> NoLimits { get; } =
        new Dictionary<GuardKind, GuardLimit>();
}
