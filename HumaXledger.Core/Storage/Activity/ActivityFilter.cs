namespace HumaXledger.Core.Storage.Activity;

/// <summary>Which entries of the activity log are wanted; what is null or empty leaves all.</summary>
public sealed record ActivityFilter
{
    /// <summary>Entries of this connection; null for all.</summary>
    public Guid? ConnectionId { get; init; }

    /// <summary>The whole name.</summary>
    public string? Who { get; init; }

    /// <summary>Any of these codes; null for all.</summary>
    public IReadOnlyCollection<string>? What { get; init; }

    /// <summary>From this moment on, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Before this moment, UTC.</summary>
    public DateTime? Until { get; init; }

    internal IQueryable<ActivityRecord> Of(IQueryable<ActivityRecord> rows)
    {
        // Each condition only where it is wanted: an index is found by it.
        rows = ConnectionId is { } connection ? rows.Where(row => row.ConnectionId == connection) : rows;
        rows = Who is { Length: > 0 } who ? rows.Where(row => row.Who == who) : rows;
        rows = What is { } what ? rows.Where(row => what.Contains(row.What)) : rows;
        rows = From is { } from ? rows.Where(row => row.At >= from) : rows;
        return Until is { } until ? rows.Where(row => row.At < until) : rows;
    }
}
