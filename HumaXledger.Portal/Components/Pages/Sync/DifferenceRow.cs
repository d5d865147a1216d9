using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>One row of the review grid: a difference with the words it is filtered, sorted and grouped by.</summary>
public sealed record DifferenceRow(Difference Difference, string Person, string Field, string Kind, FieldChoice? Choice)
{
    public Field FieldId => Difference.Field;

    /// <summary>Fields in their fixed order, not the alphabet's.</summary>
    public int FieldOrder => (int)Difference.Field;

    /// <summary>A name for the row's radio buttons that is unique on the page.</summary>
    public string Name => $"choice-{Difference.Key.Huma.Value}-{(int)Difference.Field}";

    public bool Decided => Choice is not null;

    // The grid keeps a row's elements, and with them the keyboard's focus, as long as the row is the same: a choice
    // does not make it another one.
    public bool Equals(DifferenceRow? other) => other?.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
