using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>
/// Collects what is stored about one person, for a request of access. Each use is in the activity log.
/// </summary>
public sealed class PersonFiles(
    IDbContextFactory<SyncDbContext> contexts,
    ComparisonArchive archive,
    MessageVault vault,
    SnapshotCache snapshots,
    Reveal reveal,
    TimeProvider clock
)
{
    private static readonly Answer<PersonFile> NotStored = new Answer<PersonFile>.Refused(
        new Reason(PersonalDataReasons.PersonNotStored)
    );

    /// <param name="inClear">Takes the role and the recent proof that <see cref="Reveal"/> asks for. Without it what
    /// messages said is left out: their shape is not certain enough to mask it.</param>
    public async Task<Answer<PersonFile>> ReadAsync(
        Guid connectionId,
        PersonIds person,
        bool inClear,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.SeePeople, connectionId);
        if (inClear)
        {
            by.Demand(Permission.SeeSensitive, connectionId);
            if (reveal.Refusal(by.AuthenticatedAt) is { } refusal)
            {
                return new Answer<PersonFile>.Refused(refusal) { Kind = RefusalKind.SignInTooOld };
            }
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (!await context.Connections.AnyAsync(connection => connection.Id == connectionId, cancellation))
        {
            return NotStored;
        }

        var traces = await PersonTraces.OfAsync(context, connectionId, person, proved: true, cancellation);
        if (traces.Links.Count == 0 && await PairedAsync(context, connectionId, person, cancellation) is { } both)
        {
            traces = await PersonTraces.OfAsync(context, connectionId, both, proved: true, cancellation);
        }

        // Huma's messages, and what a comparison proposes, may be about people of other connections.
        var everywhere = by.MayEverywhere(Permission.SeePeople);
        var readings = await ReadingsAsync(traces, everywhere, cancellation);
        var changes = await ChangesAsync(context, traces, cancellation);
        var isShown = everywhere || traces.Links.Count > 0 || readings.Count > 0 || changes.Count > 0;
        var names = await traces.NamesAsync(readings.Select(reading => reading.Huma ?? reading.Xledger), cancellation);
        var file = new PersonFile(
            traces.Connection,
            traces.Ids,
            names.FirstOrDefault() ?? traces.Ids.Huma?.Value ?? traces.Ids.Xledger?.Value ?? "",
            clock.GetUtcNow().UtcDateTime,
            inClear,
            await traces.OtherConnectionsAsync(by, cancellation)
        )
        {
            Link = traces.Links.FirstOrDefault(link => !link.Doubted && !traces.AreApart(link.HumaId, link.XledgerId)),
            Readings = readings,
            Changes = changes,
            Blocked = await BlockedAsync(traces, cancellation),
            Decisions = await traces.DecisionsAsync(cancellation),
            Distinct = await traces.DistinctPairs.AsNoTracking().OrderBy(pair => pair.Id).ToListAsync(cancellation),
            Held = (
                await traces.HeldValues.AsNoTracking().OrderBy(value => value.Id).ToListAsync(cancellation)
            ).FindAll(value => !traces.AreApart(value.HumaId, value.XledgerId)),
            PendingChanges = await traces
                .PendingChanges.AsNoTracking()
                .OrderBy(pending => pending.Id)
                .ToListAsync(cancellation),
            Messages = isShown ? await MessagesAsync(context, traces, ReadNames(readings), inClear, cancellation) : [],
            Findings = await FindingsAsync(context, traces, cancellation),
            Activity = await traces.ActivityAsync(cancellation),
        };
        if (!isShown || file is { Link: null, Readings: [], Changes: [], PendingChanges: [], Held: [] })
        {
            return NotStored;
        }

        // What leaves the product is recorded before it is handed out.
        context.Activity.Add(
            ActivityRecord.Of(
                by,
                inClear ? ActivityCodes.PersonExportedInClear : ActivityCodes.PersonExported,
                file.At,
                connectionId,
                traces.Ids.Named
            )
        );
        await context.SaveChangesAsync(cancellation);
        return new Answer<PersonFile>.Done(file);
    }

    // Before the first synchronization no one is linked, although most matches are certain. By what is sealed, since
    // answers can be put into the database; they take two apart all the same. A pair that was linked, and is not any
    // more, was taken apart.
    private async Task<PersonIds?> PairedAsync(
        SyncDbContext context,
        Guid connectionId,
        PersonIds person,
        CancellationToken cancellation
    )
    {
        if (
            await snapshots.AsComparedAsync(connectionId, cancellation) is not { } input
            || Comparison
                .Of(input, [])
                .Matches.Pairs.FirstOrDefault(one =>
                    one.State == MatchState.Certain
                    && (one.Link.Huma == person.Huma || one.Link.Xledger == person.Xledger)
                )
                is not { } pair
        )
        {
            return null;
        }

        var (huma, xledger) = (pair.Link.Huma, pair.Link.Xledger);
        var apart =
            await context.Links.AnyAsync(
                row => row.ConnectionId == connectionId && (row.HumaId == huma || row.XledgerId == xledger),
                cancellation
            )
            || await context.DistinctPairs.AnyAsync(
                row => row.ConnectionId == connectionId && row.HumaId == huma && row.XledgerId == xledger,
                cancellation
            )
            || await PersonTraces.AnswersAgainst(context, connectionId, huma, xledger).AnyAsync(cancellation);
        return apart ? null : new PersonIds(huma, xledger);
    }

    /// <param name="outside">Whether records that belong to other connections count.</param>
    private async Task<IReadOnlyList<PersonReading>> ReadingsAsync(
        PersonTraces traces,
        bool outside,
        CancellationToken cancellation
    )
    {
        var readings = new List<PersonReading>();
        foreach (
            var comparison in await traces
                .Kept.Select(comparison => new
                {
                    comparison.Id,
                    comparison.StartedAt,
                    comparison.Purpose,
                })
                .ToListAsync(cancellation)
        )
        {
            // One at a time: each holds all people.
            if (
                await archive.LoadAsync(traces.Connection.Id, comparison.Id, cancellation) is { } input
                && traces.RecordsIn(input, outside).ToList() is { Count: > 0 } records
            )
            {
                readings.Add(
                    new PersonReading(
                        comparison.StartedAt,
                        comparison.Purpose,
                        records.Find(record => record.Side == Side.Huma),
                        records.Find(record => record.Side == Side.Xledger),
                        [.. input.Problems.Where(traces.Is)]
                    )
                );
            }
        }

        return readings;
    }

    private static async Task<IReadOnlyList<PersonChange>> ChangesAsync(
        SyncDbContext context,
        PersonTraces traces,
        CancellationToken cancellation
    )
    {
        var rows = await (
            from change in traces.Changes.AsNoTracking()
            join plan in context.Plans on change.PlanId equals plan.Id
            join run in context.Runs on plan.Id equals run.PlanId into runs
            from run in runs.DefaultIfEmpty()
            orderby change.Id
            select new
            {
                change,
                plan.Number,
                plan.CreatedAt,
                plan.CreatedBy,
                Run = (int?)run.Number,
                StartedBy = (string?)run.StartedBy,
            }
        ).ToListAsync(cancellation);
        return
        [
            .. rows.Where(row => traces.Holds(row.change) && !traces.AreApart(row.change))
                .Select(row => new PersonChange(
                    row.change,
                    row.Number,
                    row.CreatedAt,
                    row.CreatedBy,
                    row.Run,
                    row.StartedBy
                )),
        ];
    }

    private static async Task<IReadOnlyList<PersonBlocked>> BlockedAsync(
        PersonTraces traces,
        CancellationToken cancellation
    )
    {
        var blocked = new List<PersonBlocked>();
        await foreach (
            var plan in traces
                .Plans.AsNoTracking()
                .OrderBy(plan => plan.Number)
                .Select(plan => new
                {
                    plan.Number,
                    plan.CreatedAt,
                    plan.Blocked,
                })
                .AsAsyncEnumerable()
                .WithCancellation(cancellation)
        )
        {
            blocked.AddRange(
                plan.Blocked.Where(traces.Is).Select(one => new PersonBlocked(plan.Number, plan.CreatedAt, one))
            );
        }

        return blocked;
    }

    // Names beside rows are not sealed.
    private static IReadOnlyList<string> ReadNames(IEnumerable<PersonReading> readings) =>
        [
            .. readings
                .SelectMany(reading => new[] { reading.Huma, reading.Xledger })
                .OfType<Person>()
                .Select(person => person.DisplayName)
                .Distinct(),
        ];

    private async Task<IReadOnlyList<PersonMessage>> MessagesAsync(
        SyncDbContext context,
        PersonTraces traces,
        IReadOnlyList<string> names,
        bool inClear,
        CancellationToken cancellation
    )
    {
        var person = new MessageParts(traces.Ids.Huma, names);
        var messages = new List<PersonMessage>();
        var rows = context
            .Messages.AsNoTracking()
            .Where(message => message.ConnectionId == traces.Connection.Id && message.Body != null)
            .OrderBy(message => message.Id)
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            if (vault.Unprotect(row) is { } body && person.Of(body) is { Count: > 0 } parts)
            {
                messages.Add(
                    new PersonMessage(row.ReceivedAt, row.Topic, row.State, row.UserCount, inClear ? parts : null)
                );
            }
        }

        return messages;
    }

    private static async Task<IReadOnlyList<PersonFinding>> FindingsAsync(
        SyncDbContext context,
        PersonTraces traces,
        CancellationToken cancellation
    )
    {
        if (traces.Ids.Huma is not { } huma)
        {
            return [];
        }

        var reports = await context
            .DriftReports.AsNoTracking()
            .Where(report => report.ConnectionId == traces.Connection.Id)
            .OrderBy(report => report.At)
            .ToListAsync(cancellation);
        // What a difference check found is in its report.
        var missed = await traces
            .MissedChanges.AsNoTracking()
            .Where(one => one.Source != PendingChangeSource.DriftCheck)
            .ToListAsync(cancellation);
        return
        [
            .. missed.Select(one => new PersonFinding(
                one.FoundAt,
                one.Kind switch
                {
                    PendingChangeKind.Deleted => "gone",
                    PendingChangeKind.Other => "left",
                    _ => "missed",
                }
            )),
            .. reports
                .Where(report => report.Findings.MissedPeople.Contains(huma))
                .Select(report => new PersonFinding(
                    report.At,
                    report.Findings.GonePeople.Contains(huma) ? "gone"
                        : report.Findings.LeftPeople.Contains(huma) ? "left"
                        : "missed"
                )),
        ];
    }
}
