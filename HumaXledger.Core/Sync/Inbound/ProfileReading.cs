using HumaXledger.Core.Huma;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>What was read about some people, and what is known with it.</summary>
/// <param name="Links">Those of them who are linked.</param>
/// <param name="Unreadable">Who could not be read, with the reason.</param>
/// <param name="Excluded">Who is not this connection's, with the reason.</param>
internal sealed record Profiles(
    Snapshot Snapshot,
    IReadOnlyDictionary<HumaId, HumaUser> Read,
    IReadOnlyDictionary<HumaId, Reason> Unreadable,
    IReadOnlyDictionary<HumaId, PersonLink> Links,
    IReadOnlyList<Link> AllLinks,
    IReadOnlyDictionary<HumaId, Reason> Excluded,
    DateTime ReadAt
)
{
    /// <summary>Requests to Xledger that the reading took.</summary>
    public required int XledgerRequests { get; init; }

    /// <summary>The answers about who is who that no later link has overtaken.</summary>
    public required IReadOnlyList<MatchDecision> Answers { get; init; }
}

/// <summary>
/// Reads the profiles of some people in Huma, and puts them into what is known of the connection. Xledger is only asked
/// where a person may have to be added: only the complete list of employees shows who is there already.
/// </summary>
public sealed class ProfileReading(OutsideSystems systems, SnapshotCache snapshots, TimeProvider clock)
{
    /// <param name="announced">
    /// Those of them whom a message was about: where nothing of the profile changed, it may be a position that begins
    /// later.
    /// </param>
    /// <returns>Null where the connection was never compared, or nothing opens what was read.</returns>
    internal async Task<Profiles?> ReadAsync(
        SyncDbContext context,
        Connection connection,
        IReadOnlyList<HumaId> people,
        IReadOnlySet<HumaId> announced,
        CancellationToken cancellation
    )
    {
        if (await snapshots.SnapshotAsync(connection.Id, cancellation) is not { } latest)
        {
            return null;
        }

        await using var meter = systems.Meter(connection);
        var huma = await systems.HumaAsync(context, connection, meter, cancellation);
        await huma.DemandOrganizationAsync(connection, cancellation);

        var known = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connection.Id && people.Contains(link.HumaId))
            .ToDictionaryAsync(link => link.HumaId, cancellation);
        var reading = await huma.ReadEachAsync(people, cancellation, user =>
            announced.Contains(user.Id) && known.TryGetValue(user.Id, out var link) && !Changed(link, user.Person)
        );
        var readAt = clock.GetUtcNow().UtcDateTime;
        var links = await context
            .Links.Where(link => link.ConnectionId == connection.Id && people.Contains(link.HumaId))
            .ToDictionaryAsync(link => link.HumaId, cancellation);
        var others = reading.Users.Where(user => !links.ContainsKey(user.Id)).Select(user => user.Id).ToList();
        var excluded = await ExcludedAsync(context, connection, huma, others, cancellation);
        latest = latest.With([.. reading.Users.Where(user => !excluded.ContainsKey(user.Id))]);
        if (
            connection.AddNewPeople
            && reading.Users.Any(user =>
                user.Person.Active && !links.ContainsKey(user.Id) && !excluded.ContainsKey(user.Id)
            )
        )
        {
            latest = latest.With(
                await systems
                    .Xledger(connection, meter)
                    .ReadEmployeesAsync(connection.XledgerEntityId, progress: null, cancellation),
                readAt
            );
        }

        snapshots.Keep(connection.Id, latest);
        var all = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connection.Id)
            .Select(link => new
            {
                link.HumaId,
                link.XledgerId,
                link.LinkedAt,
            })
            .ToListAsync(cancellation);
        var linkedAt = all.ToDictionary(link => link.HumaId, link => link.LinkedAt);
        return new Profiles(
            latest,
            reading.Users.ToDictionary(user => user.Id),
            reading
                .Problems.DistinctBy(problem => problem.RecordId)
                .ToDictionary(problem => new HumaId(problem.RecordId), problem => problem.Reason),
            links,
            [.. all.Select(link => new Link(link.HumaId, link.XledgerId))],
            excluded,
            readAt
        )
        {
            XledgerRequests = meter.XledgerRequests,
            Answers =
            [
                .. latest
                    .Answers.Where(answer => !(linkedAt.GetValueOrDefault(answer.Match.Huma) > answer.At))
                    .Select(answer => answer.Match),
            ],
        };
    }

    private static bool Changed(PersonLink link, Person person) =>
        FieldRules.All.Any(rules =>
            person[rules.Field] is { IsKnown: true } now
            && (link.LastProcessed[rules.Field].IsKnown ? link.LastProcessed : link.Baseline)[rules.Field]
                is { IsKnown: true } last
            && now != last
        );

    // Huma's messages concern the whole organization; a user without a link here may belong to another connection.
    private static async Task<Dictionary<HumaId, Reason>> ExcludedAsync(
        SyncDbContext context,
        Connection connection,
        IHumaClient huma,
        List<HumaId> people,
        CancellationToken cancellation
    )
    {
        var excluded = new Dictionary<HumaId, Reason>();
        if (people.Count == 0)
        {
            return excluded;
        }

        var claimed = await Compare.ClaimedAsync(context, connection, cancellation);
        foreach (var person in people.Where(claimed.ContainsKey))
        {
            excluded[person] = claimed[person] is { } other
                ? new Reason(InboundReasons.HeldByOtherConnection, other)
                : new Reason(ConnectionReasons.ClaimedByHidden);
        }

        if (connection.HumaGroupId is not null && people.Any(person => !excluded.ContainsKey(person)))
        {
            var members = await huma.ReadMembersAsync(OutsideSystems.ScopeOf(connection), cancellation);
            foreach (var person in people.Where(person => !members.Contains(person)))
            {
                excluded.TryAdd(
                    person,
                    new Reason(InboundReasons.OutsideGroup, connection.HumaGroupName ?? connection.HumaGroupId)
                );
            }
        }

        return excluded;
    }
}
