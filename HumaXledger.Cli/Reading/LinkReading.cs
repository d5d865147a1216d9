using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Cli.Reading;

/// <summary>Reads links and baselines.</summary>
internal static class LinkReading
{
    private static readonly Properties OfLink = new("A link", "humaId", "xledgerId");
    private static readonly Properties OfBaseline = new("A baseline", "humaId", "xledgerId", "fields");
    private static readonly Properties OfFields = new(
        "A baseline's fields",
        [.. FieldRules.All.Select(rules => rules.Name)]
    );

    /// <summary>
    /// Links may be repeated, contradict each other or name missing people: the engine handles that as a normal result,
    /// so it is no fault of the file.
    /// </summary>
    public static IReadOnlyList<Link> ReadLinks(string? file)
    {
        if (file is null)
        {
            return [];
        }

        using var source = JsonSource.Open(file);
        return [.. source.Array<Link>("links", ReadLink)];
    }

    /// <summary>Reads baselines; two of one pair are refused.</summary>
    public static IReadOnlyList<Baseline> ReadBaselines(string? file)
    {
        if (file is null)
        {
            return [];
        }

        var known = new HashSet<Link>();
        using var source = JsonSource.Open(file);
        return [.. source.Array<Baseline>("baselines", (ref Utf8JsonReader json) =>
            {
                var begin = json.TokenStartIndex;
                var baseline = ReadBaseline(ref json);
                return known.Add(baseline.Link)
                    ? baseline
                    : throw new JsonFault(RefusalCodes.DuplicateBaseline, "This pair has a baseline already.", begin);
            })];
    }

    private static Link ReadLink(ref Utf8JsonReader json)
    {
        var begin = OfLink.Begin(ref json);
        string huma = "",
            xledger = "";
        var (seen, likely) = (0u, 0);
        while (OfLink.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            likely = property + 1;
            _ = property == 0 ? huma = Take.Id(ref json) : xledger = Take.Id(ref json);
        }

        OfLink.Require(seen, 2, begin);
        return new Link(new HumaId(huma), new XledgerId(xledger));
    }

    private static Baseline ReadBaseline(ref Utf8JsonReader json)
    {
        var begin = OfBaseline.Begin(ref json);
        string huma = "",
            xledger = "";
        var values = FieldValues.AllUnknown;
        var (seen, likely) = (0u, 0);
        while (OfBaseline.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            likely = property + 1;
            switch (property)
            {
                case 0:
                    huma = Take.Id(ref json);
                    break;
                case 1:
                    xledger = Take.Id(ref json);
                    break;
                default:
                    values = ReadFields(ref json);
                    break;
            }
        }

        OfBaseline.Require(seen, 3, begin);
        return new Baseline(new Link(new HumaId(huma), new XledgerId(xledger)), values);
    }

    private static FieldValues ReadFields(ref Utf8JsonReader json)
    {
        OfFields.Begin(ref json);
        var values = new List<KeyValuePair<Field, FieldValue>>();
        var (seen, likely) = (0u, 0);
        while (OfFields.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            likely = property + 1;
            values.Add(new((Field)property, FieldReading.Value(ref json, (Field)property)));
        }

        return new FieldValues(values);
    }
}
