using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>What was decided about a connection's people since a comparison read them.</summary>
internal sealed record DecidedSince(
    IReadOnlySet<Link> Linked,
    IReadOnlyList<LinkedIdentity> Confirmed,
    IReadOnlyList<DistinctPair> Distinct,
    Scope Scope
)
{
    /// <summary>How many links there are, and the newest of them; of <see cref="Linked"/>.</summary>
    private (int Count, long Newest) _stamp;

    /// <param name="comparisonId">What was answered in its review is not among it.</param>
    /// <param name="comparedAt">When the systems were read, UTC.</param>
    /// <param name="earlier">Of the same connection; its links are taken where they still hold. Null: none.</param>
    public static async Task<DecidedSince> ReadAsync(
        SyncDbContext context,
        Connection connection,
        Guid comparisonId,
        DateTime comparedAt,
        DateOnly today,
        CancellationToken cancellation,
        DecidedSince? earlier = null
    )
    {
        // Before the links: what is linked in between is read once more the next time.
        var stamp = await StampAsync(context, connection.Id, cancellation);
        return new(
            earlier is not null && earlier._stamp == stamp
                ? earlier.Linked
                : await StoredInput.LinksAsync(context, connection.Id, cancellation),
            (
                await context
                    .Links.AsNoTracking()
                    .Where(link => link.ConnectionId == connection.Id && link.SameConfirmedAt > comparedAt)
                    .OrderBy(link => link.Id)
                    .ToListAsync(cancellation)
            ).ConvertAll(link => link.Identity),
            await DistinctPairs.LoadAsync(context, connection.Id, cancellation, exceptOf: comparisonId),
            StoredInput.ScopeOf(connection, today)
        )
        {
            _stamp = stamp,
        };
    }

    /// <summary>The input with what was decided since.</summary>
    public ComparisonInput ApplyTo(ComparisonInput input)
    {
        var anew = Confirmed.Select(identity => identity.Link).ToHashSet();
        return input with
        {
            Links = StoredInput.StillLinked(input, Linked),
            Distinct = [.. input.Distinct.Union(Distinct)],
            Scope = Scope,
            Identities = [.. input.Identities.Where(identity => !anew.Contains(identity.Link)), .. Confirmed],
        };
    }

    /// <summary>Whether both make the same of this input.</summary>
    public bool IsSameFor(ComparisonInput input, DecidedSince other) =>
        (IsLinkedAs(other) || IsLinkedAs(input, other))
        && Distinct.SequenceEqual(other.Distinct)
        && Confirmed.SequenceEqual(other.Confirmed)
        && Scope.Today == other.Scope.Today
        && Scope.Rules.Rules.SequenceEqual(other.Scope.Rules.Rules);

    private bool IsLinkedAs(DecidedSince other) => ReferenceEquals(Linked, other.Linked);

    private bool IsLinkedAs(ComparisonInput input, DecidedSince other) =>
        StoredInput.StillLinked(input, Linked).SequenceEqual(StoredInput.StillLinked(input, other.Linked));

    // The records of a link never change, and keys are not used again: a link that is added is newer than all others.
    private static async Task<(int Count, long Newest)> StampAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    )
    {
        var links = await context
            .Links.Where(link => link.ConnectionId == connectionId)
            .GroupBy(_ => 1)
            .Select(all => new { Count = all.Count(), Newest = all.Max(link => link.Id) })
            .SingleOrDefaultAsync(cancellation);
        return links is null ? default : (links.Count, links.Newest);
    }
}
