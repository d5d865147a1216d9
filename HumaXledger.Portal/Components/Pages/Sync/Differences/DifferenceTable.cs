using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>
/// All rows of a comparison in the order of names, in one language. Made once for all pages that show them, and kept as
/// long as the comparison: a hundred thousand rows take a second and 40 MB.
/// </summary>
public sealed class DifferenceTable
{
    private static readonly ConditionalWeakTable<
        Comparison,
        ConcurrentDictionary<(string, string), Lazy<DifferenceTable>>
    > Known = new();

    private DifferenceTable(Comparison comparison, Func<DifferenceKind, string> kind, Func<Field, string> field)
    {
        var kinds = Enum.GetValues<DifferenceKind>().ToDictionary(one => one, kind);
        var fields = Enum.GetValues<Field>().ToDictionary(one => one, field);
        var names = new Dictionary<string, SortKey>(StringComparer.Ordinal);
        var compare = CultureInfo.CurrentCulture.CompareInfo;
        var rows = new List<(SortKey Name, DifferenceRow Row)>(comparison.Differences.Count);
        foreach (var difference in comparison.Differences)
        {
            var name = difference.Pair.Huma.DisplayName;
            if (!names.TryGetValue(name, out var key))
            {
                names[name] = key = compare.GetSortKey(name, CompareOptions.IgnoreCase);
            }

            rows.Add(
                (
                    key,
                    new DifferenceRow(
                        difference,
                        comparison.Input.Policy.ChoiceOf(difference),
                        name,
                        NumberOf(difference),
                        fields[difference.Field],
                        kinds[difference.Kind]
                    )
                )
            );
        }

        // Sort keys, because comparing ten thousand names by the rules of a language takes a quarter of a second.
        rows.Sort(
            (one, next) =>
                SortKey.Compare(one.Name, next.Name) is not 0 and var byName ? byName
                : string.CompareOrdinal(one.Row.Difference.Pair.Huma.Id, next.Row.Difference.Pair.Huma.Id)
                    is not 0
                        and var byId
                    ? byId
                : one.Row.Difference.Field.CompareTo(next.Row.Difference.Field)
        );
        Lines = DifferenceLines.Of([.. rows.Select(one => one.Row)], byField: false, DifferenceOrder.Name);
        Fields =
        [
            .. Rows.GroupBy(row => row.Difference.Field)
                .OrderBy(group => group.Key)
                .Select(group => (group.Key, fields[group.Key], group.Count())),
        ];
        WithBaseline = Array.Exists(Rows, row => row.Difference.Baseline.IsKnown);
    }

    /// <summary>The rows, in the order of their people's names and of the fields. Not to be written to.</summary>
    public DifferenceRow[] Rows => Lines.Rows;

    /// <summary>All rows by person, in the order of names.</summary>
    public DifferenceLines Lines { get; }

    /// <summary>The fields that differ, with the number of their rows.</summary>
    public IReadOnlyList<(Field Field, string Label, int Count)> Fields { get; }

    /// <summary>Whether both systems once agreed on any of the values.</summary>
    public bool WithBaseline { get; }

    /// <summary>The rows in the current language.</summary>
    /// <param name="kind">The kind of difference in words.</param>
    /// <param name="field">The name of a field.</param>
    public static DifferenceTable Of(
        Comparison comparison,
        Func<DifferenceKind, string> kind,
        Func<Field, string> field
    ) =>
        Known
            .GetOrCreateValue(comparison)
            .GetOrAdd(
                (CultureInfo.CurrentCulture.Name, CultureInfo.CurrentUICulture.Name),
                _ => new Lazy<DifferenceTable>(() => new DifferenceTable(comparison, kind, field))
            )
            .Value;

    private static string? NumberOf(Difference difference) =>
        difference.Pair.Huma[Field.EmploymentId].TextOrNull ?? difference.Pair.Xledger[Field.EmploymentId].TextOrNull;
}
