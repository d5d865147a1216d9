namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// A stored secret cannot be decrypted: the key ring it was encrypted with is gone, or the cipher is of another
/// connection or damaged.
/// </summary>
public sealed class SecretUnreadable(SecretKind kind, Guid connectionId, Exception cause)
    : Exception(
        $"The stored {Name(kind)} of connection {connectionId} cannot be decrypted. Its key is not in the table Keys: "
            + "restore that table from the backup that the connection came from, "
            + "or enter it anew (/connections/{id}/keys).",
        cause
    )
{
    /// <summary>Which secret.</summary>
    public SecretKind Kind { get; } = kind;

    /// <summary>Whose.</summary>
    public Guid ConnectionId { get; } = connectionId;

    private static string Name(SecretKind kind) =>
        kind switch
        {
            SecretKind.XledgerToken or SecretKind.DraftXledgerToken => "Xledger API token",
            SecretKind.HumaClientSecret or SecretKind.DraftHumaClientSecret => "Huma client secret",
            _ => "webhook key",
        };
}
