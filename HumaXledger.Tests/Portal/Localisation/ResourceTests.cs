using System.Reflection;
using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Core.Texts;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Localisation;

namespace HumaXledger.Tests.Portal.Localisation;

/// <summary>
/// Every text exists in three languages, and none is unused. Reads the resource files and the sources.
/// </summary>
public sealed partial class ResourceTests
{
    /// <summary>Areas whose keys are not written in the sources one by one; each has its own test.</summary>
    private static readonly string[] Tables =
    [
        nameof(Fields),
        nameof(Reasons),
        nameof(MudWords),
        nameof(ActivityEntries),
    ];

    /// <summary>Language → what the product counts, in the plural.</summary>
    private static readonly Dictionary<string, string> Nouns = new()
    {
        [""] =
            "people|values|changes|differences|rows|questions|requests|days|months|minutes|hours|seconds|entries|"
            + "records|messages|addresses|checks|positions|connections|employees|links|comparisons|attempts|"
            + "suggestions|characters|matches|recipients|rules|times|sign-ins|actions",
        ["nb"] =
            "personer|verdier|endringer|forskjeller|rader|radene|spørsmål|forespørsler|dager|måneder|minutter|timer|"
            + "sekunder|oppføringer|oppføringene|meldinger|adresser|kontroller|stillinger|tilkoblinger|ansatte|"
            + "koblinger|sammenligninger|forsøk|forslag|tegn|treff|mottakere|regler|ganger|pålogginger|handlinger",
        ["sv"] =
            "personer|värden|ändringar|skillnader|rader|frågor|anrop|dagar|månader|minuter|timmar|sekunder|poster|"
            + "meddelanden|adresser|kontroller|tjänster|anslutningar|anställda|kopplingar|jämförelser|försök|förslag|"
            + "tecken|träffar|mottagare|regler|gånger|inloggningar|åtgärder",
    };

    /// <summary>Not those of MudBlazor, which fills in its texts itself and names the arguments.</summary>
    public static TheoryData<string> FilledIn =>
        [.. TextFiles.All.Select(family => family.Name).Where(name => name != nameof(MudWords))];

    public static TheoryData<string> Areas => [.. TextFiles.All.Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Area_EveryKey_HasATextInEveryLanguage(string area)
    {
        var english = Read(area, "");

        Assert.NotEmpty(english);
        Assert.All(["nb", "sv"], language => Assert.Equal(english.Keys.Order(), Read(area, language).Keys.Order()));
        Assert.All(["", "nb", "sv"], language =>
            Assert.DoesNotContain(Read(area, language), text => string.IsNullOrWhiteSpace(text.Value))
        );
    }

    [Theory]
    [MemberData(nameof(FilledIn))]
    public void Area_EveryTranslation_UsesTheSameArgumentsInTheSameWay(string area)
    {
        var english = Read(area, "");

        Assert.All(["nb", "sv"], language =>
            Assert.All(Read(area, language), text =>
                Assert.Equal(MessageFormat.Of(english[text.Key]).Arguments, MessageFormat.Of(text.Value).Arguments)
            )
        );
    }

    /// <summary>A number beside a noun of the trade: the noun depends on it, so it has to be a plural.</summary>
    [Theory]
    [MemberData(nameof(Areas))]
    public void Area_EveryCount_IsAPlural(string area) =>
        Assert.All(Nouns, nouns =>
            Assert.DoesNotContain(Read(area, nouns.Key), text => IsCountWithoutPlural(text.Value, nouns.Value))
        );

    [Theory]
    [InlineData("{0} people", true)]
    [InlineData("{0, number} changed people", true)]
    [InlineData("People changed: {0, number}", true)]
    [InlineData("{0, plural, one {# person} other {# people}}", false)]
    [InlineData("{0, number} of {1, plural, one {# person} other {# people}}", false)]
    [InlineData("The same people: {0}", false)]
    public void Count_WithoutAPlural_IsFound(string text, bool found) =>
        Assert.Equal(found, IsCountWithoutPlural(text, Nouns[""]));

    [Fact]
    public void Files_EveryFamily_HasThreeLanguagesAndAClassBesideThem()
    {
        var files = TextFiles
            .Files("*.resx")
            .Select(file => Path.GetRelativePath(Repository.Folder("HumaXledger.Portal"), file))
            .Order(StringComparer.Ordinal);

        var expected = TextFiles
            .All.SelectMany(family =>
                new[] { "", ".nb", ".sv" }.Select(language => Path.Combine(family.Folder, family.Name + language))
            )
            .Select(file => Path.GetRelativePath(Repository.Folder("HumaXledger.Portal"), $"{file}.resx"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, files);
        Assert.All(TextFiles.All, family => Assert.NotNull(ClassOf(family)));
        Assert.Distinct(TextFiles.All.Select(family => family.Name));
    }

    [Fact]
    public void Sources_EveryKeyTheyName_Exists()
    {
        var missing = Uses()
            .Where(use => !Read(use.Area, "").Keys.Any(use.Matches))
            .Select(use => $"{use.Area}: {use.Key} in {use.File}");

        Assert.Empty(missing);
    }

    [Fact]
    public void Sources_ATextWithArguments_IsGivenThem()
    {
        var bare = Uses()
            .Where(use => use is { Bare: true, Pattern: false } && FilledIn.Any(area => area.Data == use.Area))
            .Where(use =>
                Read(use.Area, "").TryGetValue(use.Key, out var text) && MessageFormat.Of(text).Arguments is not []
            )
            .Select(use => $"{use.Area}: {use.Key} in {use.File}");

        Assert.Empty(bare);
    }

    [Fact]
    public void Resources_EveryKey_IsUsedInTheSources()
    {
        var uses = Uses().ToLookup(use => use.Area);
        var named = Named();

        var left = Areas
            .Select(area => area.Data)
            .Except(Tables)
            .SelectMany(area =>
                Read(area, "")
                    .Keys.Where(key => !named[area].Contains(key) && !uses[area].Any(use => use.Matches(key)))
                    .Select(key => $"{area}: {key}")
            );
        Assert.Empty(left);
    }

    [Fact]
    public void Fields_EveryField_HasALabelAndNoKeyIsUnused()
    {
        var words = Uses().Where(use => use.Area == nameof(Fields)).Select(use => use.Key);

        Assert.Equal(Enum.GetNames<Field>().Concat(words).Distinct().Order(), Read(nameof(Fields), "").Keys.Order());
    }

    [Fact]
    public void Reasons_EveryCodeOfCore_HasASentenceAndNoKeyIsUnused()
    {
        var keys = Read(nameof(Reasons), "")
            .Keys.Where(key => !key.StartsWith("word.", StringComparison.Ordinal))
            .ToHashSet();

        Assert.NotEmpty(Codes);
        Assert.Empty(Codes.Except(keys));
        Assert.Empty(keys.Except(Codes));
    }

    [Fact]
    public void ActivityEntries_EveryCodeAndEveryWord_HasASentenceAndNoKeyIsUnused()
    {
        IEnumerable<string> words =
        [
            .. Enum.GetNames<PolicyRule>(),
            .. Enum.GetNames<GuardKind>(),
            .. Enum.GetNames<LeaverRule>(),
            .. Enum.GetNames<MainPositionChoice>(),
            .. Enum.GetNames<EmploymentStartRule>(),
            .. Enum.GetNames<WebhookRefusal>(),
            .. AlertProblem.Codes,
            ConnectionSettings.AsUsual,
            "onePerson",
            .. Enum.GetNames<SignInKind>(),
            .. Enum.GetNames<Role>(),
            ActivityCodes.NoRole,
            .. SignInFault.Codes.Select(code => $"signIn.{code}"),
            .. Enum.GetNames<ChainBreak>(),
        ];

        Assert.Equal(
            ActivityCodes.All.Concat(words.Select(word => $"word.{word}")).Order(),
            Read(nameof(ActivityEntries), "").Keys.Order()
        );
    }

    [Fact]
    public void MudWords_EveryKey_IsOneOfMudBlazors()
    {
        var mud = new System.Resources.ResourceManager(
            "MudBlazor.Resources.LanguageResource",
            typeof(MudBlazor.MudTheme).Assembly
        ).GetResourceSet(
            System.Globalization.CultureInfo.InvariantCulture,
            createIfNotExists: true,
            tryParents: false
        )!;

        Assert.DoesNotContain(Read(nameof(MudWords), "").Keys, key => mud.GetString(key) is null);
    }

    /// <summary>Every code of Core's reasons.</summary>
    private static IEnumerable<string> Codes =>
        typeof(Reason)
            .Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Reason).Namespace)
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(constant => constant.IsLiteral)
            .Select(constant => (string)constant.GetRawConstantValue()!);

    private static IReadOnlyDictionary<string, string> Read(string area, string language) =>
        TextFiles.Of(area).Read(language);

    private static bool IsCountWithoutPlural(string text, string nouns) =>
        Regex.IsMatch(text, $@"\{{\d(, number)?\}} (\w+ )?({nouns})\b", RegexOptions.IgnoreCase)
        || Regex.IsMatch(text, $@"\b({nouns})\b[^.:{{}}]*: \{{\d, number\}}", RegexOptions.IgnoreCase);

    /// <summary>The class of a family, in the namespace of its folder; resources are found by its name.</summary>
    private static Type? ClassOf(TextFiles family) =>
        typeof(Fields).Assembly.GetType(
            "HumaXledger.Portal."
                + Path.GetRelativePath(Repository.Folder("HumaXledger.Portal"), family.Folder)
                    .Replace(Path.DirectorySeparatorChar, '.')
                + $".{family.Name}"
        );

    /// <summary>
    /// Each literal with a dot in a source that has the localizer of an area: a key that a table hands to it.
    /// </summary>
    private static ILookup<string, string> Named() =>
        TextFiles
            .Files("*.razor")
            .Concat(TextFiles.Files("*.cs"))
            .GroupBy(file => file.EndsWith(".razor.cs", StringComparison.Ordinal) ? file[..^3] : file)
            .Select(unit => string.Join('\n', unit.Select(File.ReadAllText)))
            .SelectMany(source =>
                Localizer()
                    .Matches(source)
                    .SelectMany(declared =>
                        Dotted()
                            .Matches(source)
                            .Select(key => (declared.Groups["area"].Value, Key: key.Groups[1].Value))
                    )
            )
            .Distinct()
            .ToLookup(named => named.Value, named => named.Key);

    /// <summary>
    /// Each <c>name["Key"]</c> where <c>name</c> is declared as the localizer of an area, in the same file or its
    /// code-behind.
    /// </summary>
    private static IEnumerable<Use> Uses()
    {
        var files = TextFiles.Files("*.razor").Concat(TextFiles.Files("*.cs"));
        foreach (
            var unit in files.GroupBy(file => file.EndsWith(".razor.cs", StringComparison.Ordinal) ? file[..^3] : file)
        )
        {
            var source = string.Join('\n', unit.Select(File.ReadAllText));
            foreach (Match declared in Localizer().Matches(source))
            {
                var (area, name) = (declared.Groups["area"].Value, declared.Groups["name"].Value);
                foreach (
                    var used in Regex
                        .Matches(source, $@"\b{name}\[([^\],]*)[\],]")
                        .SelectMany(call =>
                            Literal().Matches(call.Groups[1].Value).Select(key => (key.Groups, Call: call.Value))
                        )
                )
                {
                    yield return new Use(
                        area,
                        used.Groups[2].Value,
                        used.Groups[1].Value == "$",
                        Path.GetFileName(unit.Key),
                        used.Call.EndsWith(']')
                    );
                }
            }
        }
    }

    /// <summary>
    /// A key in a source; with an interpolated part it stands for every key that matches. <c>Bare</c>: no arguments.
    /// </summary>
    private sealed record Use(string Area, string Key, bool Pattern, string File, bool Bare)
    {
        public bool Matches(string key) =>
            Pattern
                ? Regex.IsMatch(key, "^" + string.Join("[A-Za-z0-9.]+", Hole().Split(Key).Select(Regex.Escape)) + "$")
                : key == Key;
    }

    /// <summary>Injected, a parameter, or resolved manually.</summary>
    [GeneratedRegex(
        @"IStringLocalizer<(?<area>\w+)>\s+(?<name>\w+)|(?<name>\w+)\s*=\s*[^;\n]*IStringLocalizer<(?<area>\w+)>>"
    )]
    private static partial Regex Localizer();

    /// <summary>A key may be chosen between two: <c>Text[done ? "Done" : "Open"]</c>.</summary>
    [GeneratedRegex(@"(\$?)""((?:[^""{]|\{[^}]*\})*)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"""([A-Za-z]+(?:\.[A-Za-z]+)+)""")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();
}
