using System.Runtime.CompilerServices;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Overview;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Pages.Front;

/// <summary>What waits at all connections, as far as it has been read.</summary>
/// <param name="Connections">The connections that are not ended.</param>
/// <param name="Complete">Whether everything that could wait has been read.</param>
public sealed record FoundNeeds(IReadOnlyList<ConnectionNeed> Needs, IReadOnlyList<Guid> Connections, bool Complete);

/// <summary>Reads what waits for the user.</summary>
public sealed class NeedReader(IDbContextFactory<SyncDbContext> contexts, OpenDifferences open)
{
    /// <summary>
    /// First what the queues say, then all with the open differences: the first reading after a comparison may take a
    /// second.
    /// </summary>
    public async IAsyncEnumerable<FoundNeeds> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var summaries = await ConnectionSummary.ReadAllAsync(contexts, cancellation);
        var connections = summaries.Where(one => !one.Disconnected).Select(one => one.Id).ToList();
        yield return new FoundNeeds(ConnectionNeed.Of(summaries, _ => null), connections, Complete: false);
        var leftToDo = new Dictionary<Guid, int?>();
        foreach (var connection in summaries.Where(one => one.InUse))
        {
            leftToDo[connection.Id] = (await open.ReadAsync(connection.Id, cancellation))?.LeftToDo;
        }

        yield return new FoundNeeds(
            ConnectionNeed.Of(summaries, id => leftToDo.GetValueOrDefault(id)),
            connections,
            Complete: true
        );
    }
}
