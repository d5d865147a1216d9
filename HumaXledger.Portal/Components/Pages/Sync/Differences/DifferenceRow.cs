using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>One row of the table: a difference with the texts that it is searched and sorted by.</summary>
public sealed class DifferenceRow(
    Difference difference,
    FieldChoice? byRule,
    string person,
    string? number,
    string field,
    string kind
)
{
    public Difference Difference { get; } = difference;

    /// <summary>What the field's rule chooses while nothing else is chosen; null: nothing.</summary>
    public FieldChoice? ByRule { get; } = byRule;

    /// <summary>The person's name.</summary>
    public string Person { get; } = person;

    /// <summary>The employment ID; null where neither system has one.</summary>
    public string? Number { get; } = number;

    /// <summary>The field's name.</summary>
    public string Field { get; } = field;

    /// <summary>The kind of difference, in words.</summary>
    public string Kind { get; } = kind;

    /// <summary>Whether one of the values would be refused until it is corrected.</summary>
    public bool Refused { get; } = difference.Forbidden.Values.Any(obstacle => obstacle.Kind == Obstacle.Correctable);

    /// <summary>Whether a value is suggested that can be used. What a rule decides needs no suggestion.</summary>
    public bool Suggested { get; } = byRule is null && BulkAction.Suggestions.Fits(difference);
}
