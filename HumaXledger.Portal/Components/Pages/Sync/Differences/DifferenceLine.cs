namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>One line of the table: the head of a group, or a row.</summary>
public abstract record DifferenceLine
{
    /// <summary>The head of a group with the rows that are shown below it.</summary>
    /// <param name="Title">The person's name or the field's.</param>
    /// <param name="Number">The person's employment ID.</param>
    public sealed record Group(string Title, string? Number, IReadOnlyList<DifferenceRow> Rows) : DifferenceLine
    {
        // Records print their members; a person's name must not be among them.
        public override string ToString() => $"{Rows.Count}";
    }

    /// <summary>A difference.</summary>
    public sealed record Of(DifferenceRow Row) : DifferenceLine;
}
