namespace HumaXledger.Core.People;

/// <summary>Which of several positions gives job title, probation and notice.</summary>
public enum MainPositionChoice
{
    /// <summary>The one that Huma's profile mirrors; where it mirrors none, the largest percentage.</summary>
    HumasOwn,

    LargestPercentage,

    /// <summary>The one that began first.</summary>
    LongestRunning,

    /// <summary>The one that began last.</summary>
    LatestStart,
}

/// <summary>What the employment start is.</summary>
public enum EmploymentStartRule
{
    /// <summary>The start of the uninterrupted chain of positions.</summary>
    Employment,

    /// <summary>The start of the main position.</summary>
    MainPosition,
}

/// <summary>How a connection makes one employment out of a person's positions.</summary>
public sealed record EmploymentRules
{
    public static readonly EmploymentRules Default = new();

    /// <summary>The longest gap that can be chosen, in days.</summary>
    public const int LongestJoinGap = 365;

    /// <summary>
    /// Days without a position that do not interrupt the employment; 0: the next position begins the day after.
    /// </summary>
    public int JoinGapDays { get; init; }

    public EmploymentStartRule Start { get; init; }

    public MainPositionChoice MainPosition { get; init; }
}
