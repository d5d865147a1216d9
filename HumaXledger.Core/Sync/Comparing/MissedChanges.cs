using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>
/// Changes in Huma that no message announced, or whose message was lost. People with a pending change are not included.
/// </summary>
/// <param name="Moved">Linked people with values that differ from the last processed ones, and the fields.</param>
/// <param name="New">People who were not there at the last complete read, and whom no message named.</param>
/// <param name="Left">Linked people who were deactivated since.</param>
/// <param name="Gone">Linked people who are no longer there; only concluded from a complete read.</param>
/// <param name="Known">Linked people who left since and of whom that is known: a message said so, or they were found
/// and taken up.</param>
internal sealed record MissedChanges(
    IReadOnlyDictionary<HumaId, IReadOnlyList<Field>> Moved,
    IReadOnlyList<HumaId> New,
    IReadOnlyList<HumaId> Left,
    IReadOnlyList<HumaId> Gone,
    IReadOnlyList<HumaId> Known
)
{
    /// <summary>All people concerned, each once.</summary>
    public IReadOnlyList<HumaId> All => [.. Moved.Keys.Concat(New).Concat(Left).Concat(Gone).Distinct()];

    public override string ToString() => $"{Moved.Count} moved, {New.Count} new, {Left.Count} left, {Gone.Count} gone";

    /// <param name="now">All people as read in Huma just now, without those of other connections.</param>
    /// <param name="readAt">When that reading began: what came since is on its way.</param>
    /// <param name="settledSince">Pending changes that came to a halt after this are not queued again.</param>
    /// <param name="scope">Who is never synchronized: changes of these people are not looked for.</param>
    public static async Task<MissedChanges> FindAsync(
        SyncDbContext context,
        Connection connection,
        Whole now,
        Earlier before,
        Scope scope,
        DateTime readAt,
        DateTime settledSince,
        CancellationToken cancellation
    )
    {
        var links = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connection.Id)
            .ToDictionaryAsync(link => link.HumaId, cancellation);
        var word = await WordAsync(context, connection, readAt, before.At, settledSince, cancellation);
        var policy = StoredInput.PolicyOf(connection);
        var moved = new Dictionary<HumaId, IReadOnlyList<Field>>();
        var unknown = new List<HumaId>();
        var left = new List<HumaId>();
        foreach (var person in now.People)
        {
            var id = new HumaId(person.Id);
            if (word.OnItsWay.Contains(id) || IsLeftOut(person, links.GetValueOrDefault(id), before, scope))
            {
                continue;
            }

            if (!links.TryGetValue(id, out var link))
            {
                if (person.Active && !before.Active.ContainsKey(id))
                {
                    unknown.Add(id);
                }
            }
            else if (
                !(link.BaselineAt > readAt) && Changed(link, person, policy, before.Country) is { Count: > 0 } fields
            )
            {
                moved[id] = fields;
            }
            else if (!person.Active && before.Active.GetValueOrDefault(id) && !word.Left.Contains(id))
            {
                left.Add(id);
            }
        }

        var there = now.People.Select(person => new HumaId(person.Id)).ToHashSet();
        var gone = now.Complete
            ? links
                .Keys.Where(id =>
                    before.Active.ContainsKey(id)
                    && !there.Contains(id)
                    && !word.Left.Contains(id)
                    && !word.OnItsWay.Contains(id)
                    && !IsLeftOut(before.People.GetValueOrDefault(id), links[id], before, scope)
                )
                .ToList()
            : [];
        var active = now.People.Where(person => person.Active).Select(person => new HumaId(person.Id)).ToHashSet();
        return new MissedChanges(
            moved,
            await NeverAnnouncedAsync(context, connection.Id, unknown, cancellation),
            left,
            gone,
            [
                .. word.Left.Where(id =>
                    links.ContainsKey(id)
                    && (
                        there.Contains(id)
                            ? !active.Contains(id) && before.Active.GetValueOrDefault(id)
                            : now.Complete && before.Active.ContainsKey(id)
                    )
                ),
            ]
        );
    }

    private static bool IsLeftOut(Person? person, PersonLink? link, Earlier before, Scope scope) =>
        scope.Rules.Rules.Count > 0
        && scope.Of(
            person,
            link is null
                ? null
                : before.Employees.GetValueOrDefault(link.XledgerId)
                    ?? new Person(Side.Xledger, link.XledgerId.Value, Active: true, FieldValues.AllUnknown)
        )
            is not null;

    // What is not known on either side of the comparison is not news; neither is a field that is never synced or cannot
    // be written to Xledger.
    private static List<Field> Changed(PersonLink link, Person person, Policy policy, string? country) =>
        [
            .. FieldRules
                .All.Where(rules => rules.Xledger.Writable && policy.For(rules.Field) != PolicyRule.Ignore)
                .Select(rules => rules.Field)
                .Where(field =>
                {
                    var last = link.LastProcessed[field].IsKnown ? link.LastProcessed[field] : link.Baseline[field];
                    return last.IsKnown
                        && person[field].IsKnown
                        && !FieldNormal.Same(field, last, person[field], country);
                }),
        ];

    private static async Task<(HashSet<HumaId> OnItsWay, HashSet<HumaId> Left)> WordAsync(
        SyncDbContext context,
        Connection connection,
        DateTime readAt,
        DateTime before,
        DateTime settledSince,
        CancellationToken cancellation
    )
    {
        var connectionId = connection.Id;
        var pendingChanges = context
            .PendingChanges.AsNoTracking()
            .Where(pending => pending.ConnectionId == connectionId);
        var onItsWay = await pendingChanges
            .Where(pending =>
                pending.ReceivedAt >= readAt
                || pending.State == PendingChangeState.Waiting
                || pending.State == PendingChangeState.Writing
                || (
                    pending.ReceivedAt >= settledSince
                    && (
                        pending.State == PendingChangeState.Failed
                        || pending.State == PendingChangeState.ForManualSync
                        || (
                            pending.State == PendingChangeState.Held
                            && (
                                pending.Cause == PendingChangeCause.SafetyLimit
                                || pending.Cause == PendingChangeCause.OtherPerson
                            )
                        )
                    )
                )
            )
            .Select(pending => pending.HumaId)
            .Distinct()
            .ToListAsync(cancellation);
        // Who was away at the last complete reading is listed since: who left again after it is found.
        var since =
            connection.LastCompletedQuickComparisonAt > before
                ? connection.LastCompletedQuickComparisonAt.Value
                : before;
        var left = await pendingChanges
            .Where(pending => pending.Cause == PendingChangeCause.LeftHuma && pending.EndedAt >= since)
            .Select(pending => pending.HumaId)
            .Union(
                context
                    .MissedChanges.Where(missed => missed.ConnectionId == connectionId && missed.TakenUpAt != null)
                    .Select(missed => missed.HumaId)
            )
            .ToListAsync(cancellation);
        return ([.. onItsWay], [.. left]);
    }

    private static async Task<List<HumaId>> NeverAnnouncedAsync(
        SyncDbContext context,
        Guid connectionId,
        List<HumaId> people,
        CancellationToken cancellation
    )
    {
        var announced = new HashSet<HumaId>();
        foreach (var chunk in people.Chunk(500))
        {
            announced.UnionWith(
                await context
                    .PendingChanges.Where(pending =>
                        pending.ConnectionId == connectionId && chunk.Contains(pending.HumaId)
                    )
                    .Select(pending => pending.HumaId)
                    .ToListAsync(cancellation)
            );
        }

        return people.FindAll(person => !announced.Contains(person));
    }

    /// <summary>All people of one connection as read in Huma.</summary>
    /// <param name="Complete">Whether absence may be concluded from it.</param>
    internal sealed record Whole(IReadOnlyCollection<Person> People, bool Complete);

    /// <summary>The people at the last complete read of both sides.</summary>
    /// <param name="At">When that reading began; the beginning of time where there was none.</param>
    /// <param name="Active">The people who were there, and whether they were active.</param>
    /// <param name="Country">Country whose national spellings apply.</param>
    internal sealed record Earlier(DateTime At, IReadOnlyDictionary<HumaId, bool> Active, string? Country)
    {
        /// <summary>Profiles of Huma by id, as read the time before.</summary>
        public IReadOnlyDictionary<HumaId, Person> People { get; init; } = new Dictionary<HumaId, Person>();

        /// <summary>Employees of Xledger by id, as read the time before.</summary>
        public IReadOnlyDictionary<XledgerId, Person> Employees { get; init; } = new Dictionary<XledgerId, Person>();

        /// <summary>With all people whom a comparison read.</summary>
        public Earlier With(ComparisonInput input) =>
            this with
            {
                People = input.Huma.ToDictionary(person => new HumaId(person.Id)),
                Employees = input.Xledger.ToDictionary(person => new XledgerId(person.Id)),
            };

        /// <summary>The newest complete comparison before this one; null if there is none.</summary>
        public static async Task<Earlier?> LoadAsync(
            SyncDbContext context,
            ComparisonArchive archive,
            Guid connectionId,
            DateTime before,
            CancellationToken cancellation
        )
        {
            var last = await context
                .FinishedComparisons(connectionId)
                .Where(comparison => comparison.StartedAt < before)
                .Select(comparison => new { comparison.Id, comparison.StartedAt })
                .FirstOrDefaultAsync(cancellation);
            return last is not null && await archive.LoadAsync(connectionId, last.Id, cancellation) is { } input
                ? new Earlier(
                    last.StartedAt,
                    input.Huma.ToDictionary(person => new HumaId(person.Id), person => person.Active),
                    Rosters.Of(input).Country
                ).With(input)
                : null;
        }
    }
}
