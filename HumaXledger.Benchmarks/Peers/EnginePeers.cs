using System.Diagnostics;
using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Benchmarks.Peers;

/// <summary>
/// The engine beside what an engineer would use instead, on the same data: DuckDB in this process, with a full outer
/// join and a three-way comparison of fifteen columns, and daff under node. All find the same cells, or the measurement
/// fails.
/// </summary>
internal static class EnginePeers
{
    private const int Rounds = 7;

    /// <summary>The most that comparing and planning 100,000 people may allocate.</summary>
    private const double MostMegabytes = 150;

    /// <summary>The longest for 100,000 people without a link, all of whom have to be matched; in seconds.</summary>
    private const double LongestUnlinked = 1.5;

    private static readonly DateOnly Today = new(2026, 6, 1);
    private static readonly GuardSettings NoGuards = new(new Dictionary<GuardKind, GuardLimit>());

    private const int DaffPeople = 10_000;

    // .NET compiles a method for speed after thirty calls, measures it, and compiles it again; most of these are called
    // once in a round.
    private const int WarmUps = 300;
    private const int WarmUpsOfDaff = 60;

    /// <summary>How many times as fast as daff the engine has to be.</summary>
    private const double TimesDaff = 3;

    /// <summary>Measures in turn; 1 where a goal is missed by more than the spread of the rounds.</summary>
    /// <param name="arguments">
    /// The number of people, 100,000 where none is given; the folder of the npm module daff, which is left out where it
    /// is not given. <c>daff</c> instead of the number measures beside daff alone.
    /// </param>
    public static int Run(string[] arguments, TextWriter output)
    {
        if (arguments is ["daff", var alone])
        {
            return BesideDaff(alone, output);
        }

        var people = arguments is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 100_000;
        var failed = BesideDuckDb(people, output);
        output.WriteLine();
        if (arguments is not [_, var module])
        {
            output.WriteLine("daff was left out, because the folder of its npm module was not given.");
            return failed;
        }

        return Math.Max(failed, BesideDaff(module, output));
    }

    private static int BesideDuckDb(int people, TextWriter output)
    {
        output.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Description}, load {Machine.Load} at the start.");
        output.WriteLine($"{people} linked people on both sides, fifteen values, one person in ten changed.\n");
        var input = new LinkedOrganization(people, 7).Input;
        using var duck = new Duck(input);

        var ours = Cells(Comparison.Of(input, []));
        var theirs = duck.Cells(normalized: true);
        if (!ours.SetEquals(theirs))
        {
            output.WriteLine(
                $"The cells differ: {ours.Except(theirs).Count()} only here, {theirs.Except(ours).Count()} only there."
            );
            return 1;
        }

        var (engine, raw, normalized) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        var (unlinked, allocated) = (new double[Rounds], new double[Rounds]);
        var strangers = input with { Links = [], Baselines = [] };
        for (var round = 0; round < Rounds; round++)
        {
            GC.Collect();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            engine[round] = Seconds(() => Plan(input));
            allocated[round] = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6;
            raw[round] = Seconds(() => duck.Compare(normalized: false));
            normalized[round] = Seconds(() => duck.Compare(normalized: true));
            unlinked[round] = Seconds(() => Plan(strangers));
        }

        var ratios = engine.Zip(normalized, (one, other) => one / other).ToArray();
        var (ratio, spread) = (Median(ratios), (ratios.Max() - ratios.Min()) / 2);
        output.WriteLine("| what | median | least |");
        output.WriteLine("| --- | --- | --- |");
        output.WriteLine($"| compare and plan | {Median(engine):0.000} s | {engine.Min():0.000} s |");
        output.WriteLine($"| DuckDB, as spelled | {Median(raw):0.000} s | {raw.Min():0.000} s |");
        output.WriteLine($"| DuckDB, normalized | {Median(normalized):0.000} s | {normalized.Min():0.000} s |");
        output.WriteLine($"| ratio to DuckDB, normalized (goal ≤ 1.0) | {ratio:0.00} ± {spread:0.00} | |");
        output.WriteLine($"| allocated (goal ≤ 150 MB at 100,000) | {Median(allocated):0} MB | |");
        output.WriteLine(
            $"| the same people, nobody linked (goal ≤ 1.5 s at 100,000) | {Median(unlinked):0.000} s | "
                + $"{unlinked.Min():0.000} s |"
        );
        output.WriteLine($"\n{ours.Count} cells, the same in both; load {Machine.Load} at the end.");
        output.WriteLine("Evidence for links is not weighed: it is not read here.");
        var share = people / 100_000.0;
        return
            ratio - spread > 1.0
            || Median(allocated) > MostMegabytes * share
            || unlinked.Min() > LongestUnlinked * share
            ? 1
            : 0;
    }

    private static int BesideDaff(string module, TextWriter output)
    {
        output.WriteLine(
            $"{DateTime.UtcNow:yyyy-MM-dd}, {DaffPeople} people beside daff, which gets its values normalized; "
                + $"load {Machine.Load} at the start.\n"
        );
        var input = new LinkedOrganization(DaffPeople, 7).Input;
        using var duck = new Duck(input);
        using var daff = new Daff(module, duck);
        var ours = Cells(Comparison.Of(input, []))
            .Where(cell => cell.Kind != DifferenceKind.ChangedInXledger)
            .ToHashSet();
        var theirs = daff.Cells();
        if (!ours.SetEquals(theirs))
        {
            output.WriteLine(
                $"The cells differ: {ours.Except(theirs).Count()} only here, {theirs.Except(ours).Count()} only there."
            );
            return 1;
        }

        // Both compile while they run: the first rounds do not count.
        for (var round = 0; round < WarmUps; round++)
        {
            Plan(input);
            if (round < WarmUpsOfDaff)
            {
                daff.Compare();
            }
        }

        var (compared, engine, other) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        var busy = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            GC.Collect();
            var before = Environment.CpuUsage.TotalTime;
            compared[round] = Seconds(() => Comparison.Of(input, []));
            busy += Environment.CpuUsage.TotalTime - before;
            engine[round] = Seconds(() => Plan(input));
            other[round] = daff.Compare();
        }

        // daff compares and plans nothing.
        var ratios = other.Zip(compared, (slow, fast) => slow / fast).ToArray();
        var (ratio, spread) = (Median(ratios), (ratios.Max() - ratios.Min()) / 2);
        output.WriteLine("| what | median | least |");
        output.WriteLine("| --- | --- | --- |");
        output.WriteLine($"| compare | {Median(compared):0.000} s | {compared.Min():0.000} s |");
        output.WriteLine($"| … its processor time, mean | {busy.TotalSeconds / Rounds:0.000} s | |");
        output.WriteLine($"| compare and plan | {Median(engine):0.000} s | {engine.Min():0.000} s |");
        output.WriteLine($"| daff, three-way | {Median(other):0.000} s | {other.Min():0.000} s |");
        output.WriteLine($"| times its speed (goal ≥ {TimesDaff}) | {ratio:0.0} ± {spread:0.0} | |");
        output.WriteLine($"\n{ours.Count} cells, the same in both; load {Machine.Load} at the end.");
        return ratio + spread < TimesDaff ? 1 : 0;
    }

    private static SyncPlan Plan(ComparisonInput input) =>
        SyncPlan.Make(
            Comparison.Of(input, []),
            Decisions.None,
            NoGuards,
            Today,
            lastHumaCount: null,
            lastXledgerCount: null,
            ForecastModel.Default
        );

    private static HashSet<(string Huma, Field Field, DifferenceKind Kind)> Cells(Comparison comparison) =>
        [.. comparison.Differences.Select(one => (one.Pair.Huma.Id, one.Field, one.Kind))];

    private static double Seconds(Action act)
    {
        var began = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
