using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;

namespace HumaXledger.Cli.Reading;

/// <summary>Reads the rules for the fields; what is not said is asked.</summary>
internal static class PolicyReading
{
    private static readonly Properties OfPolicy = new("A policy", "default", "fields");
    private static readonly Properties OfFields = new("A policy's fields", [.. FieldRules.All.Select(rules => rules.Name)]);

    private static readonly Dictionary<string, PolicyRule> Rules = new()
    {
        ["huma"] = PolicyRule.HumaWins,
        ["xledger"] = PolicyRule.XledgerWins,
        ["fillEmpty"] = PolicyRule.FillEmpty,
        ["ask"] = PolicyRule.Ask,
        ["ignore"] = PolicyRule.Ignore,
    };

    public static Policy ReadFile(string? file)
    {
        if (file is null)
        {
            return Policy.AlwaysAsk;
        }

        using var source = JsonSource.Open(file);
        return source.Whole(Read);
    }

    private static Policy Read(ref Utf8JsonReader json)
    {
        OfPolicy.Begin(ref json);
        var usual = PolicyRule.Ask;
        var fields = new Dictionary<Field, PolicyRule>();
        var seen = 0u;
        while (OfPolicy.Next(ref json, ref seen) is >= 0 and var property)
        {
            if (property == 0)
            {
                usual = Take.Word(ref json, Rules);
            }
            else
            {
                ReadFields(ref json, fields);
            }
        }

        return new Policy(usual, fields);
    }

    private static void ReadFields(ref Utf8JsonReader json, Dictionary<Field, PolicyRule> fields)
    {
        OfFields.Begin(ref json);
        var seen = 0u;
        while (OfFields.Next(ref json, ref seen) is >= 0 and var field)
        {
            fields[(Field)field] = Take.Word(ref json, Rules);
        }
    }
}
