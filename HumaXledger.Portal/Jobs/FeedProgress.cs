using HumaXledger.Portal.Live;

namespace HumaXledger.Portal.Jobs;

/// <summary>Hands what a job reports to the feed, at once and in order (<see cref="Progress{T}"/> would post it and might reorder).</summary>
internal sealed class FeedProgress<T>(RunFeed feed, Guid key) : IProgress<T>
    where T : notnull
{
    public void Report(T value) => feed.Publish(key, value);
}
