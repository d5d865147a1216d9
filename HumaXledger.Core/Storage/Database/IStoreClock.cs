namespace HumaXledger.Core.Storage.Database;

/// <summary>The clock that all nodes of a store share.</summary>
public interface IStoreClock
{
    /// <summary>The time now; asks the database.</summary>
    Task<StoreTime> NowAsync(CancellationToken cancellation);
}

/// <summary>One moment by two clocks.</summary>
/// <param name="Node">UTC by this node's clock.</param>
/// <param name="Ahead">
/// How far the store's clock is ahead of it; negative where it is behind. Zero with a file, and where the time that the
/// question took leaves it open.
/// </param>
public readonly record struct StoreTime(DateTime Node, TimeSpan Ahead)
{
    /// <summary>UTC by the store's clock.</summary>
    public DateTime Store => Node + Ahead;
}
