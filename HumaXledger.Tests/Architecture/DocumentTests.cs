using System.Text.RegularExpressions;

namespace HumaXledger.Tests.Architecture;

/// <summary>Links in the documents, and the files that they name, exist.</summary>
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

    // A record that is superseded as a whole may name what has gone.
    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_EveryFileItNames_ExistsOrIsMarkedAsPlanned(string document)
    {
        var text = File.ReadAllText(Repository.Folder(document));
        if (Superseded().IsMatch(text))
        {
            return;
        }

        Assert.All(NamedFiles().Matches(text), name =>
        {
            var (path, toCome) = (name.Groups[1].Value, name.Groups[2].Success);
            Assert.True(
                Files.Value.Any(file => IsNamed(file, path)) != toCome,
                $"{document} names {path}{(toCome ? ", which has come" : ", which is not there")}."
            );
        });
    }

    [Fact]
    public void Architecture_NamesTheFilesOfEachPart() =>
        Assert.True(NamedFiles().Count(File.ReadAllText(Repository.Folder("docs", "architecture.md"))) > 50);

    // By its end, from a folder on; a project also without the name of the product.
    private static bool IsNamed(string file, string path) =>
        file == path
        || file == $"HumaXledger.{path}"
        || (file.EndsWith(path, StringComparison.Ordinal) && file[^(path.Length + 1)] == '/');

    private static readonly Lazy<IReadOnlyList<string>> Files = new(() =>
        [
            .. Directory
                .EnumerateDirectories(Repository.Root, "HumaXledger.*")
                .SelectMany(project => Directory.EnumerateFiles(project, "*.*", SearchOption.AllDirectories))
                .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
                .Where(file => !BuildOutput().IsMatch(file)),
        ]
    );

    // Pictures are left out: they are made from the running portal.
    [GeneratedRegex(@"(?<!\!)\[[^\]]*\]\((?!https?:)([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^Superseded by ", RegexOptions.Multiline)]
    private static partial Regex Superseded();

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex BuildOutput();

    [GeneratedRegex(@"`([\w./-]+\.(?:cs|razor|css))`( \(to come\))?")]
    private static partial Regex NamedFiles();
}
