namespace HumaXledger.Core.Reasons;

/// <summary>Problems of the database.</summary>
public static class StorageReasons
{
    /// <summary>The disk, or the space for the file, is full.</summary>
    public const string Full = "store.full";

    /// <summary>Another process locks the file longer than the product waits.</summary>
    public const string Locked = "store.locked";

    /// <summary>The file or its folder is not writable.</summary>
    public const string ReadOnly = "store.readOnly";

    /// <summary>The file is no database, or parts of it are unreadable.</summary>
    public const string Damaged = "store.damaged";

    /// <summary>The file cannot be opened or read, or the database server does not answer.</summary>
    public const string Unreachable = "store.unreachable";
}
