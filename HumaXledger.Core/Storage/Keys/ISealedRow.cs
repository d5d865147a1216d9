namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// A row with sealed values. They are bound to it: sealed for one row, they cannot be opened as part of another.
/// </summary>
internal interface ISealedRow
{
    /// <summary>
    /// Names the row within its table by what it is about, the same from before it is stored until it is deleted. The
    /// number that the database gives is not known in time.
    /// </summary>
    string Identity { get; }

    /// <summary>The connection, plan or comparison that the row belongs to.</summary>
    Guid OwnerId { get; }
}
