namespace HumaXledger.Sandbox.Sample;

/// <summary>
/// People with several positions in Huma, or with a future date. Xledger has one employment for each: it starts with
/// the uninterrupted chain of positions and has no end while one position is open.
/// </summary>
internal static class EmploymentScenes
{
    public static readonly Scene[] All =
    [
        new(2, FollowOn),
        new(2, ParallelPositions),
        new(2, AnnouncedPosition),
        new(2, PositionBeforeAGap),
        new(2, EndOfContract),
    ];

    private static DateOnly LastOfMonth(Casting casting) => casting.Month.AddMonths(1).AddDays(-1);

    /// <summary>The current position ends with the month; the next one begins the day after.</summary>
    private static void FollowOn(Casting casting)
    {
        var person = casting.Norwegian();
        var current = person.Huma!.Positions[0] with { End = LastOfMonth(casting) };
        person.Huma.Positions[0] = current;
        person.Huma.Positions.Add(new SamplePosition(Next(current.Title), casting.Month.AddMonths(1)));
        casting.Note(SampleSituation.FollowOnPosition, person);
    }

    /// <summary>The larger of two positions ends with the month; the smaller one continues.</summary>
    private static void ParallelPositions(Casting casting)
    {
        var person = casting.Norwegian();
        var main = person.Huma!.Positions[0] with { Percentage = 60, End = LastOfMonth(casting) };
        person.Huma.Positions[0] = main;
        person.Huma.Positions.Add(
            new SamplePosition(Next(main.Title), main.Start!.Value.AddDays(1)) { Percentage = 40 }
        );
        casting.Note(SampleSituation.ParallelPositions, person);
    }

    /// <summary>A fixed-term position followed by two future ones; the last has no end.</summary>
    private static void AnnouncedPosition(Casting casting)
    {
        var person = casting.Norwegian();
        var current = person.Huma!.Positions[0] with { End = LastOfMonth(casting) };
        var next = new SamplePosition(Next(current.Title), casting.Month.AddMonths(1))
        {
            End = casting.Month.AddMonths(4).AddDays(-1),
        };
        person.Huma.Positions[0] = current;
        person.Huma.Positions.Add(next);
        person.Huma.Positions.Add(new SamplePosition(Next(next.Title), casting.Month.AddMonths(4)));
        casting.Note(SampleSituation.AnnouncedPosition, person);
    }

    /// <summary>An earlier employment ended months before the current one began and is no part of it.</summary>
    private static void PositionBeforeAGap(Casting casting)
    {
        var person = casting.Norwegian();
        var current = person.Huma!.Positions[0];
        var ended = new SamplePosition(Next(current.Title), current.Start!.Value.AddYears(-3))
        {
            End = current.Start.Value.AddMonths(-5),
        };
        person.Huma.Positions.Insert(0, ended);
        casting.Note(SampleSituation.PositionBeforeAGap, person);
    }

    /// <summary>The only position ends with the month and has no successor.</summary>
    private static void EndOfContract(Casting casting)
    {
        var person = casting.Norwegian();
        var end = LastOfMonth(casting);
        person.Huma!.Positions[0] = person.Huma.Positions[0] with { End = end };
        person.Xledger!.To = end;
        casting.Note(SampleSituation.EndOfContract, person);
    }

    private static string Next(string? title) =>
        SampleWork.Titles[(Array.IndexOf(SampleWork.Titles, title) + 1) % SampleWork.Titles.Length];
}
