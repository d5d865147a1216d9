namespace HumaXledger.Core.People;

public enum AnnouncedKind
{
    PositionBegins,
    PositionEnds,
    EmploymentBegins,
    EmploymentEnds,
}

/// <summary>The value that a field takes by a date alone.</summary>
/// <param name="Text">Null: the field becomes empty.</param>
public sealed record AnnouncedValue(Field Field, string? Text)
{
    // Records print their members; a value must not be.
    public override string ToString() => $"{Field}";
}

/// <summary>What happens to a person's positions on a day to come.</summary>
/// <param name="Date">The first day of what begins, the last day of what ends.</param>
/// <param name="Title">The position's job title.</param>
/// <param name="Values">Job title and employment dates that change by it, as far as the list of positions
/// tells.</param>
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
/// What is known of a person's positions beside the values of today: kept where there is more than one position, or
/// where
/// one begins or ends.
/// </summary>
/// <param name="Positions">The positions of the employment that hold today, by id; the main one can be chosen among
/// them.</param>
/// <param name="MainPositionId">The one that stands for the person today.</param>
/// <param name="Announced">By date.</param>
/// <param name="LookAgainOn">The first day after today on which something begins or has ended; null where nothing
/// does.</param>
public sealed record EmploymentOutlook(
    IReadOnlyList<Position> Positions,
    string? MainPositionId,
    IReadOnlyList<AnnouncedChange> Announced,
    DateOnly? LookAgainOn
)
{
    /// <summary>What comes after this many announced changes is left out.</summary>
    private const int MostAnnounced = 50;

    /// <summary>Null where there is nothing to know: one position or none, and no date to come.</summary>
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

    /// <summary>The days after today on which a position begins, or is over since the day before.</summary>
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
