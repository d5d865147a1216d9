using System.Text.RegularExpressions;
using HumaXledger.Core.People;

namespace HumaXledger.Tests.Sync.AddedField;

/// <summary>
/// What docs/adding-a-field.md says: a field is one entry in each table, and everything else reads these.
/// </summary>
public sealed partial class AddedFieldTests
{
    /// <summary>
    /// The made-up field is in a second load of the assemblies, so that neither the product nor any other test ever has
    /// it.
    /// </summary>
    [Fact]
    public async Task AddedField_OneEntryInEachTable_IsComparedPlannedWrittenReadBackAndUndone()
    {
        await SecondLoad.RunAsync(typeof(AddedFieldScenario), nameof(AddedFieldScenario.RunAsync));

        Assert.Equal(Enum.GetValues<Field>(), FieldRules.All.Select(rules => rules.Field));
    }

    [Fact]
    public void Product_AddsNoFieldBeyondItsTables()
    {
        var named = Directory
            .EnumerateDirectories(Repository.Root, "HumaXledger.*")
            .Where(project => Path.GetFileName(project) != "HumaXledger.Tests")
            .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            .SelectMany(File.ReadLines)
            .Where(line => line.Contains("FurtherFields<", StringComparison.Ordinal))
            .Select(line => line.Trim());

        Assert.All(named, line => Assert.Matches(Reading(), line));
    }

    [GeneratedRegex(@"^(\.\. FurtherFields<\w+>\.Entries,|internal static class FurtherFields<TEntry>)$")]
    private static partial Regex Reading();
}
