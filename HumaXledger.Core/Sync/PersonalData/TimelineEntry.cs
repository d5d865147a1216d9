using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Queue;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>What an entry of a person's timeline is about.</summary>
public enum TimelineKind
{
    /// <summary>A change that Huma reported, or a reading that was asked for.</summary>
    Reported,

    /// <summary>Values that a synchronization planned or wrote.</summary>
    Written,

    /// <summary>What an administrator decided.</summary>
    Decided,

    /// <summary>Another act about the person, of the activity log.</summary>
    Logged,
}

/// <summary>Something that happened to a person.</summary>
/// <param name="At">When, UTC; for what takes longer, when it ended.</param>
public abstract record TimelineEntry(DateTime At)
{
    /// <summary>What Huma reported, with the values that followed from it.</summary>
    public sealed record Reported(PersonPendingChange Change)
        : TimelineEntry(Change.PendingChange.EndedAt ?? Change.PendingChange.ReceivedAt);

    /// <summary>The values of one run.</summary>
    /// <param name="Run">Null while no run has taken the plan.</param>
    /// <param name="FromHuma">Whether a change from Huma started the run, not a user.</param>
    /// <param name="PlannedAt">When the plan was made, UTC.</param>
    /// <param name="Changes">The values; empty where the filter shows none of them.</param>
    public sealed record Written(RunRecord? Run, bool FromHuma, DateTime PlannedAt, IReadOnlyList<ChangeRecord> Changes)
        : TimelineEntry(Changes.Max(change => change.ChangedAt) ?? Run?.StartedAt ?? PlannedAt)
    {
        internal Written Only(ChangeState state) =>
            this with
            {
                Changes = [.. Changes.Where(change => change.State == state)],
            };
    }

    /// <summary>What one administrator decided at once.</summary>
    public sealed record Decided(string By, DateTime At, IReadOnlyList<TimelineAnswer> Answers) : TimelineEntry(At);

    /// <summary>An entry of the activity log.</summary>
    public sealed record Logged(ActivityRecord Act) : TimelineEntry(Act.At);

    // Records print their members; the person's values must not be among them.
    public sealed override string ToString() => $"{At:O}";
}

/// <summary>One decision about a person.</summary>
/// <param name="Field">The field, where it is about one.</param>
/// <param name="Choice">The choice, for fields and held values.</param>
/// <param name="Xledger">For a match: the employee; null for "none of these".</param>
public sealed record TimelineAnswer(DecisionKind Kind, Field? Field, FieldChoice? Choice, string? Xledger);

/// <summary>A part of a person's timeline.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Total">Entries of all parts with the same filter.</param>
/// <param name="Kinds">Entries of each kind without a filter.</param>
/// <param name="Results">Values of all synchronizations by their result, in the order of the results.</param>
public sealed record TimelinePart(
    IReadOnlyList<TimelineEntry> Entries,
    int Total,
    IReadOnlyDictionary<TimelineKind, int> Kinds,
    IReadOnlyList<KeyValuePair<ChangeState, int>> Results
);
