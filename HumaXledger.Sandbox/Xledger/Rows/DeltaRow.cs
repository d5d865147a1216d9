namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>That a record was added, updated or deleted.</summary>
/// <param name="Sequence">Grows with every entry; the text of it is the entry's cursor.</param>
/// <param name="At">UTC.</param>
public sealed record DeltaRow(long Sequence, XledgerChange Change, DateTime At);

/// <summary>One committed change, as reported by <see cref="XledgerStore.Changed"/>.</summary>
public sealed record XledgerChange(XledgerRecord Record, long DbId, XledgerMutation Mutation, int OwnerDbId);

public enum XledgerRecord
{
    Employee,
    Contact,
    Subledger,
    Other,
}

public enum XledgerMutation
{
    Added,
    Updated,
    Deleted,
}
