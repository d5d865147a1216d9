namespace HumaXledger.Core.People;

/// <summary>The record of Huma that holds a field; each is read and written by a request of its own.</summary>
public enum HumaRecord
{
    Profile,

    /// <summary>One of the person's positions (contracts/huma.md 2.9).</summary>
    Position,

    Identification,
}

/// <summary>The records of Xledger that a change of a field is written to.</summary>
[Flags]
public enum XledgerRecords
{
    /// <summary>Never written.</summary>
    None = 0,

    Employee = 1,
    Contact = 2,

    /// <summary>The ledger record, where it is a supplier.</summary>
    Supplier = 4,
}
