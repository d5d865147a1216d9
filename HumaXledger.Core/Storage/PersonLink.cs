using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Storage;

/// <summary>That two records are the same person, and what both sides held after the last confirmed sync. Unique per connection on either id.</summary>
public sealed class PersonLink
{
    public long Id { get; init; }

    public Guid ConnectionId { get; init; }

    public required HumaId HumaId { get; init; }

    public required XledgerId XledgerId { get; init; }

    /// <summary>How the match was found: <see cref="MatchState.Certain"/>, or <see cref="MatchState.Probable"/>/<see cref="MatchState.Ambiguous"/> decided by <see cref="LinkedBy"/>.</summary>
    public MatchState FoundAs { get; init; }

    public DateTime LinkedAt { get; init; }

    public required string LinkedBy { get; init; }

    /// <summary>The last agreed values; unknown where none was confirmed. One JSON column: always read and written whole.</summary>
    public FieldValues Baseline { get; set; } = FieldValues.AllUnknown;

    public DateTime? BaselineAt { get; set; }

    /// <summary>
    /// What Huma held when each field was last dealt with: written, held, left or reviewed. A field has changed in Huma when it is no longer this; where it was never dealt with, when it is no
    /// longer what was agreed.
    /// </summary>
    public FieldValues Seen { get; set; } = FieldValues.AllUnknown;

    /// <summary>The position in Huma that was chosen as this person's main one; null: by the connection's rule.</summary>
    public string? MainPositionId { get; set; }

    /// <summary>What the last reading told of several positions and of dates to come; null where there is nothing to know.</summary>
    public EmploymentOutlook? Outlook { get; private set; }

    /// <summary>When that was read, UTC; null before the first reading.</summary>
    public DateTime? OutlookAt { get; private set; }

    /// <summary>
    /// The day (Oslo) on which values change by date alone, so that the person is read again without a message; null
    /// where nothing is to come, and from the moment on which the person was queued for that reading.
    /// </summary>
    public DateOnly? LookAgainOn { get; set; }

    /// <summary>Takes what a reading told, unless a later reading told more.</summary>
    public void Note(EmploymentOutlook? outlook, DateTime readAt)
    {
        if (!(OutlookAt > readAt))
        {
            (Outlook, OutlookAt, LookAgainOn) = (outlook, readAt, outlook?.LookAgainOn);
        }
    }
}
