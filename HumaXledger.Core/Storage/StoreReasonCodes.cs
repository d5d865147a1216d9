namespace HumaXledger.Core.People;

/// <summary>What can be wrong with the store itself.</summary>
public static partial class ReasonCodes
{
    /// <summary>No room is left on the disk, or for the file.</summary>
    public const string StoreFull = "store.full";

    /// <summary>Somebody else holds the file longer than anybody waits for it.</summary>
    public const string StoreLocked = "store.locked";

    /// <summary>The file or its folder may not be written to.</summary>
    public const string StoreReadOnly = "store.readOnly";

    /// <summary>The file is not a database, or parts of it are no longer readable.</summary>
    public const string StoreDamaged = "store.damaged";

    /// <summary>The file cannot be opened or read, or the database server does not answer.</summary>
    public const string StoreUnreachable = "store.unreachable";
}
