namespace HumaXledger.Core.Storage.Keys;

/// <summary>One element of the Data Protection key ring.</summary>
public sealed class StoredKey
{
    public int Id { get; init; }

    public required string FriendlyName { get; init; }

    public required string Xml { get; set; }
}
