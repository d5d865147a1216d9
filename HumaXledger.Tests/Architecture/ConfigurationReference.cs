using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using HumaXledger.Core;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal;
using HumaXledger.Sandbox;
using Microsoft.Extensions.Configuration;

namespace HumaXledger.Tests.Architecture;

/// <summary>
/// The settings of the product as Markdown, read from the options classes: those with a constant <c>Section</c>.
/// Defaults come from a new object, ranges from <see cref="RangeAttribute"/> and
/// <see cref="DurationRangeAttribute"/>, meanings from the XML documentation.
/// </summary>
internal sealed class ConfigurationReference
{
    private const int Width = 120;

    private static readonly Assembly[] Assemblies =
    [
        typeof(StorageOptions).Assembly,
        typeof(PortalHost).Assembly,
        typeof(SandboxOptions).Assembly,
    ];

    /// <summary>Types with a table of their own: their members are not repeated here.</summary>
    private static readonly Dictionary<Type, string> ElsewhereDescribed = new()
    {
        [typeof(SandboxSwitches)] =
            "[Huma](../HumaXledger.Sandbox/README.md#switches), [Xledger](../HumaXledger.Sandbox/Xledger/SWITCHES.md)",
        [typeof(SandboxLimits)] = "[Xledger](../HumaXledger.Sandbox/Xledger/SWITCHES.md)",
    };

    private readonly Dictionary<string, XElement> _documentation = Assemblies
        .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value);

    private readonly Dictionary<string, string> _keys = [];

    private readonly IConfiguration _development = new ConfigurationBuilder()
        .AddJsonFile(Repository.Folder("appsettings.Development.json"))
        .Build();

    private readonly StringBuilder _text = new();

    /// <summary>Keys and types without a summary.</summary>
    public List<string> Undocumented { get; } = [];

    public static IReadOnlyList<(string Section, Type Type)> Sections { get; } =
    [
        .. from assembly in Assemblies
        from type in assembly.GetTypes()
        let section = type.GetField("Section")
        where section is { IsLiteral: true }
        let name = (string)section.GetRawConstantValue()!
        orderby name, type.Name
        select (name, type),
    ];

    public string Write()
    {
        // The first round collects the keys that <see cref="…"/> may name in the second.
        foreach (var round in new[] { 1, 2 })
        {
            _text.Clear();
            Undocumented.Clear();
            foreach (var group in Sections.GroupBy(section => section.Section.Split(':')[0]))
            {
                _text.Append(CultureInfo.InvariantCulture, $"\n## {group.Key}\n");
                foreach (var (section, type) in group)
                {
                    Wrap("", SummaryOf($"T:{type.FullName}"), "");
                    _text.Append('\n');
                    Properties(section, type, Activator.CreateInstance(type)!, "");
                }
            }
        }

        return _text.ToString();
    }

    private void Properties(string section, Type type, object options, string indent)
    {
        foreach (var property in type.GetProperties().Where(IsSetting))
        {
            var key =
                type == typeof(StorageOptions) && property.Name == nameof(StorageOptions.ConnectionString)
                    ? $"ConnectionStrings:{StorageOptions.ConnectionStringName}"
                    : $"{section}:{property.Name}";
            _keys[$"P:{type.FullName}.{property.Name}"] = key;
            var value = property.GetValue(options);
            if (IsSimple(property.PropertyType))
            {
                Simple(key, property, value, indent);
            }
            else
            {
                Composed(key, property, value!, indent);
            }
        }
    }

    private void Simple(string key, PropertyInfo property, object? value, string indent)
    {
        var form = Form(property);
        // The JSON provider writes true as "True".
        var set = property.PropertyType == typeof(bool) ? _development[key]?.ToLowerInvariant() : _development[key];
        var development = set is not null && set != Plain(value) ? $"; in Development `{set}`" : "";
        _text.Append(CultureInfo.InvariantCulture, $"{indent}- `{key}`: {Default(value)}{development}{form}.\n");
        Wrap(indent + "  ", SummaryOf($"P:{property.DeclaringType!.FullName}.{property.Name}"), "");
    }

    private void Composed(string key, PropertyInfo property, object value, string indent)
    {
        if (ElsewhereDescribed.TryGetValue(property.PropertyType, out var place))
        {
            _text.Append(CultureInfo.InvariantCulture, $"{indent}- `{key}:…`:\n");
            Wrap(indent + "  ", SummaryOf($"T:{property.PropertyType.FullName}"), $" {place}");
            return;
        }

        var (suffix, inner) = value switch
        {
            IDictionary named => (":{name}", named.GetType().GetGenericArguments()[1]),
            IList => (":{n}", property.PropertyType.GetGenericArguments()[0]),
            _ => ("", property.PropertyType),
        };
        _text.Append(
            CultureInfo.InvariantCulture,
            $"{indent}- `{key}{suffix}`{(value is IList ? ": default none." : ":")}\n"
        );
        Wrap(indent + "  ", SummaryOf($"P:{property.DeclaringType!.FullName}.{property.Name}"), "");
        if (value is IDictionary entries)
        {
            Entries(key, entries, indent + "  ");
        }

        if (!IsSimple(inner))
        {
            Properties(
                key + suffix,
                inner,
                suffix.Length == 0 ? value : Activator.CreateInstance(inner)!,
                indent + "  "
            );
        }
    }

    /// <summary>The entries that a dictionary has by default or in Development.</summary>
    private void Entries(string key, IDictionary entries, string indent)
    {
        foreach (DictionaryEntry entry in entries)
        {
            foreach (var property in entry.Value!.GetType().GetProperties())
            {
                _text.Append(
                    CultureInfo.InvariantCulture,
                    $"{indent}- `{key}:{entry.Key}:{property.Name}`: {Default(property.GetValue(entry.Value))}.\n"
                );
            }
        }

        foreach (var set in _development.GetSection(key).GetChildren().SelectMany(entry => entry.GetChildren()))
        {
            _text.Append(
                CultureInfo.InvariantCulture,
                $"{indent}- `{set.Path}`: default none; in Development `{set.Value}`.\n"
            );
        }
    }

    private static bool IsSetting(PropertyInfo property) => property.CanWrite || !IsSimple(property.PropertyType);

    private static bool IsSimple(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner
            ? IsSimple(inner)
            : type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan);

    private static string Default(object? value) =>
        Plain(value) is { Length: > 0 } plain ? $"default `{plain}`" : "default none";

    private static string Plain(object? value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            TimeSpan time => Time(time),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    private static string Time(TimeSpan time)
    {
        var text = time.ToString("c", CultureInfo.InvariantCulture);
        return time.Milliseconds == 0 ? text : text.TrimEnd('0');
    }

    private static string Form(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (property.GetCustomAttribute<DurationRangeAttribute>() is { } durations)
        {
            return $"; `{Time(durations.Minimum)}` to `{Time(durations.Maximum)}`";
        }

        return property.GetCustomAttribute<RangeAttribute>() switch
        {
            { Maximum: int.MaxValue } range => $"; at least {Bound(range.Minimum)}",
            { } range => $"; {Bound(range.Minimum)} to {Bound(range.Maximum)}",
            null when type == typeof(bool) => "; `true` or `false`",
            null when type.IsEnum => $"; {string.Join(", ", Enum.GetNames(type).Select(name => $"`{name}`"))}",
            null => "",
        };
    }

    private static string Bound(object bound) => ((int)bound).ToString("N0", CultureInfo.InvariantCulture);

    private string SummaryOf(string member)
    {
        var summary = _documentation.TryGetValue(member, out var found) ? found.Element("summary") : null;
        if (summary is null)
        {
            Undocumented.Add(member);
            return "";
        }

        var text = string.Concat(
            summary
                .Nodes()
                .Select(node =>
                    node switch
                    {
                        XText plain => plain.Value,
                        XElement { Name.LocalName: "see" } see => $"`{Named(see.Attribute("cref")!.Value)}`",
                        XElement element => $"`{element.Value}`",
                        _ => "",
                    }
                )
        );
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private string Named(string member) => _keys.GetValueOrDefault(member) ?? member.Split('.')[^1];

    private void Wrap(string indent, string text, string unbroken)
    {
        var line = new StringBuilder(indent.Length == 0 ? "\n" : "").Append(indent);
        var length = indent.Length;
        foreach (var word in text.Split(' ').Append(unbroken.Trim()).Where(word => word.Length > 0))
        {
            if (length > indent.Length && length + 1 + word.Length > Width)
            {
                line.Append('\n').Append(indent);
                length = indent.Length;
            }
            else if (length > indent.Length)
            {
                line.Append(' ');
                length++;
            }

            line.Append(word);
            length += word.Length;
        }

        _text.Append(line).Append('\n');
    }
}
