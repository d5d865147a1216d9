using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Overview;

namespace HumaXledger.Portal.Components.Pages.Front;

/// <summary>What waits at the connections that a user may see, as far as it has been read.</summary>
/// <param name="Connections">The connections that are not ended.</param>
/// <param name="Complete">Whether everything that could wait has been read.</param>
public sealed record FoundNeeds(IReadOnlyList<ConnectionNeed> Needs, IReadOnlyList<Guid> Connections, bool Complete);

/// <summary>
/// Reads what waits for the user, for every page. Open differences are read anew after a minute or a change: each
/// reading costs the store, and many connections do not fit into the memory of <see cref="OpenDifferences"/>.
/// </summary>
public sealed class NeedReader(ReaderContexts contexts, OpenDifferences open, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, (int? LeftToDo, DateTimeOffset At)> _leftToDo = new();

    /// <summary>First what the queues say, then all with the open differences.</summary>
    /// <param name="changed">The connections that have just changed.</param>
    public async IAsyncEnumerable<FoundNeeds> ReadAsync(
        IReadOnlySet<Guid> changed,
        Actor by,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var summaries = await ConnectionSummary.ReadAllAsync(contexts, by, cancellation);
        var connections = summaries.Where(one => !one.Disconnected).Select(one => one.Id).ToList();
        yield return new FoundNeeds(ConnectionNeed.Of(summaries, LeftToDoOf), connections, Complete: false);
        foreach (var connection in summaries.Where(one => one.InUse).Select(one => one.Id))
        {
            var now = clock.GetUtcNow();
            if (
                changed.Contains(connection)
                || !_leftToDo.TryGetValue(connection, out var known)
                || now - known.At >= Kept
            )
            {
                _leftToDo[connection] = ((await open.ReadAsync(connection, by, cancellation))?.LeftToDo, now);
            }
        }

        yield return new FoundNeeds(ConnectionNeed.Of(summaries, LeftToDoOf), connections, Complete: true);
    }

    private int? LeftToDoOf(Guid connection) => _leftToDo.GetValueOrDefault(connection).LeftToDo;
}
