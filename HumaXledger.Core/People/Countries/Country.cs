using System.Collections.Frozen;

namespace HumaXledger.Core.People.Countries;

/// <summary>
/// The countries of ISO 3166-1, found by alpha-2, alpha-3 or name in English, bokmål, Swedish, Danish, Finnish and
/// Icelandic. Huma takes alpha-2 codes; Xledger's address input takes the name as text (contracts/xledger.md 3.5), for
/// which the English name is used.
/// </summary>
public static class Country
{
    private static readonly string[] Languages = ["en", "nb", "sv", "da", "fi", "is"];

    private static readonly FrozenDictionary<string, Entry> ByCode = ReadTable();
    private static readonly FrozenDictionary<string, string> ByName = ReadNames();

    /// <summary>All alpha-2 codes, sorted.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. ByCode.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// The alpha-2 code of a country given by code or name; null for unknown text. Case, accents and punctuation do not
    /// matter.
    /// </summary>
    public static string? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (
            text.Length == 2
            && char.IsAsciiLetterUpper(text[0])
            && char.IsAsciiLetterUpper(text[1])
            && ByCode.TryGetValue(text, out var entry)
        )
        {
            return entry.Code;
        }

        return text.Length > 100 ? null : ByName.GetValueOrDefault(Fold(text));
    }

    /// <summary>
    /// The name of a country in one of the six languages (two letters; English for any other); null for an unknown
    /// code.
    /// </summary>
    public static string? Name(string code, string language = "en")
    {
        if (!ByCode.TryGetValue(code, out var entry))
        {
            return null;
        }

        // Norwegian comes as nb, nn or no.
        var index = language is "nn" or "no" ? 1 : Math.Max(0, Array.IndexOf(Languages, language));
        return entry.Names[index];
    }

    private static FrozenDictionary<string, Entry> ReadTable() =>
        CountryTable
            .Names.Split('\n')
            .Select(line => line.Split('|'))
            .Select(parts => new Entry(
                parts[0],
                parts[1],
                [.. parts.Skip(2).Select(name => name.Length == 0 ? parts[2] : name)]
            ))
            .ToFrozenDictionary(entry => entry.Code);

    private static FrozenDictionary<string, string> ReadNames()
    {
        var names = new Dictionary<string, string>();
        foreach (var entry in ByCode.Values)
        {
            names[Fold(entry.Code)] = entry.Code;
            names[Fold(entry.Alpha3)] = entry.Code;
            foreach (var name in entry.Names)
            {
                names[Fold(name)] = entry.Code;
            }
        }

        foreach (var line in CountryTable.OtherNames.Split('\n'))
        {
            var parts = line.Split('|');
            foreach (var name in parts.Skip(1))
            {
                names[Fold(name)] = parts[0];
            }
        }

        return names.ToFrozenDictionary();
    }

    /// <summary>Letters only, without accents; "St.", "S:t" and "Saint" are equal, "&amp;" equals "and".</summary>
    private static string Fold(string text)
    {
        var key = PersonName.BaseLetters(text.Contains('&') ? text.Replace("&", "and") : text);
        key = key.StartsWith("st ", StringComparison.Ordinal) ? "saint " + key[3..] : key;
        return key.Contains(' ') ? key.Replace(" ", "") : key;
    }

    private sealed record Entry(string Code, string Alpha3, string[] Names);
}
