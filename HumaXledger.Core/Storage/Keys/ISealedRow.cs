using HumaXledger.Core.People;

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

/// <summary>
/// A row that decides whom values are written to, and proves with a sealed value that this product stored it as it is.
/// </summary>
internal interface IProvedRow : ISealedRow
{
    /// <summary>As it was read; null where there is none.</summary>
    FieldValue? Proof { get; }

    /// <summary>What the proof has to say, besides that it belongs to <see cref="ISealedRow.Identity"/>.</summary>
    string Proved { get; }

    /// <summary>Whether the proof is missing or says something else.</summary>
    bool Doubted { set; }
}
