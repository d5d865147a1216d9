namespace HumaXledger.Sandbox.Huma;

/// <summary>One position of a person.</summary>
public sealed record HumaPosition
{
    public required Guid Id { get; init; }
    public DateOnly? ContractStartDate { get; init; }
    public DateOnly? ContractEndDate { get; init; }
    public DateOnly? FirstDayOfWork { get; init; }
    public DateOnly? LastDayOfWork { get; init; }
    public DateOnly? ProbationEndDate { get; init; }
    public DateOnly? TerminationNoticeDate { get; init; }
    public string? ContractCountry { get; init; }
    public string? ContractType { get; init; }
    public int Percentage { get; init; } = 100;
    public Guid? TitleId { get; init; }
    public string? Description { get; init; }
    public string? Note { get; init; }
    public string? EndReason { get; init; }
    public string? EndNote { get; init; }
    public bool? WantedEnd { get; init; }

    /// <summary>
    /// Current: started or without any date; ended: the contract's end has passed (contracts/huma.md 2.9).
    /// </summary>
    public PositionStatus StatusOn(DateOnly today) =>
        ContractEndDate < today ? PositionStatus.Ended
        : ContractStartDate > today ? PositionStatus.Upcoming
        : PositionStatus.Current;

    /// <summary>
    /// The day on which a person leaves: the last end; null while a position that has not ended is open.
    /// </summary>
    public static DateOnly? EndOf(IReadOnlyCollection<HumaPosition> positions, DateOnly today)
    {
        var going = positions.Where(position => position.StatusOn(today) != PositionStatus.Ended).ToList();
        return going.Exists(position => position.ContractEndDate is null)
            ? null
            : (going.Count > 0 ? going : positions).Max(position => position.ContractEndDate);
    }

    /// <summary>The main position among several: a current one before an upcoming one before an ended one.</summary>
    public static HumaPosition? MainOf(IEnumerable<HumaPosition> positions, DateOnly today, MainPositionRule rule)
    {
        var byStatus = positions.OrderBy(position => position.StatusOn(today));
        var byRule = rule switch
        {
            MainPositionRule.HighestPercentage => byStatus.ThenByDescending(position => position.Percentage),
            MainPositionRule.LatestStart => byStatus.ThenByDescending(position => position.ContractStartDate),
            _ => byStatus,
        };
        return byRule.ThenBy(position => position.ContractStartDate).FirstOrDefault();
    }
}

/// <summary>In the order of precedence for the main position.</summary>
public enum PositionStatus
{
    Current,
    Upcoming,
    Ended,
}
