using System.Text.RegularExpressions;

namespace HumaXledger.Tests.Architecture;

/// <summary>
/// docs/licences.md lists every package with its licence, and each licence of what is shipped permits shipping.
/// <c>eng/licences</c> writes the tables. Versions are compared for packages that the repository names itself; a feed
/// may give a newer patch of the others.
/// </summary>
public sealed partial class LicenceDocumentTests
{
    // Core itself also has packages for design time, which do not reach the programs.
    private static readonly string[] Shipped = ["HumaXledger.Portal", "HumaXledger.Cli", "HumaXledger.Sandbox"];

    /// <summary>Permit use and shipping in a closed product when their text goes along.</summary>
    private static readonly string[] Permissive =
    [
        "MIT",
        "Apache-2.0",
        "BSD-3-Clause",
        "PostgreSQL",
        "MS-PL OR Apache-2.0",
    ];

    /// <summary>Packages that have the MIT licence in a file only, which was read by hand.</summary>
    private static readonly string[] ReadByHand = ["System.Security.Cryptography.ProtectedData"];

    private static string Document => Repository.Folder("docs", "licences.md");

    [Fact]
    public void Packages_ThatWereRestored_AreInTheDocumentWithTheirLicences()
    {
        var shipped = RestoredPackage.Of(Shipped);
        var others = RestoredPackage
            .Of("HumaXledger.Tests", "HumaXledger.Core")
            .Where(package => !shipped.ContainsKey(package.Key))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        if (Environment.GetEnvironmentVariable("HUMAXLEDGER_WRITE_LICENCES") is "1")
        {
            Write(shipped.Values, others.Values);
        }

        var documented = Documented();

        Assert.True(shipped.Count > 20 && others.Count > 20);
        Assert.Equal(Lines(shipped.Values), documented["shipped"].Select(row => $"{row.Id} {row.Licence}"));
        Assert.Equal(Lines(others.Values), documented["tests"].Select(row => $"{row.Id} {row.Licence}"));
        var central = RestoredPackage.Central();
        Assert.All(documented.SelectMany(table => table).Where(row => central.ContainsKey(row.Id)), row =>
            Assert.Equal((row.Id, central[row.Id]), (row.Id, row.Version))
        );
    }

    [Fact]
    public void Packages_ThatAreShipped_HaveLicencesThatPermitIt() =>
        Assert.DoesNotContain(RestoredPackage.Of(Shipped).Values, package =>
            !Permissive.Contains(package.Licence) && !ReadByHand.Contains(package.Id)
        );

    private static IEnumerable<string> Lines(IEnumerable<RestoredPackage> packages) =>
        InOrder(packages).Select(package => $"{package.Id} {package.Licence}");

    private static IOrderedEnumerable<RestoredPackage> InOrder(IEnumerable<RestoredPackage> packages) =>
        packages.OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase);

    private static ILookup<string, RestoredPackage> Documented() =>
        Tables()
            .Matches(File.ReadAllText(Document))
            .SelectMany(table =>
                Rows()
                    .Matches(table.Groups[2].Value)
                    .Select(row =>
                        (
                            Table: table.Groups[1].Value,
                            Package: new RestoredPackage(row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value)
                        )
                    )
            )
            .ToLookup(row => row.Table, row => row.Package);

    private static void Write(IEnumerable<RestoredPackage> shipped, IEnumerable<RestoredPackage> others) =>
        File.WriteAllText(
            Document,
            Tables()
                .Replace(File.ReadAllText(Document), table =>
                    $"<!-- {table.Groups[1].Value} -->\n| package | version | licence |\n| --- | --- | --- |\n"
                    + string.Concat(
                        InOrder(table.Groups[1].Value == "shipped" ? shipped : others)
                            .Select(package => $"| {package.Id} | {package.Version} | {package.Licence} |\n")
                    )
                    + "<!-- end -->"
                )
        );

    [GeneratedRegex(@"<!-- (shipped|tests) -->\n(.*?)<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Tables();

    [GeneratedRegex(@"^\| (\S+) \| (\d\S*) \| (.+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
