using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Queue;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>
/// All that happened to one person of a connection in one order, the newest first: what Huma reported, what
/// synchronizations wrote, what was decided, and acts about the person.
/// </summary>
public sealed class PersonTimeline(IDbContextFactory<SyncDbContext> contexts)
{
    /// <param name="kind">Only entries of this kind; null: all. Values that a report led to are part of its entry, and
    /// entries of their own only where synchronizations are asked for.</param>
    /// <param name="result">Only values with this result, in entries of synchronizations; null: all.</param>
    /// <param name="skip">Entries before the first one that is returned.</param>
    /// <param name="take">The most entries that are returned.</param>
    public async Task<TimelinePart> ReadAsync(
        PersonReference person,
        TimelineKind? kind,
        ChangeState? result,
        int skip,
        int take,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.SeePeople, person.ConnectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var traces = await PersonTraces.OfAsync(context, person.ConnectionId, person.Ids, proved: true, cancellation);
        var reported = await traces.PendingChanges.CountAsync(cancellation);
        var written = await WrittenAsync(context, traces, cancellation);
        var decided = await DecidedAsync(traces, written, cancellation);
        var logged = (await traces.ActivityAsync(cancellation)).Select(act => new TimelineEntry.Logged(act)).ToList();
        var counts = new Dictionary<TimelineKind, int>
        {
            [TimelineKind.Reported] = reported,
            [TimelineKind.Written] = written.Count,
            [TimelineKind.Decided] = decided.Count,
            [TimelineKind.Logged] = logged.Count,
        };
        var states = written
            .SelectMany(entry => entry.Changes)
            .CountBy(change => change.State)
            .OrderBy(state => state.Key)
            .ToList();
        List<TimelineEntry> entries = [];
        if (kind is null or TimelineKind.Reported)
        {
            var reports = traces.Ids.Huma is { } user
                ? await PersonPendingChange.ReadAsync(context, person.ConnectionId, user, 0, skip + take, cancellation)
                : new PartOf<PersonPendingChange>([], 0);
            entries.AddRange(
                reports.Rows.Select(report => new TimelineEntry.Reported(
                    report with
                    {
                        Changes = [.. report.Changes.Where(traces.Holds)],
                    }
                ))
            );
        }

        if (kind is null)
        {
            var runs = await traces
                .PendingChanges.Select(pending => pending.RunId)
                .Distinct()
                .ToListAsync(cancellation);
            written = written.FindAll(entry => entry.Run is null || !runs.Contains(entry.Run.Id));
        }

        if (kind is null or TimelineKind.Written)
        {
            entries.AddRange(
                result is { } one ? written.Select(entry => entry.Only(one)).Where(e => e.Changes.Count > 0) : written
            );
        }

        if (kind is null or TimelineKind.Decided)
        {
            entries.AddRange(decided);
        }

        if (kind is null or TimelineKind.Logged)
        {
            entries.AddRange(logged);
        }

        // Reports are read as far as they can be on this part; all others are read whole.
        var behind = kind is null or TimelineKind.Reported
            ? reported - entries.Count(entry => entry is TimelineEntry.Reported)
            : 0;
        return new TimelinePart(
            [.. entries.OrderByDescending(entry => entry.At).Skip(skip).Take(take)],
            entries.Count + behind,
            counts,
            states
        );
    }

    // The values of one run, or of a plan that no run has taken.
    private static async Task<List<TimelineEntry.Written>> WrittenAsync(
        SyncDbContext context,
        PersonTraces traces,
        CancellationToken cancellation
    )
    {
        var rows = await (
            from change in traces.Changes.AsNoTracking()
            join plan in context.Plans on change.PlanId equals plan.Id
            join run in context.Runs.AsNoTracking() on change.RunId equals run.Id into runs
            from run in runs.DefaultIfEmpty()
            orderby change.Id
            select new
            {
                change,
                plan.Origin,
                plan.CreatedAt,
                run,
            }
        ).ToListAsync(cancellation);
        return
        [
            .. rows.Where(row => traces.Holds(row.change))
                .GroupBy(row => row.change.PlanId)
                .Select(plan => new TimelineEntry.Written(
                    plan.First().run,
                    plan.First().Origin == PlanOrigin.FromHuma,
                    plan.First().CreatedAt,
                    [.. plan.Select(row => row.change)]
                )),
        ];
    }

    // What was answered at once is one entry.
    private static async Task<List<TimelineEntry.Decided>> DecidedAsync(
        PersonTraces traces,
        List<TimelineEntry.Written> written,
        CancellationToken cancellation
    )
    {
        var fields = written
            .SelectMany(entry => entry.Changes)
            .ToDictionary(change => Decision.SubjectOf(change.Id), change => change.Field);
        var answers = (await traces.DecisionsAsync(cancellation)).Select(decision =>
            (
                decision.DecidedBy,
                decision.DecidedAt,
                Answer: new TimelineAnswer(
                    decision.Kind,
                    decision.Kind == DecisionKind.Held && fields.TryGetValue(decision.Subject, out var field)
                        ? field
                        : decision.Field,
                    decision.Choice,
                    decision.XledgerId
                )
            )
        );
        var held = (
            await traces.HeldValues.AsNoTracking().Where(value => value.DecidedBy != null).ToListAsync(cancellation)
        ).Select(value =>
            (
                DecidedBy: value.DecidedBy!,
                DecidedAt: value.DecidedAt!.Value,
                Answer: new TimelineAnswer(
                    DecisionKind.Held,
                    value.Field,
                    value.State == HeldValueState.Write
                        ? Planning.Deciding.FieldChoice.UseHuma
                        : Planning.Deciding.FieldChoice.Skip,
                    null
                )
            )
        );
        return
        [
            .. answers
                .Concat(held)
                .GroupBy(one => (one.DecidedBy, one.DecidedAt))
                .Select(act => new TimelineEntry.Decided(
                    act.Key.DecidedBy,
                    act.Key.DecidedAt,
                    [.. act.Select(one => one.Answer)]
                )),
        ];
    }
}
