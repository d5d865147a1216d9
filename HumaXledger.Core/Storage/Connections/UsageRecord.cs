using HumaXledger.Core.People;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>What one token (Xledger) or key (Huma) used in one calendar month, UTC.</summary>
public sealed class UsageRecord
{
    /// <summary>SHA-256 of the token or client id, hex.</summary>
    public required string Fingerprint { get; init; }

    public Side Side { get; init; }

    /// <summary>yyyyMM.</summary>
    public int Month { get; init; }

    public long Requests { get; set; }

    public long BytesUp { get; set; }

    public long BytesDown { get; set; }
}
