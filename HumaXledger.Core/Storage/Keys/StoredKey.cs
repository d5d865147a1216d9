namespace HumaXledger.Core.Storage.Keys;

/// <summary>One element of the Data Protection key ring.</summary>
public sealed class StoredKey
{
    /// <summary>Key.</summary>
    public int Id { get; init; }

    /// <summary>Name that Data Protection gives.</summary>
    public required string FriendlyName { get; init; }

    /// <summary>
    /// The key, encrypted where a certificate is configured, followed by its signature (<see cref="KeySignatures"/>).
    /// </summary>
    public required string Xml { get; set; }
}
