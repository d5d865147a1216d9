using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>Everything that is stored about one person of one connection, at one moment (docs/privacy.md).</summary>
/// <param name="Name">The most recent name; the id where none is known.</param>
/// <param name="OtherConnections">Names of those that know the same person; what they store is in files of their
/// own.</param>
public sealed record PersonFile(
    Connection Connection,
    PersonIds Ids,
    string Name,
    DateTime At,
    bool InClear,
    IReadOnlyList<string> OtherConnections
)
{
    /// <summary>The link, with the baseline; null if there is none.</summary>
    public PersonLink? Link { get; init; }

    /// <summary>What each kept comparison read, newest first.</summary>
    public IReadOnlyList<PersonReading> Readings { get; init; } = [];

    /// <summary>Planned and written changes, the oldest first.</summary>
    public IReadOnlyList<PersonChange> Changes { get; init; } = [];

    /// <summary>Changes that plans could not make.</summary>
    public IReadOnlyList<PersonBlocked> Blocked { get; init; } = [];

    /// <summary>Decisions about the person.</summary>
    public IReadOnlyList<DecisionRecord> Decisions { get; init; } = [];

    /// <summary>Records that an administrator said are not this person.</summary>
    public IReadOnlyList<DistinctPairRecord> Distinct { get; init; } = [];

    /// <summary>Values awaiting approval.</summary>
    public IReadOnlyList<HeldValue> Held { get; init; } = [];

    /// <summary>Entries of the queue.</summary>
    public IReadOnlyList<PendingChange> PendingChanges { get; init; } = [];

    /// <summary>Messages of the webhook that name the person.</summary>
    public IReadOnlyList<PersonMessage> Messages { get; init; } = [];

    /// <summary>Findings of difference checks.</summary>
    public IReadOnlyList<PersonFinding> Findings { get; init; } = [];

    /// <summary>Entries of the activity log.</summary>
    public IReadOnlyList<ActivityRecord> Activity { get; init; } = [];

    /// <summary>The reason as this person may read it: the names of other people are removed.</summary>
    public static Reason WithoutOthers(Reason reason) => ReasonNames.WithoutOthers(reason, Removal.NameRemoved);

    // All of it is personal data.
    public override string ToString() => $"{Ids}";
}

/// <summary>What one comparison read of a person.</summary>
public sealed record PersonReading(
    DateTime StartedAt,
    ComparisonPurpose Purpose,
    Person? Huma,
    Person? Xledger,
    IReadOnlyList<ReadProblem> Problems
)
{
    public override string ToString() => $"{Purpose} {Huma} {Xledger}";
}

/// <summary>One change with who decided on it.</summary>
/// <param name="Run">Number of the run; null while none has taken the plan.</param>
public sealed record PersonChange(
    ChangeRecord Change,
    int Plan,
    DateTime PlannedAt,
    string PlannedBy,
    int? Run,
    string? StartedBy
)
{
    public override string ToString() => $"{Plan}/{Change.Sequence}";
}

/// <summary>What could not be planned for a person.</summary>
public sealed record PersonBlocked(int Plan, DateTime At, BlockedChange Blocked)
{
    public override string ToString() => $"{Plan} {Blocked.Field}";
}

/// <summary>A message of Huma's webhook that names a person.</summary>
/// <param name="Parts">What it says of them, as it came; null in a masked file, since its shape is not certain enough
/// to mask it.</param>
public sealed record PersonMessage(
    DateTime ReceivedAt,
    string Topic,
    MessageState State,
    int People,
    IReadOnlyList<string>? Parts
)
{
    public override string ToString() => $"{Topic} {State}";
}

/// <summary>What a check noted of a person: <c>missed</c>, <c>left</c> or <c>gone</c>.</summary>
public sealed record PersonFinding(DateTime At, string Finding);
