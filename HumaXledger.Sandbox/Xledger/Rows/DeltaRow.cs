namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>An entry in the list of changes: a record was added, updated or deleted.</summary>
/// <param name="Sequence">Increases with every entry; as text it is the entry's cursor.</param>
/// <param name="At">UTC.</param>
public sealed record DeltaRow(long Sequence, XledgerChange Change, DateTime At);

/// <summary>One committed change, as reported by <see cref="XledgerStore.Changed"/>.</summary>
public sealed record XledgerChange(XledgerRecord Record, long DbId, XledgerMutation Mutation, int OwnerDbId);

/// <summary>The kinds of records in the list of changes.</summary>
public enum XledgerRecord
{
    Employee,
    Contact,
    Subledger,
    Other,
}

/// <summary>What happened to a record.</summary>
public enum XledgerMutation
{
    Added,
    Updated,
    Deleted,
}
