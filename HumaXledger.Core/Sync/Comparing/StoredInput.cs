using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>
/// What a stored comparison read, with what was decided since: a link that was removed is none any more, who was
/// confirmed to be the same
/// person is not asked about again, and who is never synchronized is what the rules of now say.
/// </summary>
internal static class StoredInput
{
    /// <param name="comparisonId">The comparison; what was answered in its review is not among it.</param>
    /// <param name="comparedAt">When the systems were read, UTC.</param>
    public static async Task<ComparisonInput> NowAsync(
        SyncDbContext context,
        Connection connection,
        Guid comparisonId,
        ComparisonInput input,
        DateTime comparedAt,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var since = await DecidedSince.ReadAsync(context, connection, comparisonId, comparedAt, today, cancellation);
        return since.ApplyTo(input);
    }

    /// <summary>Who is never synchronized on a connection, by its rules of now.</summary>
    public static Scope ScopeOf(Connection connection, DateOnly today) =>
        new(new ScopeRules(connection.ScopeRules), today);

    /// <summary>The rules of now; the connection must have been read with its policies.</summary>
    public static Policy PolicyOf(Connection connection) =>
        new(connection.DefaultPolicy, connection.Policies.ToDictionary(policy => policy.Field, policy => policy.Rule));

    /// <summary>
    /// The erasures of people of a connection. After one, what was read of its people before no longer holds.
    /// </summary>
    public static IQueryable<ActivityRecord> ErasuresOf(SyncDbContext context, Guid connectionId) =>
        context.Activity.Where(act =>
            act.ConnectionId == connectionId
            && (act.What == ActivityCodes.PersonErased || act.What == ActivityCodes.PersonHistoryErased)
        );

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
