using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>
/// What a stored comparison read, with what was decided since: a link that was removed is none any more, who was
/// confirmed to be the same
/// person is not asked about again, and who is never synchronized is what the rules of now say.
/// </summary>
internal static class StoredInput
{
    /// <param name="comparedAt">When the systems were read, UTC.</param>
    public static async Task<ComparisonInput> NowAsync(
        SyncDbContext context,
        Connection connection,
        ComparisonInput input,
        DateTime comparedAt,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var linked = await LinksAsync(context, connection.Id, cancellation);
        var confirmed = (
            await context
                .Links.AsNoTracking()
                .Where(link => link.ConnectionId == connection.Id && link.SameConfirmedAt > comparedAt)
                .ToListAsync(cancellation)
        ).ConvertAll(link => link.Identity);
        var distinct = await DistinctPairs.LoadAsync(context, connection.Id, cancellation);
        var anew = confirmed.Select(identity => identity.Link).ToHashSet();
        return input with
        {
            Links = StillLinked(input, linked),
            Distinct = [.. input.Distinct.Union(Unlinked(input, linked, distinct))],
            Scope = ScopeOf(connection, today),
            Identities = [.. input.Identities.Where(identity => !anew.Contains(identity.Link)), .. confirmed],
        };
    }

    /// <summary>Pairs that were linked when they were read, and that a person has said since are two people.</summary>
    private static IEnumerable<DistinctPair> Unlinked(
        ComparisonInput input,
        IReadOnlySet<Link> now,
        IReadOnlyList<DistinctPair> distinct
    )
    {
        var gone = input.Links.Where(link => !now.Contains(link)).ToHashSet();
        return distinct.Where(pair => gone.Contains(new Link(pair.Huma, pair.Xledger)));
    }

    /// <summary>Who is never synchronized on a connection, by its rules of now.</summary>
    public static Scope ScopeOf(Connection connection, DateOnly today) =>
        new(new ScopeRules(connection.ScopeRules), today);

    /// <summary>The links of a connection as they are now.</summary>
    public static async Task<IReadOnlySet<Link>> LinksAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    ) =>
        (
            await context
                .Links.AsNoTracking()
                .Where(link => link.ConnectionId == connectionId)
                .Select(link => new { link.HumaId, link.XledgerId })
                .ToListAsync(cancellation)
        )
            .Select(link => new Link(link.HumaId, link.XledgerId))
            .ToHashSet();

    /// <summary>The links that were read and have not been removed since.</summary>
    public static IReadOnlyList<Link> StillLinked(ComparisonInput input, IReadOnlySet<Link> now) =>
        input.Links.All(now.Contains) ? input.Links : [.. input.Links.Where(now.Contains)];
}
