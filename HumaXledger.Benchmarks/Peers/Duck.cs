using DuckDB.NET.Data;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Benchmarks.Peers;

/// <summary>The same people in DuckDB's memory.</summary>
internal sealed class Duck : IDisposable
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

    /// <summary>The differing cells.</summary>
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

    /// <summary>
    /// Huma's people, Xledger's and the baseline as tables with a header, normalized, each under Huma's id.
    /// </summary>
    public (List<string?[]> Huma, List<string?[]> Xledger, List<string?[]> Baseline) Tables() =>
        (
            Table("h", "h.id FROM huma h"),
            Table("x", "l.huma FROM xledger x JOIN links l ON l.xledger = x.id"),
            Table("l", "l.huma FROM links l")
        );

    public void Dispose() => _connection.Dispose();

    private List<string?[]> Table(string of, string idFrom)
    {
        var fields = FieldRules.All;
        using var command = _connection.CreateCommand();
        command.CommandText =
            $"SELECT {string.Join(", ", fields.Select(rules => Of(of, rules, normalized: true)))}, {idFrom}";
        using var reader = command.ExecuteReader();
        List<string?[]> rows =
        [
            ["id", .. fields.Select(rules => $"{rules.Field}")],
        ];
        while (reader.Read())
        {
            rows.Add([
                reader.GetString(fields.Count),
                .. Enumerable
                    .Range(0, fields.Count)
                    .Select(column => reader.IsDBNull(column) ? null : reader.GetString(column)),
            ]);
        }

        return rows;
    }

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
