using System.Text.RegularExpressions;

namespace HumaXledger.Tests.Architecture;

/// <summary>docs/dependencies.md says of every package that the repository names why it is there.</summary>
public sealed partial class DependenciesDocumentTests
{
    [Fact]
    public void Packages_ThatTheRepositoryNames_AreExplainedWithTheirVersion()
    {
        var documented = Tables()
            .Matches(File.ReadAllText(Repository.Folder("docs", "dependencies.md")))
            .SelectMany(table => Rows().Matches(table.Value))
            .ToDictionary(
                row => row.Groups[1].Value,
                row => (Version: row.Groups[2].Value, Why: row.Groups[3].Value.Trim())
            );

        Assert.All(RestoredPackage.Central(), package =>
        {
            Assert.True(documented.TryGetValue(package.Key, out var row), $"{package.Key} is not explained.");
            Assert.Equal(package.Value, row.Version);
            Assert.NotEmpty(row.Why);
        });
        Assert.Empty(documented.Keys.Except(RestoredPackage.Central().Keys));
    }

    [GeneratedRegex(@"<!-- packages -->\n(?:\|.*\n)+")]
    private static partial Regex Tables();

    [GeneratedRegex(@"^\| (\S+) \| (\d\S*) \|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
