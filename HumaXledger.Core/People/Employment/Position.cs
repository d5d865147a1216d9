namespace HumaXledger.Core.People.Employment;

/// <summary>
/// One position of a person as Huma lists it. Dates are calendar days and inclusive; a null end is open, a null start
/// reaches back without limit.
/// </summary>
/// <param name="Id">Huma's id of the position.</param>
/// <param name="Title">The job title's text.</param>
/// <param name="Percentage">Null where Huma does not state it; counts as 100.</param>
public sealed record Position(string Id, string? Title, DateOnly? Start, DateOnly? End, int? Percentage)
{
    /// <summary>The status that Huma states; used only where the position has no date at all.</summary>
    public PositionPhase Status { get; init; } = PositionPhase.Current;

    private bool IsUndated => Start is null && End is null;

    /// <summary>The first day for joining and ordering.</summary>
    internal DateOnly First =>
        Start ?? (IsUndated && Status == PositionPhase.Upcoming ? DateOnly.MaxValue : DateOnly.MinValue);

    /// <summary>
    /// The last day for joining and ordering; never before the first, even where the recorded end is.
    /// </summary>
    internal DateOnly Last =>
        End is { } end
            ? end < First
                ? First
                : end
            : IsUndated && Status == PositionPhase.Ended
                ? DateOnly.MinValue
                : DateOnly.MaxValue;

    /// <summary>Whether the position has no end.</summary>
    internal bool IsOpen => End is null && !(IsUndated && Status == PositionPhase.Ended);

    internal bool Holds(DateOnly day) => First <= day && day <= Last;

    // A job title is personal data and must not be logged.
    public override string ToString() => Id;
}

/// <summary>Huma's <c>CURRENT</c>, <c>UPCOMING</c> and <c>ENDED</c> (contracts/huma.md 2.9).</summary>
public enum PositionPhase
{
    Current,
    Upcoming,
    Ended,
}
