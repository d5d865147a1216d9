using System.Text.Json;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Cli.Reading;

/// <summary>
/// Reads decisions. The engine refuses two decisions about one match with a reason; two choices for one field are
/// refused here, because a plan can take only one.
/// </summary>
internal sealed class DecisionReading
{
    private static readonly Properties OfField = new("A decision about a field", "humaId", "field", "use");
    private static readonly Properties OfMatch = new("A decision about a match", "humaId", "xledgerId");

    private static readonly Dictionary<string, FieldChoice> Choices = new()
    {
        ["huma"] = FieldChoice.UseHuma,
        ["xledger"] = FieldChoice.UseXledger,
        ["skip"] = FieldChoice.Skip,
    };

    private readonly Dictionary<DifferenceKey, FieldChoice> _fields = [];
    private readonly List<MatchDecision> _matches = [];
    private readonly HashSet<XledgerId> _toHuma = [];
    private readonly HashSet<HumaId> _toXledger = [];

    /// <summary>Reads a file; no decisions where none was given.</summary>
    public static Decisions ReadFile(string? file)
    {
        if (file is null)
        {
            return Decisions.None;
        }

        using var source = JsonSource.Open(file);
        return new DecisionReading().Read(source);
    }

    /// <summary>Item by item and not as one record, because the lists may be long.</summary>
    private Decisions Read(JsonSource source)
    {
        if (source.Token("$", out _) != JsonTokenType.StartObject)
        {
            throw source.Refuse(RefusalCodes.WrongType, "Decisions are an object.", "$");
        }

        var seen = new HashSet<string>();
        while (source.Token("$", out var name) == JsonTokenType.PropertyName)
        {
            var path = $"$.{Take.Shown(name!)}";
            if (!seen.Add(name!))
            {
                throw source.Refuse(
                    RefusalCodes.DuplicateProperty,
                    $"The property \"{Take.Shown(name!)}\" comes twice.",
                    path
                );
            }

            switch (name)
            {
                case "fields":
                    All(source, path, "decisions about fields", ReadField);
                    break;
                case "matches":
                    All(source, path, "decisions about matches", ReadMatch);
                    break;
                case "addToHuma":
                    All(source, path, "ids", (ref Utf8JsonReader json) =>
                        _toHuma.Add(new XledgerId(Take.Id(ref json)))
                    );
                    break;
                case "addToXledger":
                    All(source, path, "ids", (ref Utf8JsonReader json) =>
                        _toXledger.Add(new HumaId(Take.Id(ref json)))
                    );
                    break;
                default:
                    throw source.Refuse(
                        RefusalCodes.UnknownProperty,
                        $"Decisions have no property \"{Take.Shown(name!)}\".",
                        path
                    );
            }
        }

        source.End();
        return new Decisions(_fields, _matches, _toHuma, _toXledger);
    }

    private static void All(JsonSource source, string path, string kind, ReadItem<bool> read)
    {
        source.ExpectArray(path, kind);
        foreach (var _ in source.Items(path, read))
        {
            // The reader stores each item itself.
        }
    }

    private bool ReadField(ref Utf8JsonReader json)
    {
        var begin = OfField.Begin(ref json);
        var huma = "";
        var field = default(Field);
        var choice = default(FieldChoice);
        var (seen, likely) = (0u, 0);
        while (OfField.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            likely = property + 1;
            switch (property)
            {
                case 0:
                    huma = Take.Id(ref json);
                    break;
                case 1:
                    field = Take.FieldName(ref json);
                    break;
                default:
                    choice = Take.Word(ref json, Choices);
                    break;
            }
        }

        OfField.Require(seen, 3, begin);
        return _fields.TryAdd(new DifferenceKey(new HumaId(huma), field), choice)
            ? true
            : throw new JsonFault(
                RefusalCodes.DuplicateDecision,
                $"There is a decision about {FieldRules.For(field).Name} of this person already.",
                begin
            );
    }

    private bool ReadMatch(ref Utf8JsonReader json)
    {
        var begin = OfMatch.Begin(ref json);
        var huma = "";
        XledgerId? xledger = null;
        var (seen, likely) = (0u, 0);
        while (OfMatch.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            likely = property + 1;
            if (property == 0)
            {
                huma = Take.Id(ref json);
            }
            else
            {
                xledger = json.TokenType == JsonTokenType.Null ? null : new XledgerId(Take.Id(ref json));
            }
        }

        OfMatch.Require(seen, 2, begin);
        _matches.Add(new MatchDecision(new HumaId(huma), xledger));
        return true;
    }
}
