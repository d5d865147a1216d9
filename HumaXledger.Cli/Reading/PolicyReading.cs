using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Scopes;

namespace HumaXledger.Cli.Reading;

/// <summary>The rules for fields, and the scope rules.</summary>
internal sealed record PolicyFile(Policy Fields, ScopeRules Scope)
{
    /// <summary>Ask about every field, synchronize everyone.</summary>
    public static readonly PolicyFile None = new(Policy.AlwaysAsk, ScopeRules.Everyone);
}

/// <summary>Reads the rules for fields, with "ask" for those not given, and the scope rules.</summary>
internal static class PolicyReading
{
    private const int MostMonths = 600;

    private static readonly Properties OfPolicy = new("A policy", "default", "fields", "rules");
    private static readonly Properties OfRule = new(
        "A rule",
        "contractType",
        "group",
        "humaUser",
        "xledgerEmployee",
        "endedMonths"
    );
    private static readonly Properties OfFields = new(
        "A policy's fields",
        [.. FieldRules.All.Select(rules => rules.Name)]
    );

    private static readonly Dictionary<string, PolicyRule> Rules = new()
    {
        ["huma"] = PolicyRule.HumaWins,
        ["xledger"] = PolicyRule.XledgerWins,
        ["fillEmpty"] = PolicyRule.FillEmpty,
        ["ask"] = PolicyRule.Ask,
        ["ignore"] = PolicyRule.Ignore,
    };

    /// <summary>Reads a policy file; <see cref="PolicyFile.None"/> where none was given.</summary>
    public static PolicyFile ReadFile(string? file)
    {
        if (file is null)
        {
            return PolicyFile.None;
        }

        using var source = JsonSource.Open(file);
        return source.Whole(Read);
    }

    /// <summary>Reads a file of scope rules alone.</summary>
    public static ScopeRules ReadRules(string? file)
    {
        if (file is null)
        {
            return ScopeRules.Everyone;
        }

        using var source = JsonSource.Open(file);
        return new ScopeRules([.. source.Array<ScopeRule>("rules", ReadRule)]);
    }

    private static PolicyFile Read(ref Utf8JsonReader json)
    {
        OfPolicy.Begin(ref json);
        var usual = PolicyRule.Ask;
        var fields = new Dictionary<Field, PolicyRule>();
        var scope = new List<ScopeRule>();
        var seen = 0u;
        while (OfPolicy.Next(ref json, ref seen) is >= 0 and var property)
        {
            switch (property)
            {
                case 0:
                    usual = Take.Word(ref json, Rules);
                    break;
                case 1:
                    ReadFields(ref json, fields);
                    break;
                default:
                    ReadRules(ref json, scope);
                    break;
            }
        }

        return new PolicyFile(new Policy(usual, fields), new ScopeRules(scope));
    }

    private static void ReadRules(ref Utf8JsonReader json, List<ScopeRule> rules)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonFault(
                RefusalCodes.WrongType,
                $"An array of rules is needed here; here is {Take.KindOf(json.TokenType)}.",
                json.TokenStartIndex
            );
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            rules.Add(ReadRule(ref json));
        }
    }

    // A rule has exactly one property.
    private static ScopeRule ReadRule(ref Utf8JsonReader json)
    {
        var begin = OfRule.Begin(ref json);
        ScopeRule? rule = null;
        var seen = 0u;
        while (OfRule.Next(ref json, ref seen) is >= 0 and var property)
        {
            if (rule is not null)
            {
                throw new JsonFault(
                    RefusalCodes.DuplicateProperty,
                    "A rule asks for one thing only.",
                    json.TokenStartIndex
                );
            }

            rule = property switch
            {
                0 => new ScopeRule.WithContract(Take.Id(ref json)),
                1 => Take.Id(ref json) is var group ? new ScopeRule.InGroup(group, "group", group) : null,
                2 => new ScopeRule.User(new HumaId(Take.Id(ref json))),
                3 => new ScopeRule.Employee(new XledgerId(Take.Id(ref json))),
                _ => new ScopeRule.Ended(Take.Number(ref json, 1, MostMonths)),
            };
        }

        return rule
            ?? throw new JsonFault(
                RefusalCodes.MissingProperty,
                "A rule needs one of contractType, group, humaUser, xledgerEmployee, endedMonths.",
                begin
            );
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
