namespace HumaXledger.Core.Storage;

/// <summary>Who did what when. Append-only. <see cref="What"/> is a stable code; arguments never hold a sensitive value.</summary>
public sealed class ActivityRecord
{
    public long Id { get; init; }

    public DateTime At { get; init; }

    public required string Who { get; init; }

    public Guid? ConnectionId { get; init; }

    public required string What { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];
}
