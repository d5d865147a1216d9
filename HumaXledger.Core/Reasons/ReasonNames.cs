namespace HumaXledger.Core.Reasons;

/// <summary>Names of people among the arguments of reasons, for those who must not see or keep them.</summary>
public static class ReasonNames
{
    /// <summary>Whether it says to which other connection a person belongs.</summary>
    public static bool NamesConnection(Reason reason) =>
        reason.Code is ConnectionReasons.ClaimedElsewhere or InboundReasons.HeldByOtherConnection;

    /// <summary>
    /// The reason without the names of the other people it mentions, for the person whom it is about.
    /// </summary>
    /// <param name="removed">Stands where a name was.</param>
    public static Reason WithoutOthers(Reason reason, string removed) =>
        reason.Code switch
        {
            PlanningReasons.PlanNotUnique => reason with { Arguments = [.. reason.Arguments.Take(1), removed] },
            InboundReasons.MayBeInXledger => reason with { Arguments = [removed] },
            PlanningReasons.AddMayExist or PlanningReasons.AddMayExistOutside or PlanningReasons.AddMayExistIn =>
                reason with
                {
                    Arguments = [removed, removed, .. reason.Arguments.Skip(2)],
                },
            _ => reason,
        };

    /// <summary>
    /// The reason without these names, and the employment ID that may stand beside one, where it is one that mentions
    /// another person; null where it mentions none of them.
    /// </summary>
    /// <param name="removed">Stands where a name was.</param>
    public static Reason? Without(Reason reason, IReadOnlyList<string> names, string removed) =>
        !MentionsAnother(reason) || !reason.Arguments.Any(names.Contains) ? null
        : reason.Code is PlanningReasons.PlanNotUnique
            ? reason with
            {
                Arguments = [.. reason.Arguments.Select(argument => names.Contains(argument) ? removed : argument)],
            }
        : WithoutOthers(reason, removed);

    private static bool MentionsAnother(Reason reason) =>
        reason.Code
            is PlanningReasons.PlanNotUnique
                or InboundReasons.MayBeInXledger
                or PlanningReasons.AddMayExist
                or PlanningReasons.AddMayExistOutside
                or PlanningReasons.AddMayExistIn;
}
