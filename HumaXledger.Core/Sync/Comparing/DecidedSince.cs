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
    /// <param name="comparedAt">When the systems were read, UTC.</param>
    public static async Task<DecidedSince> ReadAsync(
        SyncDbContext context,
        Connection connection,
        DateTime comparedAt,
        DateOnly today,
        CancellationToken cancellation
    ) =>
        new(
            await StoredInput.LinksAsync(context, connection.Id, cancellation),
            (
                await context
                    .Links.AsNoTracking()
                    .Where(link => link.ConnectionId == connection.Id && link.SameConfirmedAt > comparedAt)
                    .OrderBy(link => link.Id)
                    .ToListAsync(cancellation)
            ).ConvertAll(link => link.Identity),
            await DistinctPairs.LoadAsync(context, connection.Id, cancellation),
            StoredInput.ScopeOf(connection, today)
        );

    /// <summary>The input with what was decided since.</summary>
    public ComparisonInput ApplyTo(ComparisonInput input)
    {
        var anew = Confirmed.Select(identity => identity.Link).ToHashSet();
        return input with
        {
            Links = StoredInput.StillLinked(input, Linked),
            Distinct = [.. input.Distinct.Union(Unlinked(input))],
            Scope = Scope,
            Identities = [.. input.Identities.Where(identity => !anew.Contains(identity.Link)), .. Confirmed],
        };
    }

    /// <summary>Whether both make the same of this input.</summary>
    public bool IsSameFor(ComparisonInput input, DecidedSince other) =>
        StoredInput.StillLinked(input, Linked).SequenceEqual(StoredInput.StillLinked(input, other.Linked))
        && Unlinked(input).SequenceEqual(other.Unlinked(input))
        && Confirmed.SequenceEqual(other.Confirmed)
        && Scope.Today == other.Scope.Today
        && Scope.Rules.Rules.SequenceEqual(other.Scope.Rules.Rules);

    /// <summary>Pairs that were linked when they were read, and that a person has said since are two people.</summary>
    private IEnumerable<DistinctPair> Unlinked(ComparisonInput input)
    {
        var gone = input.Links.Where(link => !Linked.Contains(link)).ToHashSet();
        return Distinct.Where(pair => gone.Contains(new Link(pair.Huma, pair.Xledger)));
    }
}
