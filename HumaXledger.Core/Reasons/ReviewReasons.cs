namespace HumaXledger.Core.Reasons;

/// <summary>Why a plan or a decision is outdated.</summary>
public static class ReviewReasons
{
    /// <summary>The data of the plan has changed since it was shown.</summary>
    public const string PlanStale = "plan.stale";

    /// <summary>A run was made from the comparison, or a newer comparison replaced it.</summary>
    public const string ReviewClosed = "review.closed";

    /// <summary>
    /// Another decision was made about held values since they were shown. Arguments: the number of values.
    /// </summary>
    public const string HeldOvertaken = "held.overtaken";

    /// <summary>
    /// A guard holds other changes than were shown. Arguments: the number of people now, the number shown.
    /// </summary>
    public const string GuardOvertaken = "guard.overtaken";

    /// <summary>
    /// A person of the earlier run was unlinked or excluded from synchronization: nothing of the run is retried.
    /// </summary>
    public const string RetryPeopleChanged = "retry.peopleChanged";

    /// <summary>The scope rules were changed, or other people were read, since the rules were shown.</summary>
    public const string ScopeOvertaken = "scope.overtaken";

    /// <summary>
    /// A decision about a person is obsolete: another person is found now, or it has been decided already.
    /// </summary>
    public const string OtherPersonOvertaken = "otherPerson.overtaken";
    public const string OtherPersonNotShown = "otherPerson.notShown";
}
