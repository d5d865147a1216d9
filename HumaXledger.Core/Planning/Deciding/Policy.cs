using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>How a connection treats differences of one field automatically; a decision takes precedence.</summary>
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

    /// <summary>Never synchronize.</summary>
    Ignore,
}

/// <summary>The rules of a connection: a default and exceptions by field.</summary>
public sealed record Policy(PolicyRule Default, IReadOnlyDictionary<Field, PolicyRule> Fields)
{
    /// <summary>Decides nothing automatically.</summary>
    public static readonly Policy AlwaysAsk = new(PolicyRule.Ask, new Dictionary<Field, PolicyRule>());

    /// <summary>The rule of a field.</summary>
    public PolicyRule For(Field field) => Fields.GetValueOrDefault(field, Default);
}
