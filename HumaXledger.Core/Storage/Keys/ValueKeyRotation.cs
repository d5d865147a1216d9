namespace HumaXledger.Core.Storage.Keys;

/// <summary>Why values are sealed anew.</summary>
public enum RotationCause
{
    /// <summary>A person asked for it.</summary>
    Requested,

    /// <summary>Values of an earlier version are not bound to their rows.</summary>
    Binding,
}

/// <summary>Where a rotation is.</summary>
public enum RotationState
{
    /// <summary>Values are being sealed with the new key.</summary>
    Sealing,

    /// <summary>
    /// All are; values that another node sealed with the old key shortly before may still be on their way to the store.
    /// </summary>
    Settling,

    /// <summary>The old keys are deleted, their bytes not yet.</summary>
    Clearing,

    /// <summary>Finished.</summary>
    Done,
}

/// <summary>
/// One rotation of the value keys: a new key is made, every value is sealed with it, then the old keys are destroyed.
/// At most one of each cause is unfinished, and the older one is worked on first. What is lost when the process dies is
/// at most one batch.
/// </summary>
public sealed class ValueKeyRotation
{
    /// <summary>Key: 1, 2, 3 …, so that of two that are started at once the database refuses one.</summary>
    public int Id { get; init; }

    /// <summary>Why.</summary>
    public RotationCause Cause { get; init; }

    /// <summary>Where it is.</summary>
    public RotationState State { get; set; }

    /// <summary>When it was started, UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>Name of who started it, for display.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Id of who started it.</summary>
    public string? StartedById { get; init; }

    /// <summary>Name of the key that it made; null before.</summary>
    public string? NewKey { get; set; }

    /// <summary>When that was made, UTC.</summary>
    public DateTime? KeyMadeAt { get; set; }

    /// <summary>Rows that this pass over the store has looked at.</summary>
    public long Checked { get; set; }

    /// <summary>Rows that there are, as counted at the beginning of the pass.</summary>
    public long Total { get; set; }

    /// <summary>Values that were sealed anew, in all passes.</summary>
    public long Resealed { get; set; }

    /// <summary>Values of this pass that cannot be opened; their keys are kept.</summary>
    public long Left { get; set; }

    /// <summary>Keys that were destroyed.</summary>
    public int KeysDestroyed { get; set; }

    /// <summary>When it was finished, UTC; null until then.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>The process that works on it.</summary>
    public string? Holder { get; set; }

    /// <summary>When another process may take over, UTC.</summary>
    public DateTime? HeldUntil { get; set; }
}
