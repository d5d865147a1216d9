using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>
/// One row of the review grid: a difference with the texts that it is filtered, sorted and grouped by.
/// </summary>
public sealed record DifferenceRow(Difference Difference, string Person, string Field, string Kind, FieldChoice? Choice)
{
    /// <summary>The field, for the grid's filter.</summary>
    public Field FieldId => Difference.Field;

    /// <summary>Fields sort in their fixed order, not alphabetically.</summary>
    public int FieldOrder => (int)Difference.Field;

    /// <summary>A name for the row's radio buttons that is unique on the page.</summary>
    public string Name => $"choice-{Difference.Key.Huma.Value}-{(int)Difference.Field}";

    /// <summary>Whether a choice is made.</summary>
    public bool Decided => Choice is not null;

    // Equality by name: the grid keeps a row's elements, and with them the keyboard focus, as long as the row is equal.
    // A choice does not make it another row.
    public bool Equals(DifferenceRow? other) => other?.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
