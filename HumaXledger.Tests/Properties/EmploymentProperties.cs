using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;

namespace HumaXledger.Tests.Properties;

/// <summary>Properties of every employment, checked on generated positions.</summary>
public class EmploymentProperties
{
    private static readonly DateOnly Origin = new(2026, 1, 1);

    /// <summary>Positions of one person, seen on a day.</summary>
    public sealed record Case(
        IReadOnlyList<Position> Positions,
        PositionFacts Facts,
        EmploymentRules Rules,
        DateOnly Day
    );

    // Days that meet, touch and miss each other by a day are frequent.
    private static readonly Gen<DateOnly> Days = Gen.Choose(0, 24)
        .Select(step => Origin.AddDays(step * 3))
        .SelectMany(day => Gen.Choose(-1, 1).Select(day.AddDays));

    private static readonly Gen<DateOnly?> Dates = Gen.Frequency(
        (4, Days.Select(day => (DateOnly?)day)),
        (1, Gen.Constant((DateOnly?)null))
    );

    private static Gen<Position> Positions(int id) =>
        from start in Dates
        from end in Dates
        from percentage in Gen.Elements<int?>(null, 0, 20, 50, 100)
        select new Position($"{id}", $"Title {id}", start, end < start ? start : end, percentage);

    private static readonly Gen<Case> Cases =
        from count in Gen.Choose(1, 5)
        from positions in Gen.CollectToList(Enumerable.Range(0, count).Select(Positions))
        from first in Dates
        from mirrored in Gen.Elements("0", "1", "9")
        from gap in Gen.Elements(0, 0, 1, 5)
        from main in Gen.Elements(Enum.GetValues<MainPositionChoice>())
        from start in Gen.Elements(Enum.GetValues<EmploymentStartRule>())
        from day in Days
        select new Case(
            [.. positions],
            new PositionFacts(first, [mirrored]),
            new EmploymentRules
            {
                JoinGapDays = gap,
                MainPosition = main,
                Start = start,
            },
            day
        );

    [Fact]
    public void End_IsGivenOnlyWherePositionsOfTheEmploymentAllEndByIt_AndNoneContinues() =>
        Holds(one =>
        {
            var chain = On(one);
            return chain.End is not { } end
                ? chain.Positions.Any(position => position.End is null)
                : chain.Positions.All(position => position.End <= end)
                    // No position continues from there, neither over that day nor on the joining days.
                    && one.Positions.All(position => !Holds(position, end.AddDays(1)))
                    && one.Positions.All(position =>
                        !(position.Start > end && position.Start <= end.AddDays(1 + one.Rules.JoinGapDays))
                    );
        });

    [Fact]
    public void Main_IsCurrentWhenAnyPositionIs() =>
        Holds(one => !one.Positions.Any(position => Holds(position, one.Day)) || Holds(On(one).Main, one.Day));

    [Fact]
    public void Employment_DoesNotDependOnTheOrderOfThePositions() =>
        Holds(one =>
        {
            var (chain, other) = (On(one), On(one with { Positions = [.. one.Positions.Reverse()] }));
            return (chain.Start, chain.End, chain.Main) == (other.Start, other.End, other.Main);
        });

    [Fact]
    public void Source_OfAValue_HoldsThatValue() =>
        Holds(one =>
        {
            var chain = On(one);
            return (chain.SourceOf(Field.EmploymentStart) is not { } first || first.Start == chain.Start)
                && (chain.SourceOf(Field.EmploymentEnd) is not { } last || last.End == chain.End)
                && chain.SourceOf(Field.JobTitle) == chain.Main;
        });

    [Fact]
    public void NextLook_NothingChangesOnTheDaysBeforeIt() =>
        Holds(one =>
        {
            var (chain, until) = (
                On(one),
                EmploymentOutlook.On(one.Day, one.Positions, one.Facts, one.Rules)?.LookAgainOn
            );
            var last = until?.AddDays(-1) ?? one.Day.AddDays(200);
            for (var day = one.Day; day <= last; day = day.AddDays(1))
            {
                var then = On(one with { Day = day });
                if ((then.Main, then.End, then.Start) != (chain.Main, chain.End, chain.Start))
                {
                    return false;
                }
            }

            return until is null || until > one.Day;
        });

    [Fact]
    public void Announced_ChangesInOrder_LeadToTheValuesOfTheLastDay() =>
        Holds(one =>
        {
            if (EmploymentOutlook.On(one.Day, one.Positions, one.Facts, one.Rules) is not { } outlook)
            {
                return true;
            }

            var (now, then) = (On(one), On(one with { Day = Origin.AddDays(400) }));
            var values = new Dictionary<Field, string?>
            {
                [Field.JobTitle] = now.Main.Title,
                [Field.EmploymentStart] = Text(now.Start),
                [Field.EmploymentEnd] = Text(now.End),
            };
            foreach (var value in outlook.Announced.SelectMany(change => change.Values))
            {
                values[value.Field] = value.Text;
            }

            return values[Field.JobTitle] == then.Main.Title
                && values[Field.EmploymentStart] == Text(then.Start)
                && values[Field.EmploymentEnd] == Text(then.End);
        });

    private static string? Text(DateOnly? date) => date is { } day ? CalendarDate.Write(day) : null;

    private static bool Holds(Position position, DateOnly day) => !(position.Start > day) && !(position.End < day);

    private static EmploymentChain On(Case one) => EmploymentChain.On(one.Day, one.Positions, one.Facts, one.Rules)!;

    private static void Holds(Func<Case, bool> property) =>
        Prop.ForAll(Cases.ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithReplay(20_261_128, 31));
}
