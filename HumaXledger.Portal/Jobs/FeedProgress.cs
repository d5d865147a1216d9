using HumaXledger.Portal.Live;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Publishes a job's progress to the feed, synchronously and in order (<see cref="Progress{T}"/> posts it and may
/// reorder).
/// </summary>
/// <param name="keys">The comparison or run, and the connection, for watchers of everything on it.</param>
internal sealed class FeedProgress<T>(RunFeed feed, params IReadOnlyList<Guid> keys) : IProgress<T>
    where T : notnull
{
    /// <summary>The last reported value.</summary>
    public T? Latest { get; private set; }

    public void Report(T value)
    {
        Latest = value;
        foreach (var key in keys)
        {
            feed.Publish(key, value);
        }
    }
}
