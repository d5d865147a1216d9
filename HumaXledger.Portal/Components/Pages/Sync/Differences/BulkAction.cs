using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>A choice for many rows at once.</summary>
/// <param name="Name">Last part of the resource keys of its texts.</param>
/// <param name="ChoiceOf">The choice for one row; null clears the choice.</param>
public sealed record BulkAction(string Name, Func<Difference, FieldChoice?> ChoiceOf)
{
    /// <summary>The proposals of the planner; rows without one are left out.</summary>
    public static readonly BulkAction Suggestions = new("Suggestions", Suggested) { OnlyProposed = true };

    /// <summary>The same choice for every row; null clears the choices.</summary>
    public static BulkAction Of(FieldChoice? choice) =>
        new(choice?.ToString() ?? "Clear", _ => choice)
        {
            RuleFor = choice switch
            {
                FieldChoice.UseHuma => PolicyRule.HumaWins,
                FieldChoice.UseXledger => PolicyRule.XledgerWins,
                FieldChoice.Skip => PolicyRule.Ignore,
                _ => null,
            },
        };

    /// <summary>Whether rows without a proposal are left out.</summary>
    public bool OnlyProposed { get; private init; }

    /// <summary>The rule that makes the same choice for later comparisons; null: none does.</summary>
    public PolicyRule? RuleFor { get; private init; }

    /// <summary>Whether a row is included.</summary>
    public bool Fits(Difference difference) =>
        (!OnlyProposed || difference.Proposed is not null) && Review.Can(difference, ChoiceOf(difference));

    /// <summary>Whether the choice would empty the other side's value.</summary>
    public bool Empties(Difference difference) =>
        Fits(difference)
        && ChoiceOf(difference) switch
        {
            FieldChoice.UseHuma => difference.Huma is FieldValue.Empty,
            FieldChoice.UseXledger => difference.Xledger is FieldValue.Empty,
            _ => false,
        };

    /// <summary>
    /// Why the choice is not possible for a row; null when it is possible, or when nothing is proposed.
    /// </summary>
    public Reason? Obstacle(Difference difference) =>
        Fits(difference)
            ? null
            : ChoiceOf(difference) switch
            {
                FieldChoice.UseHuma => difference.Forbidden.GetValueOrDefault(Side.Huma)?.Reason,
                FieldChoice.UseXledger => difference.Forbidden.GetValueOrDefault(Side.Xledger)?.Reason,
                _ => null,
            };

    private static FieldChoice? Suggested(Difference difference) =>
        difference.Proposed switch
        {
            Side.Huma => FieldChoice.UseHuma,
            Side.Xledger => FieldChoice.UseXledger,
            _ => null,
        };
}
