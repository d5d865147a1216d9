using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;

namespace HumaXledger.Benchmarks;

/// <summary>
/// The engine beside what an engineer would use instead: DuckDB in this process, on the same data, with a full outer
/// join and a three-way comparison of fifteen columns. Both find the same cells, or the measurement fails.
/// </summary>
internal static class Peers
{
    private const int Rounds = 7;

    /// <summary>The most that comparing and planning 100,000 people may allocate.</summary>
    private const double MostMegabytes = 150;

    /// <summary>The longest for 100,000 people without a link, all of whom have to be matched; in seconds.</summary>
    private const double LongestUnlinked = 1.5;

    private static readonly DateOnly Today = new(2026, 6, 1);
    private static readonly GuardSettings NoGuards = new(new Dictionary<GuardKind, GuardLimit>());

    /// <summary>Measures in turn; 1 where a goal is missed by more than the spread of the rounds.</summary>
    /// <param name="arguments">The number of people; 100,000 where none is given.</param>
    public static int Run(string[] arguments, TextWriter output)
    {
        var people = arguments is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 100_000;
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

    /// <summary>The same people in DuckDB's memory.</summary>
    private sealed class Duck : IDisposable
    {
        private readonly DuckDBConnection _connection = new("DataSource=:memory:");

        public Duck(ComparisonInput input)
        {
            _connection.Open();
            var columns = string.Join(", ", FieldRules.All.Select(rules => $"f{(int)rules.Field} VARCHAR"));
            Do($"CREATE TABLE huma (id VARCHAR, {columns})");
            Do($"CREATE TABLE xledger (id VARCHAR, {columns})");
            Do($"CREATE TABLE links (huma VARCHAR, xledger VARCHAR, {columns})");
            Fill("huma", input.Huma, one => [one.Id], one => one.Values);
            Fill("xledger", input.Xledger, one => [one.Id], one => one.Values);
            Fill("links", input.Baselines, one => [one.Link.Huma.Value, one.Link.Xledger.Value], one => one.Values);
        }

        /// <summary>Makes the table of all differing people with the outcome of each field.</summary>
        public void Compare(bool normalized)
        {
            var kinds = FieldRules.All.Select(rules =>
            {
                var (h, x, b) = (Of("h", rules, normalized), Of("x", rules, normalized), Of("l", rules, normalized));
                return $"CASE WHEN {h} IS NOT DISTINCT FROM {x} THEN 0 WHEN {b} IS NOT DISTINCT FROM {x} THEN 1 "
                    + $"WHEN {b} IS NOT DISTINCT FROM {h} THEN 2 ELSE 3 END AS k{(int)rules.Field}";
            });
            var differs = string.Join(" + ", FieldRules.All.Select(rules => $"k{(int)rules.Field}"));
            Do(
                $"""
                CREATE OR REPLACE TABLE found AS
                SELECT * FROM (
                    SELECT h.id AS huma, x.id AS xledger, {string.Join(", ", kinds)}
                    FROM huma h
                    LEFT JOIN links l ON l.huma = h.id
                    FULL OUTER JOIN xledger x ON x.id = l.xledger
                ) WHERE huma IS NULL OR xledger IS NULL OR {differs} > 0
                """
            );
        }

        public HashSet<(string Huma, Field Field, DifferenceKind Kind)> Cells(bool normalized)
        {
            Compare(normalized);
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT * FROM found";
            using var reader = command.ExecuteReader();
            var cells = new HashSet<(string, Field, DifferenceKind)>();
            while (reader.Read())
            {
                foreach (var rules in FieldRules.All)
                {
                    var kind = reader.GetInt32(2 + (int)rules.Field);
                    if (kind != 0)
                    {
                        cells.Add(
                            (
                                reader.GetString(0),
                                rules.Field,
                                kind == 1 ? DifferenceKind.ChangedInHuma
                                : kind == 2 ? DifferenceKind.ChangedInXledger
                                : DifferenceKind.Conflict
                            )
                        );
                    }
                }
            }

            return cells;
        }

        public void Dispose() => _connection.Dispose();

        // What the engine does to these values, as far as SQL can: white space, letter case, separators of numbers.
        private static string Of(string table, FieldRules rules, bool normalized)
        {
            var column = $"{table}.f{(int)rules.Field}";
            return !normalized
                ? column
                : FieldRules.KindOf(rules.Field) switch
                {
                    FieldKind.Email or FieldKind.Gender or FieldKind.Address => $"lower(trim({column}))",
                    FieldKind.Phone => $"regexp_replace({column}, '[^0-9+]', '', 'g')",
                    FieldKind.Date or FieldKind.BirthDate => $"trim({column})",
                    _ => $"trim(regexp_replace({column}, '\\s+', ' ', 'g'))",
                };
        }

        private void Fill<T>(string table, IEnumerable<T> rows, Func<T, string[]> ids, Func<T, FieldValues> values)
        {
            using var appender = _connection.CreateAppender(table);
            foreach (var row in rows)
            {
                var line = appender.CreateRow();
                foreach (var id in ids(row))
                {
                    line.AppendValue(id);
                }

                foreach (var (_, value) in values(row))
                {
                    line.AppendValue(value.TextOrNull);
                }

                line.EndRow();
            }
        }

        private void Do(string sql)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
