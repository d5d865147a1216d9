using System.Text.Json;
using System.Text.RegularExpressions;
using HumaXledger.Portal.Monitoring;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// The files under <c>ops/</c> that no test can run here (containers, systemd) name what the repository has.
/// </summary>
public sealed partial class PackageFilesTests
{
    private static string Container => Read("ops", "Containerfile");

    private static string Compose => Read("ops", "compose.yaml");

    private static string Service => Read("ops", "humaxledger.service");

    [Fact]
    public void Container_CopiesWhatIsThere_AndIsBuiltWithTheVersionOfTheSdk()
    {
        var copied = Copy()
            .Matches(Container)
            .SelectMany(match => match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        using var global = JsonDocument.Parse(Read("global.json"));
        var sdk = Version.Parse(
            global.RootElement.GetProperty("sdk").GetProperty("version").GetString()!.Split('-')[0]
        );

        Assert.True(copied.Count >= 7);
        Assert.All(copied, name => Assert.True(Path.Exists(Repository.Folder(name)), $"{name} is not there."));
        Assert.All(Image().Matches(Container).Select(match => match.Groups[1].Value), version =>
            Assert.Equal($"{sdk.Major}.{sdk.Minor}", version)
        );
        Assert.Contains($"GET {HealthServices.Live} ", Compose, StringComparison.Ordinal);
        // Every project that the portal needs is in the build.
        var needed = Reference()
            .Matches(Read("HumaXledger.Portal", "HumaXledger.Portal.csproj"))
            .Select(match => match.Groups[1].Value + "/");
        Assert.Empty(needed.Except(copied));
    }

    [Fact]
    public void Files_SettingsTheyName_AreDocumented()
    {
        var document = Read("docs", "configuration.md");
        var named = Setting()
            .Matches(Compose)
            .Select(match => ListIndex().Replace(match.Groups[1].Value.Replace("__", ":"), ":{n}"))
            .Distinct()
            .ToList();

        Assert.True(named.Count >= 5);
        Assert.All(named, setting => Assert.Contains($"`{setting}`", document, StringComparison.Ordinal));
    }

    [Fact]
    public void Compose_MountsFilesThatAreThere_AtThePlacesThatNginxReads()
    {
        var nginx = Read("ops", "nginx.conf");
        var mounted = Mount().Matches(Compose).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToList();

        Assert.True(mounted.Count >= 4);
        foreach (
            var (here, there) in mounted.Where(mount => !mount.Item1.StartsWith("secrets", StringComparison.Ordinal))
        )
        {
            Assert.True(File.Exists(Repository.Folder("ops", here)), $"ops/{here} is not there.");
            Assert.True(
                there == "/etc/nginx/conf.d/humaxledger.conf"
                    || nginx.Contains(Path.GetDirectoryName(there)!, StringComparison.Ordinal),
                there
            );
        }

        foreach (var node in (string[])["portal1", "portal2"])
        {
            Assert.Contains($"server {node}:8080", nginx, StringComparison.Ordinal);
            Assert.Contains($"  {node}:\n    <<: *portal\n", Compose, StringComparison.Ordinal);
        }

        Assert.Contains("EXPOSE 8080", Container, StringComparison.Ordinal);
    }

    [Fact]
    public void Service_StartsTheProgram_WithoutRightsAndWithItsOwnFolderOnly()
    {
        Assert.Contains("HumaXledger.Portal.dll", Service, StringComparison.Ordinal);
        foreach (
            var rule in (string[])
                ["DynamicUser=yes", "ProtectSystem=strict", "UMask=0077", "StateDirectoryMode=0700", "Restart=always"]
        )
        {
            Assert.Contains($"\n{rule}\n", Service, StringComparison.Ordinal);
        }
    }

    private static string Read(params string[] path) => File.ReadAllText(Repository.Folder(path));

    [GeneratedRegex(@"^COPY (?!--from)(.+) \S+$", RegexOptions.Multiline)]
    private static partial Regex Copy();

    [GeneratedRegex(@"^FROM \S+:([\d.]+)", RegexOptions.Multiline)]
    private static partial Regex Image();

    [GeneratedRegex(@"<ProjectReference Include=""\.\./(HumaXledger\.\w+)/")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^    (\w+__\w+):", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@":\d+\b")]
    private static partial Regex ListIndex();

    [GeneratedRegex(@"- \./(\S+?):(\S+?):ro", RegexOptions.Multiline)]
    private static partial Regex Mount();
}
