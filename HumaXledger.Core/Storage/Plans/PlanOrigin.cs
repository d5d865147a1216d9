namespace HumaXledger.Core.Storage.Plans;

/// <summary>How a plan came to be.</summary>
public enum PlanOrigin
{
    /// <summary>Reviewed from a comparison.</summary>
    Reviewed,

    /// <summary>A few people of a reviewed plan, tried first; the rest waits.</summary>
    Pilot,

    /// <summary>What a pilot left.</summary>
    Rest,

    /// <summary>What an earlier run did not reach.</summary>
    Continued,

    /// <summary>What was refused or failed in an earlier run.</summary>
    Retried,

    /// <summary>Values that an earlier run held back, decided anew by what is there now.</summary>
    DecidedAnew,

    /// <summary>Puts back what an earlier run wrote.</summary>
    Undo,

    /// <summary>Changes from Huma by event, written to Xledger.</summary>
    FromHuma,
}

/// <summary>Where a plan comes from.</summary>
/// <param name="EarlierRunId">The run that it follows from; null for a plan from a comparison alone.</param>
public readonly record struct PlanSource(PlanOrigin Origin, Guid? EarlierRunId)
{
    /// <summary>A plan made from a review, which follows from no run.</summary>
    public static readonly PlanSource Review = new(PlanOrigin.Reviewed, null);
}
