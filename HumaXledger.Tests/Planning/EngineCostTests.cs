using HumaXledger.Core.Matching;
using HumaXledger.Core.Matching.Candidates;
using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Matching;

namespace HumaXledger.Tests.Planning;

/// <summary>
/// What comparing and planning cost, in what a busy machine does not change: allocated bytes and counts. The times are
/// measured by <c>HumaXledger.Benchmarks -- peers</c> and <c>-- engine</c>.
/// </summary>
[Collection(nameof(UndisturbedCollection))]
public sealed class EngineCostTests
{
    /// <summary>150 MB for 100,000 people.</summary>
    private const double MostBytesPerPerson = 1_500;

    /// <summary>Ten times as many people, and some room for sorting.</summary>
    private const double MostGrowth = 10.5;

    private const int Few = 1_000;
    private const int Many = 10_000;

    private static readonly DateOnly Today = new(2026, 6, 1);

    [Fact]
    public void ComparingAndPlanning_EverybodyLinked_AllocatesLittlePerPersonAndGrowsLinearly()
    {
        var (few, many) = (Allocated(Linked(Few)), Allocated(Linked(Many)));

        Assert.InRange(many / Many, 0, MostBytesPerPerson);
        Assert.InRange(many / few, 0, MostGrowth);
    }

    [Fact]
    public void ComparingAndPlanning_NobodyLinked_GrowsLinearly()
    {
        var (few, many) = (Allocated(Unlinked(Few)), Allocated(Unlinked(Many)));

        Assert.InRange(many / Many, 0, 8_500);
        Assert.InRange(many / few, 0, MostGrowth);
    }

    [Fact]
    public void Comparing_EverybodyLinked_NormalizesOnlyWhatIsSpelledDifferently()
    {
        var input = Linked(Few);
        var (xledger, linked) = (
            input.Xledger.ToDictionary(person => person.Id),
            input.Links.ToDictionary(link => link.Huma.Value, link => link.Xledger.Value)
        );
        var different = input.Huma.Sum(person =>
            FieldRules.All.Count(rules =>
                Roster.Keeps(rules.Field) && !person[rules.Field].Equals(xledger[linked[person.Id]][rules.Field])
            )
        );

        var rosters = Comparison.Of(input, []).Rosters;

        Assert.NotEqual(0, different);
        Assert.Equal(different, rosters.Huma.NormalizedValues);
        Assert.Equal(different, rosters.Xledger.NormalizedValues);
    }

    [Fact]
    public void Matching_NobodyLinked_WeighsAFewPairsPerPersonHoweverManyThereAre()
    {
        var (few, many) = (Weighed(Few), Weighed(Many));

        Assert.InRange(few, 1, 8);
        Assert.InRange(many, 1, 8);
    }

    /// <summary>Candidate pairs per person.</summary>
    private static double Weighed(int people)
    {
        var input = Unlinked(people);
        var (huma, xledger) = Roster.Both(input.Huma, input.Xledger, country: null);
        var traits = Traits.Of(huma, xledger, KnownPairs.From(huma, xledger, [], [], []), []);
        return (double)traits.CandidatePairs.Length / people;
    }

    /// <summary>Bytes, the least of three times: what runs at the end of another test must not count.</summary>
    private static double Allocated(ComparisonInput input)
    {
        // The first time also fills caches.
        CompareAndPlan(input);
        return Enumerable
            .Range(0, 3)
            .Min(_ =>
            {
                var before = GC.GetTotalAllocatedBytes(precise: true);
                CompareAndPlan(input);
                return GC.GetTotalAllocatedBytes(precise: true) - before;
            });
    }

    private static void CompareAndPlan(ComparisonInput input) =>
        Assert.NotNull(
            SyncPlan.Make(
                Comparison.Of(input, []),
                Decisions.None,
                new GuardSettings(new Dictionary<GuardKind, GuardLimit>()),
                Today,
                lastHumaCount: null,
                lastXledgerCount: null,
                ForecastModel.Default
            )
        );

    private static ComparisonInput Linked(int people) => new LinkedOrganization(people, 7).Input;

    private static ComparisonInput Unlinked(int people)
    {
        var organization = new DirtyOrganization(people, 7, Dirt.Ordinary);
        return new ComparisonInput(organization.Huma, organization.Xledger, [], [], Policy.AlwaysAsk);
    }
}
