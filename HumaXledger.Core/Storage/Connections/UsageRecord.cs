using HumaXledger.Core.People;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>What one token (Xledger) or key (Huma) used in one calendar month, UTC.</summary>
public sealed class UsageRecord
{
    /// <summary>SHA-256 of the token or client id, hex.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The system that was asked.</summary>
    public Side Side { get; init; }

    /// <summary>yyyyMM.</summary>
    public int Month { get; init; }

    /// <summary>Requests in this month.</summary>
    public long Requests { get; set; }

    /// <summary>Bytes of request bodies in this month.</summary>
    public long BytesUp { get; set; }

    /// <summary>Bytes of response bodies in this month.</summary>
    public long BytesDown { get; set; }
}
