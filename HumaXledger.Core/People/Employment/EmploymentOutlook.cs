namespace HumaXledger.Core.People.Employment;

/// <summary>What begins or ends on an announced date.</summary>
public enum AnnouncedKind
{
    PositionBegins,
    PositionEnds,
    EmploymentBegins,
    EmploymentEnds,
}

/// <summary>The value that a field takes on an announced date.</summary>
/// <param name="Text">Null: the field becomes empty.</param>
public sealed record AnnouncedValue(Field Field, string? Text)
{
    // The generated ToString would print the value.
    public override string ToString() => $"{Field}";
}

/// <summary>A future event in a person's positions.</summary>
/// <param name="Date">The first day of what begins, the last day of what ends.</param>
/// <param name="Title">The position's job title.</param>
/// <param name="Values">
/// Job title and employment dates that change on this date, as far as the positions state them.
/// </param>
public sealed record AnnouncedChange(
    DateOnly Date,
    AnnouncedKind Kind,
    string? Title,
    IReadOnlyList<AnnouncedValue> Values
)
{
    public override string ToString() => $"{Kind}";
}

/// <summary>
/// A person's positions and their future events: exists where there is more than one position, or where one begins or
/// ends.
/// </summary>
/// <param name="Positions">
/// The positions of the employment that are held today, by id; the main one can be chosen among them.
/// </param>
/// <param name="MainPositionId">The position whose values are used today.</param>
/// <param name="Announced">Future events, by date; at most 50.</param>
/// <param name="LookAgainOn">
/// The first day after today on which a position begins or has ended; null where there is none.
/// </param>
public sealed record EmploymentOutlook(
    IReadOnlyList<Position> Positions,
    string? MainPositionId,
    IReadOnlyList<AnnouncedChange> Announced,
    DateOnly? LookAgainOn
)
{
    /// <summary>Later announced changes are left out.</summary>
    private const int MostAnnounced = 50;

    /// <summary>Null where there is at most one position and no future event.</summary>
    public static EmploymentOutlook? On(
        DateOnly today,
        IReadOnlyList<Position> positions,
        PositionFacts facts,
        EmploymentRules rules
    )
    {
        if (EmploymentChain.On(today, positions, facts, rules) is not { } now)
        {
            return null;
        }

        var turns = Turns(positions, today);
        var held = now.Positions.Where(position => position.Holds(today)).ToList();
        return turns.Count == 0 && held.Count < 2
            ? null
            : new EmploymentOutlook(
                held.Count < 2 ? [] : held,
                now.Main.Id,
                [.. Announce(now, turns, positions, facts, rules).Take(MostAnnounced)],
                turns.Count == 0 ? null : turns[0]
            );
    }

    /// <summary>The days after today on which a position begins, or on which it has ended the day before.</summary>
    private static List<DateOnly> Turns(IReadOnlyList<Position> positions, DateOnly today) =>
        [
            .. positions
                .Select(position => position.Start)
                .OfType<DateOnly>()
                .Concat(
                    positions
                        .Where(position => position.End is not null && position.Last < DateOnly.MaxValue)
                        .Select(position => position.Last.AddDays(1))
                )
                .Where(day => day > today)
                .Distinct()
                .Order(),
        ];

    private static List<AnnouncedChange> Announce(
        EmploymentChain before,
        List<DateOnly> turns,
        IReadOnlyList<Position> positions,
        PositionFacts facts,
        EmploymentRules rules
    )
    {
        var announced = new List<AnnouncedChange>();
        foreach (var day in turns)
        {
            var after = EmploymentChain.On(day, positions, facts, rules)!;
            var begins = positions.Where(position => position.Start == day).ToList();
            var ends = positions
                .Where(position => position.End is not null && position.Last == day.AddDays(-1))
                .ToList();
            var values = Differences(before, after);
            foreach (var position in ends)
            {
                var over = before.End == position.End && before.Positions.Contains(position);
                var kind = over ? AnnouncedKind.EmploymentEnds : AnnouncedKind.PositionEnds;
                announced.Add(
                    new AnnouncedChange(day.AddDays(-1), kind, position.Title, begins.Count > 0 ? [] : values)
                );
                values = begins.Count > 0 ? values : [];
            }

            foreach (var position in begins)
            {
                var kind =
                    after.FirstDay == day && after.Positions.Contains(position)
                        ? AnnouncedKind.EmploymentBegins
                        : AnnouncedKind.PositionBegins;
                announced.Add(new AnnouncedChange(day, kind, position.Title, values));
                values = [];
            }

            before = after;
        }

        return announced;
    }

    private static IReadOnlyList<AnnouncedValue> Differences(EmploymentChain before, EmploymentChain after)
    {
        var values = new List<AnnouncedValue>(3);
        if (before.Main.Title != after.Main.Title)
        {
            values.Add(new AnnouncedValue(Field.JobTitle, after.Main.Title));
        }

        if (before.Start != after.Start)
        {
            values.Add(
                new AnnouncedValue(Field.EmploymentStart, after.Start is { } start ? CalendarDate.Write(start) : null)
            );
        }

        if (before.End != after.End)
        {
            values.Add(new AnnouncedValue(Field.EmploymentEnd, after.End is { } end ? CalendarDate.Write(end) : null));
        }

        return values;
    }
}
