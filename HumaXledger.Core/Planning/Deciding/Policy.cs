using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>What a connection does by itself with a difference of one field; a decision beats it.</summary>
public enum PolicyRule
{
    /// <summary>Always ask.</summary>
    Ask,

    /// <summary>Huma wins.</summary>
    HumaWins,

    /// <summary>Xledger wins.</summary>
    XledgerWins,

    /// <summary>Only fill what is empty.</summary>
    FillEmpty,

    /// <summary>Never sync.</summary>
    Ignore,
}

public sealed record Policy(PolicyRule Default, IReadOnlyDictionary<Field, PolicyRule> Fields)
{
    public static readonly Policy AlwaysAsk = new(PolicyRule.Ask, new Dictionary<Field, PolicyRule>());

    public PolicyRule For(Field field) => Fields.GetValueOrDefault(field, Default);
}
