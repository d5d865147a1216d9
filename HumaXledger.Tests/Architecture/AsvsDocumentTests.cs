using System.Text.RegularExpressions;
using Xunit.v3;

namespace HumaXledger.Tests.Architecture;

/// <summary>docs/asvs.md names a test for every line that is fulfilled, and every test that it names exists.</summary>
public sealed partial class AsvsDocumentTests
{
    private static readonly ILookup<string, Type> Classes = typeof(AsvsDocumentTests)
        .Assembly.GetTypes()
        .ToLookup(type => type.Name.Split('`')[0]);

    private static string Text => File.ReadAllText(Repository.Folder("docs", "asvs.md"));

    [Fact]
    public void Document_EveryFulfilledLine_NamesATest()
    {
        var lines = Lines().Matches(Text).Select(line => (State: line.Groups[2].Value, Tests: line.Groups[3].Value));

        Assert.True(lines.Count() > 30);
        Assert.All(lines.Where(line => line.State.StartsWith("yes", StringComparison.Ordinal)), line =>
            Assert.Matches(Names(), line.Tests)
        );
    }

    [Fact]
    public void Document_EveryTestItNames_Exists()
    {
        var named = Names().Matches(Text).Select(name => (Class: name.Groups[1].Value, Test: name.Groups[2].Value));

        Assert.True(named.Count() > 60);
        Assert.All(named, name =>
            Assert.True(
                Classes[name.Class].Any(type => name.Test.Length == 0 ? HasTests(type) : IsTest(type, name.Test)),
                $"docs/asvs.md names {name.Class}.{name.Test}, which is no test."
            )
        );
    }

    private static bool HasTests(Type type) => type.GetMethods().Any(method => IsTest(type, method.Name));

    private static bool IsTest(Type type, string name) =>
        type.GetMethods()
            .Any(method =>
                method.Name == name && method.GetCustomAttributes(inherit: true).OfType<IFactAttribute>().Any()
            );

    [GeneratedRegex(@"^\| (\d[^|]*) \| ([^|]*) \|([^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Lines();

    [GeneratedRegex(@"`(\w+Tests?)(?:\.(\w+))?`")]
    private static partial Regex Names();
}
