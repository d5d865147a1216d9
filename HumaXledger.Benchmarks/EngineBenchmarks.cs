using BenchmarkDotNet.Attributes;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Tests.Matching;

namespace HumaXledger.Benchmarks;

/// <summary>
/// The pure engine on generated dirty people with all fifteen fields and no links, which is the slowest case; Huma wins
/// everywhere, so that every difference becomes a change.
/// </summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    // Without guards, so that every change is ordered; held changes are not.
    private static readonly GuardSettings NoGuards = new(new Dictionary<GuardKind, GuardLimit>());

    private ComparisonInput _input = null!;
    private Comparison _comparison = null!;

    /// <summary>The number of people per side.</summary>
    [Params(1_000, 10_000, 100_000)]
    public int People { get; set; }

    /// <summary>Generates the people.</summary>
    [GlobalSetup]
    public void Make()
    {
        var organization = new DirtyOrganization(People, 7, Dirt.Ordinary);
        _input = new ComparisonInput(
            organization.Huma,
            organization.Xledger,
            [],
            [],
            new Policy(PolicyRule.HumaWins, new Dictionary<Field, PolicyRule>())
        );
        _comparison = Comparison.Of(_input, []);
    }

    /// <summary>Matching alone.</summary>
    [Benchmark]
    public Matches Match() => PersonMatcher.Match(_input.Huma, _input.Xledger, [], []);

    /// <summary>Matching and comparing.</summary>
    [Benchmark]
    public Comparison MatchAndCompare() => Comparison.Of(_input, []);

    /// <summary>Planning alone.</summary>
    [Benchmark]
    public SyncPlan PlanOnTop() => Plan(_comparison);

    /// <summary>Matching, comparing and planning.</summary>
    [Benchmark]
    public SyncPlan Everything() => Plan(Comparison.Of(_input, []));

    private static SyncPlan Plan(Comparison comparison) =>
        SyncPlan.Make(comparison, Decisions.None, NoGuards, Today, null, null, ForecastModel.Default);
}
