using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>What somebody wants to choose for many rows at once.</summary>
/// <param name="Name">The end of the keys of its words.</param>
/// <param name="ChoiceOf">The choice for one row; null takes a choice back.</param>
/// <param name="CanBeRule">Whether it makes sense as a rule for next time.</param>
public sealed record BulkWish(string Name, Func<Difference, FieldChoice?> ChoiceOf, bool CanBeRule)
{
    /// <summary>The machine's own proposals; rows without one are left out.</summary>
    public static readonly BulkWish Suggestions = new("Suggestions", Suggested, CanBeRule: false)
    {
        OnlyProposed = true,
    };

    /// <summary>The same choice for every row; null takes a choice back.</summary>
    public static BulkWish Of(FieldChoice? choice) =>
        new(choice?.ToString() ?? "TakeBack", _ => choice, CanBeRule: choice is not null);

    /// <summary>Whether rows without a proposal are left out.</summary>
    public bool OnlyProposed { get; private init; }

    public bool Fits(Difference difference) =>
        (!OnlyProposed || difference.Proposed is not null) && Review.Can(difference, ChoiceOf(difference));

    /// <summary>Whether choosing this would empty the other side's value.</summary>
    public bool Empties(Difference difference) =>
        Fits(difference)
        && ChoiceOf(difference) switch
        {
            FieldChoice.UseHuma => difference.Huma is FieldValue.Empty,
            FieldChoice.UseXledger => difference.Xledger is FieldValue.Empty,
            _ => false,
        };

    /// <summary>Why a row cannot go this way; null where it can, or where nothing is proposed.</summary>
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
