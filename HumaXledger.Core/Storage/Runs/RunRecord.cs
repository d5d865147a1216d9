using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Storage.Runs;

/// <summary>Where a run is. Stopped, Completed and Failed are final.</summary>
public enum RunState
{
    /// <summary>Journal written, nothing sent.</summary>
    Waiting,
    Running,

    /// <summary>Asked to stop after the current batch.</summary>
    Stopping,
    Stopped,
    Completed,
    Failed,
}

/// <summary>What ended a run before its end.</summary>
public enum RunFailureCause
{
    /// <summary>The conversation with Huma broke off.</summary>
    Huma,

    /// <summary>The conversation with Xledger broke off.</summary>
    Xledger,

    /// <summary>Xledger's monthly allowance was used up on the way.</summary>
    AllowanceUsedUp,

    /// <summary>The plan did not fit what was found at its start.</summary>
    StalePlan,

    /// <summary>A fault of this program; the log has it.</summary>
    Unforeseen,

    /// <summary>The database was restored from a backup that was made meanwhile (ops/pause-all.sql).</summary>
    Restored,
}

/// <summary>The carrying out of one plan, once.</summary>
public sealed class RunRecord
{
    /// <summary>Key, made by the program.</summary>
    public Guid Id { get; init; }

    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The plan that is carried out.</summary>
    public Guid PlanId { get; init; }

    /// <summary>Counts up per connection from 1.</summary>
    public int Number { get; init; }

    /// <summary>Where it is now.</summary>
    public RunState State { get; set; }

    /// <summary>When it was queued.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Id of that person (<see cref="Access.Actor.Id"/>); null in runs of earlier versions.</summary>
    public string? StartedById { get; init; }

    /// <summary>Where the result is mailed; null: nowhere.</summary>
    public string? MailTo { get; init; }

    /// <summary>
    /// Culture of the mail's recipient with its region, e.g. <c>nb-NO</c>: language, dates and numbers as on the page.
    /// </summary>
    public required string Culture { get; init; }

    /// <summary>
    /// Counts how often carrying out was begun. Only the newest attempt may write the journal: a node that was taken
    /// for dead and is not must not go on beside its successor.
    /// </summary>
    public int Attempt { get; set; }

    /// <summary>When the first attempt began.</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>When it ended.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>When the result was mailed; null while it was not, or where there is no recipient.</summary>
    public DateTime? MailedAt { get; set; }

    /// <summary>Requests to Xledger so far, of all attempts.</summary>
    public int XledgerRequests { get; set; }

    /// <summary>Requests to Huma so far, of all attempts.</summary>
    public int HumaRequests { get; set; }

    /// <summary>What ended it early; null where nothing did. <see cref="Failure"/> explains it.</summary>
    public RunFailureCause? FailureCause { get; set; }

    public Reason? Failure { get; set; }
}
