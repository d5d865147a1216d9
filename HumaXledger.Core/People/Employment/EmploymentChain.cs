namespace HumaXledger.Core.People.Employment;

/// <summary>
/// The employment of a person on one day: the uninterrupted chain of positions that contains the day, else the next one
/// to begin, else the last one that ended. Pure; dates are calendar days.
/// </summary>
/// <remarks>
/// Positions join where the next begins at most <see cref="EmploymentRules.JoinGapDays"/> days after the day that
/// follows the end of the previous ones; overlapping positions join. The chain ends with its last end, and has no end
/// while one position is open. It starts with the first contract where that lies in the chain, else with its first
/// start. The first contract may be older than the positions that Huma lists: it counts for the first known chain,
/// unless that chain begins after the day.
/// </remarks>
public sealed class EmploymentChain
{
    private readonly DateOnly? _start;
    private readonly EmploymentRules _rules;

    private EmploymentChain(IReadOnlyList<Position> positions, Position main, DateOnly? start, EmploymentRules rules)
    {
        (Positions, Main, _start, _rules) = (positions, main, start, rules);
        End = positions.Any(position => position.IsOpen) ? null : positions.Max(position => position.End);
    }

    /// <summary>The positions of the chain, by first day, last day and id.</summary>
    public IReadOnlyList<Position> Positions { get; }

    /// <summary>The position that gives job title, probation end and notice.</summary>
    public Position Main { get; }

    /// <summary>The employment start by the rules; null where it is not stated.</summary>
    public DateOnly? Start => _rules.Start == EmploymentStartRule.MainPosition ? Main.Start : _start;

    /// <summary>The last day of the employment; null while one position is open.</summary>
    public DateOnly? End { get; }

    /// <summary>False where no position is open and no ended position states its end.</summary>
    public bool EndIsStated => End is not null || Positions.Any(position => position.IsOpen);

    internal DateOnly FirstDay => Positions[0].First;

    /// <summary>The employment on a day; null where the person has no positions.</summary>
    /// <param name="positions">All known positions, in any order.</param>
    /// <param name="day">The day in question.</param>
    public static EmploymentChain? On(
        DateOnly day,
        IReadOnlyList<Position> positions,
        PositionFacts facts,
        EmploymentRules rules
    )
    {
        var chains = Join(positions, rules.JoinGapDays);
        if (chains.Count == 0)
        {
            return null;
        }

        var index = chains.FindIndex(chain => chain.Last >= day);
        index = index < 0 ? chains.Count - 1 : index;
        var (chosen, last) = chains[index];
        return new EmploymentChain(
            chosen,
            MainOf(chosen, last, day, facts, rules),
            StartOf(chosen, last, index, day, facts.FirstContract),
            rules
        );
    }

    /// <summary>
    /// The position that the value of a field came from, and to which a new value is written; null where several
    /// qualify or none has the value.
    /// </summary>
    public Position? SourceOf(Field field) =>
        field switch
        {
            Field.EmploymentStart when _rules.Start == EmploymentStartRule.Employment => Only(position =>
                position.Start == Start
            ),
            Field.EmploymentEnd => Only(position => position.End == End),
            _ => Main,
        };

    private Position? Only(Func<Position, bool> has)
    {
        var found = Positions.Where(has).Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static List<(List<Position> Positions, DateOnly Last)> Join(IReadOnlyList<Position> positions, int gap)
    {
        var chains = new List<(List<Position> Positions, DateOnly Last)>();
        foreach (
            var position in positions
                .OrderBy(position => position.First)
                .ThenBy(position => position.Last)
                .ThenBy(position => position.Id, StringComparer.Ordinal)
        )
        {
            if (chains.Count > 0 && position.First.DayNumber <= (long)chains[^1].Last.DayNumber + 1 + gap)
            {
                var (joined, last) = chains[^1];
                joined.Add(position);
                chains[^1] = (joined, position.Last > last ? position.Last : last);
            }
            else
            {
                chains.Add(([position], position.Last));
            }
        }

        return chains;
    }

    private static DateOnly? StartOf(
        List<Position> chain,
        DateOnly last,
        int index,
        DateOnly day,
        DateOnly? firstContract
    )
    {
        var first = chain[0].First;
        var counts = firstContract <= last && (firstContract >= first || (index == 0 && first <= day));

        // Where the first position states no start, the start of a later one is not that of the employment.
        return counts ? firstContract : chain[0].Start;
    }

    private static Position MainOf(
        List<Position> chain,
        DateOnly last,
        DateOnly day,
        PositionFacts facts,
        EmploymentRules rules
    )
    {
        var first = chain[0].First;
        var within =
            day < first ? first
            : day > last ? last
            : day;
        var held = chain.FindAll(position => position.Holds(within));
        if (held.Count == 0)
        {
            // A gap within the chain: the position that ended last counts until the next one begins.
            var before = chain.Where(position => position.Last < within).Max(position => position.Last);
            held = chain.FindAll(position => position.Last == before);
        }

        if (held.Find(position => position.Id == facts.ChosenMain) is { } chosen)
        {
            return chosen;
        }

        var own =
            rules.MainPosition == MainPositionChoice.HumasOwn
                ? held.FindAll(position => facts.Mirrored.Contains(position.Id))
                : [];
        var among = own.Count > 0 ? own : held;
        var ordered = rules.MainPosition switch
        {
            MainPositionChoice.LongestRunning => among.OrderBy(position => position.First).ThenByDescending(Share),
            MainPositionChoice.LatestStart => among
                .OrderByDescending(position => position.First)
                .ThenByDescending(Share),
            _ => among.OrderByDescending(Share).ThenByDescending(position => position.First),
        };
        return ordered.ThenBy(position => position.Id, StringComparer.Ordinal).First();
    }

    private static int Share(Position position) => position.Percentage ?? 100;
}

/// <summary>What is known about a person's employment besides the positions.</summary>
/// <param name="FirstContract">
/// The profile's <c>firstContractStartDate</c>; null where it is absent or not readable.
/// </param>
/// <param name="Mirrored">Ids of the positions that agree with the profile's deprecated employment properties.</param>
/// <param name="ChosenMain">Id of the position chosen as this person's main one; null where the rule decides.</param>
public sealed record PositionFacts(DateOnly? FirstContract, IReadOnlyList<string> Mirrored, string? ChosenMain = null)
{
    /// <summary>No first contract, no mirrored position, no chosen one.</summary>
    public static readonly PositionFacts None = new(null, []);
}
