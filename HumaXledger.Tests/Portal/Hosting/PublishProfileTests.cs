using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>What the published folder is made of (docs/decisions/0067).</summary>
public sealed partial class PublishProfileTests
{
    private const string List = "start.mibc";

    // Only other libraries refer to them, for what the portal does not ask for: no name of a type in a text can be
    // missed. The first is for MimeKit's encrypted mails, the others are for keys in Azure's key vault.
    private static readonly string[] ReferredToOnly =
    [
        "BouncyCastle.Cryptography",
        "Azure.Core",
        "Azure.Security.KeyVault.Certificates",
        "Azure.Security.KeyVault.Secrets",
    ];

    private static readonly string Folder = Repository.Folder("HumaXledger.Portal", "Properties", "PublishProfiles");

    [Fact]
    public void Platforms_OfTheProject_HaveAProfileEach()
    {
        var platforms = XDocument
            .Load(Repository.Folder("HumaXledger.Portal", "HumaXledger.Portal.csproj"))
            .Descendants("RuntimeIdentifiers")
            .Single()
            .Value.Split(';');

        Assert.Equal(
            platforms.Order(),
            Directory.EnumerateFiles(Folder, "*.pubxml").Select(Path.GetFileNameWithoutExtension).Order()
        );
        Assert.All(platforms, platform =>
            Assert.Contains(
                $"<RuntimeIdentifier>{platform}</RuntimeIdentifier>",
                File.ReadAllText(Path.Combine(Folder, $"{platform}.pubxml")),
                StringComparison.Ordinal
            )
        );
    }

    [Theory]
    [InlineData("ops", "Containerfile")]
    [InlineData("ops", "cluster")]
    [InlineData("ops", "humaxledger.service")]
    [InlineData("docs", "operations.md")]
    public void Publish_WhereverItIsWritten_NamesAProfile(params string[] path)
    {
        var lines = File.ReadLines(Repository.Folder(path))
            .Where(line => line.Contains("dotnet publish", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains("-p:PublishProfile=", line, StringComparison.Ordinal));
    }

    [Fact]
    public void TrimmedLibraries_AreMarkedForIt_OrHaveAReason()
    {
        var trimmed = Library().Matches(File.ReadAllText(Path.Combine(Folder, "Platform.props")));

        Assert.True(trimmed.Count >= 2);
        Assert.All(trimmed.Select(match => match.Groups[1].Value), name =>
            Assert.True(
                ReferredToOnly.Contains(name) || IsWhole(name) || IsMarked(name),
                $"{name} is not marked as trimmable."
            )
        );
    }

    [Fact]
    public void LibrariesThatOnlyOthersReferTo_AreNotReferredToByTheProduct()
    {
        var used = new[] { "HumaXledger.Core", "HumaXledger.Portal", "HumaXledger.Sandbox" }
            .SelectMany(name =>
                Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")).GetReferencedAssemblies()
            )
            .Select(reference => reference.Name!)
            .ToHashSet();

        Assert.Contains("MailKit", used);
        Assert.Empty(used.Intersect(ReferredToOnly));
        Assert.All(ReferredToOnly, name =>
            Assert.Contains(
                name,
                Library()
                    .Matches(File.ReadAllText(Path.Combine(Folder, "Platform.props")))
                    .Select(match => match.Groups[1].Value)
            )
        );
    }

    [Fact]
    public void MethodsThatAreCompiledBeforehand_AreThoseOfThisVersion()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Folder, List));
        using var content = archive.GetEntry($"{List}.dll")!.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        copy.Position = 0;
        using var file = new PEReader(copy);
        var list = file.GetMetadataReader();
        var ours = Ours(list).ToList();
        var there = ours.Count(method => IsThere(method.Type, method.Name));

        // A list that has grown old costs time at each start and nothing else.
        Assert.True(ours.Count >= 1_000, $"{ours.Count} methods");
        Assert.True(
            there >= 0.8 * ours.Count,
            $"{there} of {ours.Count} methods of {List} are still there. "
                + "Write it anew: dotnet run -c Release --project HumaXledger.Benchmarks -- start-profile"
        );
    }

    // Only data are left out of it.
    private static bool IsWhole(string name) =>
        XDocument
            .Load(Path.Combine(Folder, "Kept.xml"))
            .Descendants("assembly")
            .Any(one => (string?)one.Attribute("fullname") == name && (string?)one.Attribute("preserve") == "all");

    private static bool IsMarked(string name) =>
        Assembly
            .LoadFrom(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"))
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Any(mark => mark is { Key: "IsTrimmable", Value: "True" });

    private static IEnumerable<(string Type, string Name)> Ours(MetadataReader list)
    {
        foreach (var handle in list.MemberReferences)
        {
            var reference = list.GetMemberReference(handle);
            if (
                reference.Parent.Kind == HandleKind.TypeReference
                && NameOf(list, (TypeReferenceHandle)reference.Parent) is { } type
            )
            {
                yield return (type, list.GetString(reference.Name));
            }
        }
    }

    // Null for a type of a library. The name is that of reflection, with the assembly.
    private static string? NameOf(MetadataReader list, TypeReferenceHandle handle)
    {
        var type = list.GetTypeReference(handle);
        var name = list.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            return NameOf(list, (TypeReferenceHandle)type.ResolutionScope)?.Replace(",", $"+{name},", default);
        }

        var assembly = list.GetString(list.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name);
        var space = list.GetString(type.Namespace);
        return assembly.StartsWith("HumaXledger.", StringComparison.Ordinal)
            ? $"{(space.Length == 0 ? name : $"{space}.{name}")}, {assembly}"
            : null;
    }

    private static bool IsThere(string type, string method) =>
        Type.GetType(type) is { } there
        && (
            method is ".ctor" or ".cctor"
            || there.GetMember(
                method,
                BindingFlags.Instance
                    | BindingFlags.Static
                    | BindingFlags.Public
                    | BindingFlags.NonPublic
                    | BindingFlags.DeclaredOnly
            )
                is { Length: > 0 }
        );

    [GeneratedRegex(@"<TrimmedLibrary Include=""([\w.]+)""")]
    private static partial Regex Library();
}
