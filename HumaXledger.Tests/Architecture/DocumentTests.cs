using System.Globalization;
using System.Text.RegularExpressions;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Hosting;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Mail;
using HumaXledger.Portal.Webhooks;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Architecture;

/// <summary>
/// The documents say what is there: settings with their defaults, links, files named on the way through the code.
/// </summary>
public sealed partial class DocumentTests
{
    private static readonly (string Section, object Options)[] Sections =
    [
        (HumaOptions.Section, new HumaOptions()),
        (XledgerOptions.Section, new XledgerOptions()),
        (AllowanceOptions.Section, new AllowanceOptions()),
        (InboundSyncOptions.Section, new InboundSyncOptions()),
        (StorageOptions.Section, new StorageOptions()),
        (KeyRingOptions.Section + ":Certificate", new KeyRingOptions().Certificate),
        (AlertOptions.Section, new AlertOptions()),
        (LimitOptions.Section, new LimitOptions()),
        (AccessOptions.Section, new AccessOptions()),
        (AzureAdOptions.Section, new AzureAdOptions()),
        (HealthOptions.Section, new HealthOptions()),
        (QuickComparisonOptions.Section, new QuickComparisonOptions()),
        (RetentionOptions.Section, new RetentionOptions()),
        (RevealOptions.Section, new RevealOptions()),
        (ScheduleOptions.Section, new ScheduleOptions()),
        (MailOptions.Section, new MailOptions()),
        (MailOptions.Section + ":Smtp", new SmtpOptions()),
        (PortalOptions.Section, new PortalOptions()),
        (WebhookOptions.Section, new WebhookOptions()),
        (SandboxOptions.Section, new SandboxOptions()),
        (SandboxOptions.Section + ":Webhook", new SandboxOptions().Webhook),
    ];

    /// <summary>Keys that are no property of an options class.</summary>
    private static readonly string[] OtherKeys =
    [
        "Urls",
        "ConnectionStrings:HumaXledger",
        "Logging:LogLevel:…",
        "AllowedHosts",
    ];

    public static TheoryData<string> Documents =>
        [
            .. Directory
                .EnumerateFiles(Repository.Folder("docs"), "*.md", SearchOption.AllDirectories)
                .Append(Repository.Folder("README.md"))
                .Select(file => Path.GetRelativePath(Repository.Root, file)),
        ];

    [Fact]
    public void Readme_EverySetting_IsInTheTableWithItsDefault()
    {
        var table = Table();

        Assert.All(Settings(), setting =>
        {
            Assert.True(
                table.TryGetValue(setting.Key, out var said),
                $"{setting.Key} is not in the table of README.md."
            );
            Assert.True(Says(said, setting.Value), $"README.md says {said} of {setting.Key}; it is {setting.Value}.");
        });
    }

    [Fact]
    public void Readme_EveryKeyInTheTable_IsASetting()
    {
        var known = Settings().Select(setting => setting.Key).Concat(OtherKeys).ToHashSet();

        Assert.DoesNotContain(Table().Keys, key => !known.Contains(key) && !Groups().IsMatch(key));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_EveryLinkToAFile_LeadsToOne(string document)
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
    public void Architecture_EveryFileItNames_IsThereUnlessItIsToCome()
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

    private static Dictionary<string, string> Table() =>
        Rows()
            .Matches(File.ReadAllText(Repository.Folder("README.md")))
            .SelectMany(row =>
                Code()
                    .Matches(row.Groups[1].Value)
                    .Select(key => (Key: key.Groups[1].Value, Default: row.Groups[2].Value.Trim()))
            )
            .ToDictionary(row => row.Key, row => row.Default);

    private static IEnumerable<(string Key, object? Value)> Settings() =>
        from section in Sections
        from property in section.Options.GetType().GetProperties()
        where
            IsSimple(property.PropertyType)
            && property.CanWrite
            && (section.Section, property.Name) != (StorageOptions.Section, nameof(StorageOptions.ConnectionString))
        select ($"{section.Section}:{property.Name}", property.GetValue(section.Options));

    private static bool IsSimple(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner
            ? IsSimple(inner)
            : type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan);

    private static bool Says(string cell, object? value)
    {
        var said = Code().Match(cell) is { Success: true, Index: 0 } first ? first.Groups[1].Value : null;
        return value switch
        {
            null or "" => cell.StartsWith("none", StringComparison.Ordinal),
            TimeSpan time => said is not null && TimeSpan.Parse(said, CultureInfo.InvariantCulture) == time,
            _ => string.Equals(
                said,
                Convert.ToString(value, CultureInfo.InvariantCulture),
                StringComparison.OrdinalIgnoreCase
            ),
        };
    }

    [GeneratedRegex(@"^\| (`[A-Z][^|]*`) \|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    // Families of keys: an environment by its name, a switch or a limit by its name.
    [GeneratedRegex(
        @"^(Huma:Environments:\{name\}:BaseAddress|Xledger:Environments:\{name\}:Endpoint|Proxies:Trusted:\{n\}|KeyRing:EarlierCertificates:\{n\}:…|Access:AllowedTenants:\{n\}|AzureAd:ClientCertificates:\{n\}:…|Sandbox:Switches:(Huma|Xledger):…|Sandbox:Limits:Xledger:…)$"
    )]
    private static partial Regex Groups();

    // Pictures are left out: they are made from the running portal.
    [GeneratedRegex(@"(?<!\!)\[[^\]]*\]\((?!https?:)([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"`([\w./-]+\.(?:cs|razor))`( \(to come\))?")]
    private static partial Regex NamedFiles();
}
