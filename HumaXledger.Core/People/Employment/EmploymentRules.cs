namespace HumaXledger.Core.People.Employment;

/// <summary>Which of several positions gives job title, probation end and notice.</summary>
public enum MainPositionChoice
{
    /// <summary>The one that Huma's profile mirrors; where it mirrors none, the largest percentage.</summary>
    HumasOwn,

    /// <summary>The one with the largest percentage; among equals, the one that began last.</summary>
    LargestPercentage,

    /// <summary>The one that began first.</summary>
    LongestRunning,

    /// <summary>The one that began last.</summary>
    LatestStart,
}

/// <summary>What counts as the employment start.</summary>
public enum EmploymentStartRule
{
    /// <summary>The start of the uninterrupted chain of positions.</summary>
    Employment,

    /// <summary>The start of the main position.</summary>
    MainPosition,
}

/// <summary>How a connection derives one employment from a person's positions.</summary>
public sealed record EmploymentRules
{
    /// <summary>No gap is joined; start of the chain; Huma's own main position.</summary>
    public static readonly EmploymentRules Default = new();

    /// <summary>The longest gap that can be chosen, in days.</summary>
    public const int LongestJoinGap = 365;

    /// <summary>
    /// Days without a position that do not interrupt the employment; 0 means that the next position must begin the day
    /// after.
    /// </summary>
    public int JoinGapDays { get; init; }

    /// <summary>Whether the employment starts with the chain or with the main position.</summary>
    public EmploymentStartRule Start { get; init; }

    /// <summary>Which position gives job title, probation end and notice.</summary>
    public MainPositionChoice MainPosition { get; init; }
}
