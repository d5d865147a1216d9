namespace HumaXledger.Core.Reasons;

/// <summary>Why a plan or a decision no longer holds.</summary>
public static class ReviewReasons
{
    /// <summary>What was decided on has changed since the plan was shown.</summary>
    public const string PlanStale = "plan.stale";

    /// <summary>A run was made from the comparison, or a newer comparison took its place.</summary>
    public const string ReviewClosed = "review.closed";

    /// <summary>Another answer was given to one of the held values since they were shown. How many.</summary>
    public const string HeldOvertaken = "held.overtaken";

    /// <summary>A safety limit holds others back than were shown. How many people now, how many were shown.</summary>
    public const string GuardOvertaken = "guard.overtaken";

    /// <summary>
    /// A person of the earlier run was unlinked, or is never synchronized by now: nothing of it is tried again.
    /// </summary>
    public const string RetryPeopleChanged = "retry.peopleChanged";

    /// <summary>Who is never synchronized was changed, or other people were read, since the rules were shown.</summary>
    public const string ScopeOvertaken = "scope.overtaken";

    /// <summary>
    /// What was answered about a person is no longer asked: another person is seen, or it has been answered already.
    /// </summary>
    public const string OtherPersonOvertaken = "otherPerson.overtaken";
}
