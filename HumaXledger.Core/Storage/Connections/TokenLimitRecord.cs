namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// The requests of one Xledger token, of all nodes: read and written under the lock of this row. Used on PostgreSQL
/// alone; a file has one process.
/// </summary>
public sealed class TokenLimitRecord
{
    /// <summary>Key: host, and SHA-256 of the token in hex.</summary>
    public required string Token { get; init; }

    /// <summary>JSON of <c>Xledger/Limits/TokenState</c>; all its times are of the database's clock.</summary>
    public required string State { get; set; }

    /// <summary>When it changed last.</summary>
    public DateTime ChangedAt { get; set; }
}
