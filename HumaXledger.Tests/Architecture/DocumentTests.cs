using System.Text.RegularExpressions;

namespace HumaXledger.Tests.Architecture;

/// <summary>Links in the documents, and the files that docs/architecture.md names, exist.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents =>
        [
            .. Directory
                .EnumerateFiles(Repository.Folder("docs"), "*.md", SearchOption.AllDirectories)
                .Append(Repository.Folder("README.md"))
                .Append(Repository.Folder("CONTRIBUTING.md"))
                .Select(file => Path.GetRelativePath(Repository.Root, file)),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_EveryLinkToAFile_Exists(string document)
    {
        var folder = Path.GetDirectoryName(Repository.Folder(document))!;

        Assert.All(
            Links().Matches(File.ReadAllText(Repository.Folder(document))).Select(link => link.Groups[1].Value),
            target =>
            {
                var path = Path.Combine(folder, target.Split('#')[0]);
                Assert.True(
                    File.Exists(path) || Directory.Exists(path),
                    $"{document} links to {target}, which is not there."
                );
            }
        );
    }

    [Fact]
    public void Architecture_EveryFileItNames_ExistsOrIsMarkedAsPlanned()
    {
        var named = NamedFiles()
            .Matches(File.ReadAllText(Repository.Folder("docs", "architecture.md")))
            .Select(name => (Path: name.Groups[1].Value, ToCome: name.Groups[2].Success))
            .ToList();

        Assert.True(named.Count > 50);
        Assert.All(named, file =>
            Assert.True(
                Exists(file.Path) != file.ToCome,
                $"docs/architecture.md names {file.Path}{(file.ToCome ? ", which has come" : ", which is not there")}."
            )
        );
    }

    private static bool Exists(string path) =>
        path.StartsWith("Portal/", StringComparison.Ordinal)
            ? File.Exists(Repository.Folder("HumaXledger." + path))
            : File.Exists(Repository.Folder(path))
                || File.Exists(Repository.Folder("HumaXledger.Core", path))
                || (
                    !path.Contains('/')
                    && new[] { "HumaXledger.Core", "HumaXledger.Portal" }.Any(project =>
                        Directory.EnumerateFiles(Repository.Folder(project), path, SearchOption.AllDirectories).Any()
                    )
                );

    // Pictures are left out: they are made from the running portal.
    [GeneratedRegex(@"(?<!\!)\[[^\]]*\]\((?!https?:)([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"`([\w./-]+\.(?:cs|razor))`( \(to come\))?")]
    private static partial Regex NamedFiles();
}
