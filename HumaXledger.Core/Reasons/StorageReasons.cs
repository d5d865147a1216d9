namespace HumaXledger.Core.Reasons;

/// <summary>What can be wrong with the database.</summary>
public static class StorageReasons
{
    /// <summary>No room is left on the disk, or for the file.</summary>
    public const string Full = "store.full";

    /// <summary>Somebody else holds the file longer than anybody waits for it.</summary>
    public const string Locked = "store.locked";

    /// <summary>The file or its folder may not be written to.</summary>
    public const string ReadOnly = "store.readOnly";

    /// <summary>The file is not a database, or parts of it are no longer readable.</summary>
    public const string Damaged = "store.damaged";

    /// <summary>The file cannot be opened or read, or the database server does not answer.</summary>
    public const string Unreachable = "store.unreachable";
}
