using System.Text.RegularExpressions;

namespace HumaXledger.Tests.Architecture;

/// <summary>
/// docs/configuration.md lists every setting as the code has it. With <c>UPDATE_DOCS=1</c> in the environment the test
/// writes the list (<c>eng/configuration</c>).
/// </summary>
public sealed partial class ConfigurationDocumentTests
{
    private static string Document => Repository.Folder("docs", "configuration.md");

    [Fact]
    public void Configuration_ListOfSettings_IsThatOfTheCode()
    {
        var expected = $"<!-- generated: settings -->\n{new ConfigurationReference().Write()}\n<!-- end -->";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is "1")
        {
            File.WriteAllText(Document, Generated().Replace(File.ReadAllText(Document), _ => expected));
        }

        var written = Generated().Match(File.ReadAllText(Document)).Value;

        Assert.True(
            expected == written,
            "docs/configuration.md is stale: run eng/configuration. First difference: "
                + $"{FirstDifference(expected, written)}"
        );
    }

    [Fact]
    public void Configuration_EverySetting_HasASummary()
    {
        var reference = new ConfigurationReference();
        var text = reference.Write();

        Assert.True(ConfigurationReference.Sections.Count >= 20);
        Assert.Contains(
            "- `ConnectionStrings:HumaXledger`: default none; in Development `Data Source=.data/humaxledger.db`.\n",
            text
        );
        Assert.Contains("- `Huma:ParallelRequests`: default `4`; 1 to 32.\n", text);
        Assert.Contains("- `Huma:RetryDelay`: default `00:00:00.5`; `00:00:00.001` to `00:00:30`.\n", text);
        Assert.Contains("- `KeyRing:EarlierCertificates:{n}:Path`: default none.\n", text);
        Assert.Contains("- `Mail:Mode`: default `Off`; in Development `Pickup`; `Off`, `Pickup`, `Smtp`.\n", text);
        Assert.Empty(reference.Undocumented);
    }

    [Fact]
    public void Configuration_Lines_EndByColumn120() =>
        Assert.DoesNotContain(File.ReadLines(Document), line => line.Length > 120);

    private static string FirstDifference(string expected, string written) =>
        expected
            .Split('\n')
            .Zip(written.Split('\n').Concat(Enumerable.Repeat("(end)", expected.Length)))
            .Where(lines => lines.First != lines.Second)
            .Select(lines => $"\"{lines.First}\" in the code, \"{lines.Second}\" in the document")
            .FirstOrDefault("(the document is longer)");

    [GeneratedRegex("<!-- generated: settings -->.*<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Generated();
}
