using HumaXledger.Core.People;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// What a drift check found. Its comparison is kept like any other, so that what a manual synchronization would find
/// can be opened.
/// </summary>
public sealed class DriftReport
{
    /// <summary>Key: the comparison that was made for the check.</summary>
    public Guid ComparisonId { get; init; }

    /// <summary>The connection that was checked.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>When the check ended.</summary>
    public DateTime At { get; init; }

    /// <summary>What it found.</summary>
    public required DriftFindings Findings { get; init; }
}

/// <param name="Differences">Values on which linked people differ: what a manual synchronization would ask
/// about.</param>
/// <param name="ChangedInXledger">Of those, changed in Xledger since both agreed.</param>
/// <param name="Missed">Changed in Huma since last processed, without a pending change.</param>
/// <param name="MissedPeople">The people of those, and people who joined or left Huma without a message.</param>
/// <param name="OnlyInHuma">People who are in Huma only. Likewise for Xledger.</param>
/// <param name="Questions">Matches that a person has to answer.</param>
public sealed record DriftFindings(
    int Differences,
    int ChangedInXledger,
    int Missed,
    IReadOnlyList<HumaId> MissedPeople,
    int OnlyInHuma,
    int OnlyInXledger,
    int Questions,
    IReadOnlyDictionary<Field, int> ByField
)
{
    /// <summary>Of the missed, those who were deactivated since.</summary>
    public IReadOnlyList<HumaId> LeftPeople { get; init; } = [];

    /// <summary>Of the missed, those who are no longer there.</summary>
    public IReadOnlyList<HumaId> GonePeople { get; init; } = [];
}
