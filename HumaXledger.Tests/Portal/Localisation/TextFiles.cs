using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HumaXledger.Tests.Portal.Localisation;

/// <summary>
/// One family of the product's texts: three files beside the class that <c>IStringLocalizer</c> asks for.
/// </summary>
internal sealed partial record TextFiles(string Folder, string Name)
{
    /// <summary>The families of all folders of the Portal.</summary>
    public static IReadOnlyList<TextFiles> All { get; } =
    [
        .. Files("*.resx")
            .Select(file => new TextFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file).Split('.')[0]))
            .Distinct()
            .OrderBy(family => family.Name, StringComparer.Ordinal),
    ];

    /// <summary>The family of this name.</summary>
    public static TextFiles Of(string name) => All.Single(family => family.Name == name);

    /// <summary>Files of the Portal that are written by hand.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        Directory
            .EnumerateFiles(Repository.Folder("HumaXledger.Portal"), pattern, SearchOption.AllDirectories)
            .Where(file => !Built().IsMatch(file));

    /// <summary>Key → text; English is the empty language.</summary>
    public IReadOnlyDictionary<string, string> Read(string language) =>
        XDocument
            .Load(Path.Combine(Folder, language.Length == 0 ? $"{Name}.resx" : $"{Name}.{language}.resx"))
            .Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Built();
}
