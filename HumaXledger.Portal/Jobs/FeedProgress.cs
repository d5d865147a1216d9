using HumaXledger.Portal.Live;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Hands what a job reports to the feed, at once and in order (<see cref="Progress{T}"/> would post it and might
/// reorder).
/// </summary>
/// <param name="keys">What is reported on: the comparison or run, and the connection for those who watch whatever
/// happens there.</param>
internal sealed class FeedProgress<T>(RunFeed feed, params IReadOnlyList<Guid> keys) : IProgress<T>
    where T : notnull
{
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
