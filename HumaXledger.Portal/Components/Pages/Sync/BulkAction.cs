using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>A choice for many rows at once.</summary>
/// <param name="Name">Last part of the resource keys of its texts.</param>
/// <param name="ChoiceOf">The choice for one row; null clears the choice.</param>
/// <param name="CanBeRule">Whether it can be kept as a rule for later comparisons.</param>
public sealed record BulkAction(string Name, Func<Difference, FieldChoice?> ChoiceOf, bool CanBeRule)
{
    /// <summary>The proposals of the planner; rows without one are left out.</summary>
    public static readonly BulkAction Suggestions = new("Suggestions", Suggested, CanBeRule: false)
    {
        OnlyProposed = true,
    };

    /// <summary>The same choice for every row; null clears the choices.</summary>
    public static BulkAction Of(FieldChoice? choice) =>
        new(choice?.ToString() ?? "TakeBack", _ => choice, CanBeRule: choice is not null);

    /// <summary>Whether rows without a proposal are left out.</summary>
    public bool OnlyProposed { get; private init; }

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
