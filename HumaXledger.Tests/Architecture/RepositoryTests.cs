using System.Text;
using System.Text.RegularExpressions;

namespace HumaXledger.Tests.Architecture;

/// <summary>Texts that no file of the repository may contain.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] NotOurs =
    [
        ".git",
        ".vs",
        ".idea",
        "bin",
        "obj",
        ".data",
        "artifacts",
        "TestResults",
        "BenchmarkDotNet.Artifacts",
        "node_modules",
    ];

    private static readonly string[] Binaries = [".png", ".jpg", ".ico", ".woff2", ".mibc"];

    private static readonly Lazy<IReadOnlyList<(string Path, byte[] Content)>> Files = new(() =>
        [.. FilesIn(new DirectoryInfo(Repository.Root))]
    );

    [Fact]
    public void File_OfTheRepository_HoldsNoPathOfAMachine() =>
        Assert.DoesNotContain(Lines(), line => MachinePath().IsMatch(line.Text));

    [Fact]
    public void File_OfTheRepository_NamesNoPackageHost() =>
        Assert.DoesNotContain(Lines(), line => PackageHost().IsMatch(line.Text));

    [Fact]
    public void File_OfTheRepository_HasNoTodo() => Assert.DoesNotContain(Lines(), line => PutOff().IsMatch(line.Text));

    [Fact]
    public void Test_OfTheRepository_NeitherSleepsNorIsSkipped() =>
        Assert.DoesNotContain(
            Lines().Where(line => line.Path.StartsWith("HumaXledger.Tests", StringComparison.Ordinal)),
            line => SleepsOrSkips().IsMatch(line.Text)
        );

    [Fact]
    public void Warning_OfTheCompiler_IsSwitchedOffInGeneratedMigrationsOnly() =>
        Assert.DoesNotContain(
            Lines().Where(line => !line.Path.Contains("/Migrations/", StringComparison.Ordinal)),
            line => WarningOff().IsMatch(line.Text)
        );

    [Fact]
    public void TextFile_OfTheRepository_IsUtf8WithoutByteOrderMarkAndEndsWithALineBreak()
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        // The solution file and the lock files have the format of their own tools.
        Assert.All(
            Files.Value.Where(file =>
                file.Content.Length > 0
                && !file.Path.EndsWith(".sln", StringComparison.Ordinal)
                && Path.GetFileName(file.Path) != "packages.lock.json"
            ),
            file =>
            {
                strict.GetCharCount(file.Content);
                Assert.False(
                    file.Content.AsSpan().StartsWith(Encoding.UTF8.Preamble),
                    $"{file.Path} begins with a byte order mark."
                );
                Assert.True(file.Content[^1] == '\n', $"{file.Path} does not end with a line break.");
            }
        );
    }

    [Fact]
    public void Line_OfCodeAndProse_EndsByColumn120() =>
        Assert.Empty(
            Files
                .Value.Where(file => IsWrapped(file.Path))
                .SelectMany(file => TooLong(Encoding.UTF8.GetString(file.Content), file.Path))
        );

    [Fact]
    public void CodeFile_OfTheRepository_HasFewerThan500Lines() =>
        Assert.Empty(
            Files
                .Value.Where(file =>
                    Path.GetExtension(file.Path) is ".cs" or ".razor"
                    && !file.Path.Contains("/Migrations/", StringComparison.Ordinal)
                    && file.Content.Count(one => one == '\n') >= 500
                )
                .Select(file => file.Path)
        );

    /// <summary>
    /// With <c>value</c> and <c>@oninput</c> each answer writes the input anew, and what was typed meanwhile is lost.
    /// </summary>
    [Fact]
    public void Input_TakenAtEachLetter_IsBound() =>
        Assert.Empty(
            Files
                .Value.Where(file => Path.GetExtension(file.Path) == ".razor")
                .Where(file =>
                    Encoding
                        .UTF8.GetString(file.Content)
                        .Split("<input")
                        .Skip(1)
                        .Select(input => input.Split("/>")[0])
                        .Any(input =>
                            input.Contains("@oninput", StringComparison.Ordinal)
                            && input.Contains(" value=", StringComparison.Ordinal)
                        )
                )
                .Select(file => file.Path)
        );

    [Theory]
    [InlineData("notes.md", true)]
    [InlineData("HumaXledger.Portal/Page.razor", true)]
    [InlineData("eng/run.sh", true)]
    [InlineData("docs/licences.md", false)]
    [InlineData("HumaXledger.Core/Storage/Migrations/Sqlite/1_Initial.cs", false)]
    [InlineData("HumaXledger.Portal/Localisation/Fields.nb.resx", false)]
    public void Line_LongerThan120_IsFoundInWrappedFilesOnly(string path, bool found) =>
        Assert.Equal(found, IsWrapped(path) && TooLong(new string('å', 121), path).Any());

    [Fact]
    public void Line_LongerThan120_IsFoundOutsideLiteralsOnly()
    {
        var (text, quotes) = (new string('x', 130), new string('"', 3));

        Assert.Single(TooLong($"a\n// {text}", "a.cs"));
        Assert.Single(TooLong($"    Call(\"{text}\", value);", "a.cs"));
        Assert.Empty(TooLong(new string('å', 120), "a.cs"));
        Assert.Empty(TooLong($"    + $\"{text}\");", "a.cs"));
        Assert.Empty(TooLong($"    {quotes}\n    {text}\n    {quotes};", "a.cs"));
        Assert.Single(TooLong($"    {quotes}\n    {text}\n    {quotes};\n{text}", "a.cs"));
        Assert.Empty(TooLong($"- https://example.com/{text}", "a.md"));
    }

    // Each pattern finds what it is for, and not what only looks similar.
    [Fact]
    public void Pattern_OfForbiddenText_FindsIt()
    {
        Assert.Matches(MachinePath(), "cd /" + "tmp/somewhere");
        Assert.Matches(MachinePath(), "\"/" + "work/notes.md\"");
        Assert.Matches(MachinePath(), @"C:\" + @"Users\someone");
        Assert.DoesNotMatch(MachinePath(), "</root> and artifacts/work/list and https://example.com/home/page");
        Assert.Matches(PackageHost(), "https://api." + "nuget" + ".org/v3/index.json");
        Assert.DoesNotMatch(PackageHost(), "the NuGet feed");
        Assert.Matches(PutOff(), "// TO" + "DO: later");
        Assert.DoesNotMatch(PutOff(), "what there is to do");
        Assert.Matches(SleepsOrSkips(), "await Task." + "Delay(100);");
        Assert.Matches(SleepsOrSkips(), "[Fact(" + "Skip = \"later\")]");
        Assert.Matches(WarningOff(), "#" + "pragma warning disable CS0618");
        Assert.True(Lines().Count() > 10_000);
    }

    private static IEnumerable<(string Path, int Number, string Text)> Lines() =>
        Files.Value.SelectMany(file =>
            Encoding.UTF8.GetString(file.Content).Split('\n').Select((text, index) => (file.Path, index + 1, text))
        );

    // Resources and generated files are written by tools.
    private static bool IsWrapped(string path) =>
        Path.GetExtension(path) is ".cs" or ".razor" or ".md" or ".css" or ".js" or ".sh"
        && !path.Contains("/Migrations/", StringComparison.Ordinal)
        && path != "docs/licences.md";

    /// <summary>
    /// Lines of more than 120 characters, except inside raw string literals and lines that are one literal or one URL.
    /// </summary>
    private static IEnumerable<string> TooLong(string content, string path)
    {
        var raw = false;
        foreach (var (index, line) in content.Split('\n').Index())
        {
            var quotes = path.EndsWith(".cs", StringComparison.Ordinal) ? RawQuotes().Count(line) : 0;
            var inLiteral = raw || quotes > 0 || OneLiteral().IsMatch(line);
            raw ^= quotes % 2 == 1;
            if (line.Length > 120 && !inLiteral)
            {
                yield return $"{path}:{index + 1}: {line.Length} characters";
            }
        }
    }

    private static IEnumerable<(string Path, byte[] Content)> FilesIn(DirectoryInfo folder) =>
        folder
            .EnumerateFiles()
            .Where(file => !Binaries.Contains(file.Extension) && !file.Name.EndsWith(".user", StringComparison.Ordinal))
            .Select(file =>
                (
                    Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'),
                    File.ReadAllBytes(file.FullName)
                )
            )
            .Concat(folder.EnumerateDirectories().Where(inner => !NotOurs.Contains(inner.Name)).SelectMany(FilesIn));

    [GeneratedRegex(@"(?<![\w.<~/-])/(?:work|tmp|home|root|Users|mnt)/|[A-Za-z]:\\(?:Users|work)\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(
        @"\b(?:nuget\.org|npmjs\.(?:org|com)|myget\.org|jfrog\.io|pkgs\.dev\.azure\.com|pkg\.github\.com)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex PackageHost();

    [GeneratedRegex(@"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b")]
    private static partial Regex PutOff();

    [GeneratedRegex(@"\b(?:Task\.[D]elay|Thread\.[S]leep)\s*\(|\b[S]kip\s*=\s*""")]
    private static partial Regex SleepsOrSkips();

    [GeneratedRegex(@"#[p]ragma warning disable|\[(?:assembly:\s*)?[S]uppressMessage")]
    private static partial Regex WarningOff();

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawQuotes();

    // The holes of an interpolated literal may hold further literals.
    [GeneratedRegex(
        """^\s*(?:(?:[+?:]|return|yield return) )?(?:\$+@?".*"|@?"(?:\\.|[^"\\])*")[\])},;]*\s*$|^\W*https?://\S+$"""
    )]
    private static partial Regex OneLiteral();
}
