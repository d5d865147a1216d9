namespace HumaXledger.Core.Storage.Activity;

/// <summary>
/// Where the chain of the activity log ends and where retention has cut it. One row, locked by each append until its
/// commit.
/// </summary>
public sealed class ChainHead
{
    internal const int OnlyId = 1;

    /// <summary>Always 1: the table has one row.</summary>
    public int Id { get; init; }

    /// <summary>Of the last entry; 0 before the first.</summary>
    public long Number { get; init; }

    /// <summary>Hash of the newest entry; 64 zeros for an empty log.</summary>
    public required string Hash { get; init; }

    /// <summary>
    /// The last entry of the part that retention has cut off, itself kept until the next cut; 0 where it has cut off
    /// none. Only up to here does the database let entries be deleted.
    /// </summary>
    public long CutNumber { get; init; }

    /// <summary>Hash of that entry; 64 zeros if there is none.</summary>
    public required string CutHash { get; init; }
}
