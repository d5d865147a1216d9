using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Storage.Runs;

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
}

/// <summary>The carrying out of one plan, once.</summary>
public sealed class RunRecord
{
    public Guid Id { get; init; }

    public Guid ConnectionId { get; init; }

    public Guid PlanId { get; init; }

    /// <summary>Counts up per connection from 1.</summary>
    public int Number { get; init; }

    public RunState State { get; set; }

    public DateTime CreatedAt { get; init; }

    public required string StartedBy { get; init; }

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

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>When the result was mailed; null while it was not, or where there is no recipient.</summary>
    public DateTime? MailedAt { get; set; }

    public int XledgerRequests { get; set; }

    public int HumaRequests { get; set; }

    /// <summary>What ended it early; null where nothing did. <see cref="Failure"/> explains it.</summary>
    public RunFailureCause? FailureCause { get; set; }

    public Reason? Failure { get; set; }
}
