using System.Text.Json;
using System.Xml.Linq;

namespace HumaXledger.Tests.Architecture;

/// <summary>A package as restored for this build.</summary>
/// <param name="Licence">From the package: an SPDX expression, or the name of its licence file.</param>
internal sealed record RestoredPackage(string Id, string Version, string Licence)
{
    /// <summary>All packages of these projects, by id; of several versions the one of the first project.</summary>
    public static IReadOnlyDictionary<string, RestoredPackage> Of(params IReadOnlyList<string> projects) =>
        projects
            .SelectMany(InProject)
            .GroupBy(package => package.Id, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The packages that Directory.Packages.props names, with their versions.</summary>
    public static IReadOnlyDictionary<string, string> Central() =>
        XDocument
            .Load(Repository.Folder("Directory.Packages.props"))
            .Descendants()
            .Where(element => element.Name.LocalName is "PackageVersion" or "GlobalPackageReference")
            .ToDictionary(
                package => package.Attribute("Include")!.Value,
                package => package.Attribute("Version")!.Value,
                StringComparer.OrdinalIgnoreCase
            );

    private static IEnumerable<RestoredPackage> InProject(string project)
    {
        using var assets = JsonDocument.Parse(
            File.ReadAllText(Repository.Folder(project, "obj", "project.assets.json"))
        );
        var folders = assets
            .RootElement.GetProperty("packageFolders")
            .EnumerateObject()
            .Select(folder => folder.Name)
            .ToList();
        foreach (
            var library in assets
                .RootElement.GetProperty("libraries")
                .EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package")
        )
        {
            var (id, version) = library.Name.Split('/') is [var name, var number]
                ? (name, number)
                : throw new InvalidDataException(library.Name);
            var folder = folders
                .Select(one => Path.Combine(one, library.Value.GetProperty("path").GetString()!))
                .First(Directory.Exists);
            yield return new RestoredPackage(
                id,
                version,
                LicenceIn(Directory.EnumerateFiles(folder, "*.nuspec").Single())
            );
        }
    }

    private static string LicenceIn(string nuspec)
    {
        var metadata = XDocument.Load(nuspec).Root!.Elements().First();
        var licence = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        return licence is null
                ? metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "licenseUrl")?.Value ?? "none"
            : licence.Attribute("type")?.Value == "file" ? $"file {licence.Value}"
            : licence.Value;
    }
}
