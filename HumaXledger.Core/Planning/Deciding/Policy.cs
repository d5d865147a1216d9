using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

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

    /// <summary>Whether a field can have a rule: none lets a value win that the other system never accepts.</summary>
    public static bool Allows(Field field, PolicyRule rule) =>
        rule switch
        {
            PolicyRule.HumaWins => FieldRules.For(field).Xledger.Writable,
            PolicyRule.XledgerWins => FieldRules.For(field).Huma.Writable,
            _ => true,
        };

    /// <summary>The rule of a field.</summary>
    public PolicyRule For(Field field) => Fields.GetValueOrDefault(field, Default);

    /// <summary>
    /// What the field's rule chooses for a difference that no administrator has decided. Null: nothing, so that the
    /// difference is undecided and stays.
    /// </summary>
    public FieldChoice? ChoiceOf(Difference difference) =>
        For(difference.Field) switch
        {
            PolicyRule.Ignore => FieldChoice.Skip,
            _ when difference.NeedsDecision => null,
            PolicyRule.HumaWins when MayWin(difference, Side.Huma) => FieldChoice.UseHuma,
            PolicyRule.XledgerWins when MayWin(difference, Side.Xledger) => FieldChoice.UseXledger,
            PolicyRule.FillEmpty => difference switch
            {
                { Huma: FieldValue.Empty, Xledger: FieldValue.Of } => FieldChoice.UseXledger,
                { Huma: FieldValue.Of, Xledger: FieldValue.Empty } => FieldChoice.UseHuma,
                _ => null,
            },
            _ => null,
        };

    /// <summary>
    /// Whether a rule may let this side win. An empty field wins only where this side cleared it, that is, where the
    /// baseline has a value. A field that was never filled is no statement, and letting it win would delete the other
    /// side's value.
    /// </summary>
    private static bool MayWin(Difference difference, Side side) =>
        HoldsSomething(difference.ValueOf(side)) || HoldsSomething(difference.Baseline);

    private static bool HoldsSomething(FieldValue value) => !InvisibleCharacters.IsBlank(value.TextOrNull);
}
