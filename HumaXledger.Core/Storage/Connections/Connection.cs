using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Connections;

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
    public Guid Id { get; init; }

    public required string Name { get; set; }

    public ConnectionState State { get; set; }

    /// <summary>Key of <c>Huma:Environments</c>.</summary>
    public required string HumaEnvironment { get; set; }

    public required string HumaClientId { get; set; }

    public required ProtectedSecret HumaClientSecret { get; set; }

    public required string HumaOrganizationId { get; set; }

    /// <summary>Null: everyone.</summary>
    public string? HumaGroupId { get; set; }

    public string? HumaGroupType { get; set; }

    public string? HumaGroupName { get; set; }

    /// <summary>Key of <c>Xledger:Environments</c>.</summary>
    public required string XledgerEnvironment { get; set; }

    public required ProtectedSecret XledgerToken { get; set; }

    /// <summary>
    /// SHA-256 of the token, hex: limits and allowance belong to the token, and two connections may share one.
    /// </summary>
    public required string XledgerTokenFingerprint { get; set; }

    /// <summary><c>ownerDbId</c> of the entity whose employees belong to this connection.</summary>
    public required string XledgerEntityId { get; set; }

    public required string XledgerEntityName { get; set; }

    public bool AddNewPeople { get; set; }

    public required string AuthorityConfirmedBy { get; set; }

    public DateTime AuthorityConfirmedAt { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime? LastSyncedAt { get; set; }

    public PolicyRule DefaultPolicy { get; set; }

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

    public LeaverRule Leavers { get; set; }

    /// <summary>How one employment is made of a person's positions in Huma.</summary>
    public EmploymentRules Employment { get; set; } = EmploymentRules.Default;

    /// <summary>
    /// Minutes between two looks at Huma where no webhook tells; null: only when somebody synchronizes.
    /// </summary>
    public int? QuickComparisonMinutes { get; set; } = DefaultQuickComparisonMinutes;

    public DateTime? LastQuickComparisonAt { get; set; }

    /// <summary>When both sides are read completely each day, in Oslo's time; null: only on demand.</summary>
    public TimeOnly? DriftCheckAt { get; set; } = DefaultDriftCheckAt;

    /// <summary>More differences than this are mailed.</summary>
    public int DriftThreshold { get; set; } = DefaultDriftThreshold;

    public IReadOnlyList<AlertRecipient> AlertsTo { get; set; } = [];

    /// <summary>Set while nothing is to be written by itself; what Huma tells meanwhile waits.</summary>
    public DateTime? PausedAt { get; set; }

    public string? PausedBy { get; set; }

    /// <summary>Set when the connection was ended: its secrets are removed, its history stays.</summary>
    public DateTime? DisconnectedAt { get; set; }

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
            HumaEnvironment,
            HumaOrganizationId,
            HumaGroupType,
            HumaGroupId,
            XledgerEnvironment,
            XledgerEntityId
        );

    public static readonly TimeOnly DefaultDriftCheckAt = new(2, 30);

    public const int DefaultDriftThreshold = 20;

    public const int DefaultQuickComparisonMinutes = 60;

    internal static IReadOnlyList<ScopeRule> NoScopeRules { get; } = [];

    internal static IReadOnlyDictionary<GuardKind, GuardLimit> NoLimits { get; } =
        new Dictionary<GuardKind, GuardLimit>();
}
