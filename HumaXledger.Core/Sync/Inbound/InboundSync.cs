using System.Collections.Concurrent;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Transport;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>
/// Brings to Xledger what changed in Huma. For each pending change the profile is read, what changed since it was last
/// processed is planned through the same checks and guards as a review, and a run carries it out with the same journal.
/// Called again after an interruption it goes on where pending changes and journal stand.
/// </summary>
public sealed class InboundSync(
    IDbContextFactory<SyncDbContext> contexts,
    ProfileReading profiles,
    InboundRuns runs,
    OutsideSystems systems,
    IStoreClock store,
    TimeProvider clock
)
{
    /// <summary>How long a plan that was just made by hand counts as about to be carried out.</summary>
    private static readonly TimeSpan AboutToStart = TimeSpan.FromMinutes(1);

    /// <summary>Among so many of the newest plans it is; years of plans need not be looked through each time.</summary>
    private const int Latest = 20;

    private const string Fault = nameof(Fault);

    private readonly ConcurrentDictionary<Guid, RecentWrites> _lately = new();

    /// <summary>
    /// Processes one batch of what is due on a connection. One caller at a time per connection
    /// (<see cref="WorkLeases"/>).
    /// </summary>
    public async Task<BatchResult> ProcessAsync(
        Guid connectionId,
        IProgress<RunProgress> progress,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .Include(row => row.Policies)
            .SingleAsync(row => row.Id == connectionId, cancellation);
        if (connection.IsEndedOrPaused)
        {
            return BatchResult.Nothing;
        }

        if (await runs.ResumeAsync(context, connectionId, progress, cancellation) is { } broken)
        {
            return broken;
        }

        if (await IsManuallySynchronizedAsync(context, connectionId, cancellation))
        {
            return BatchResult.Deferred;
        }

        var now = await store.NowAsync(cancellation);
        if (await ChangeBatch.TakeAsync(context, connectionId, now, cancellation) is not { } batch)
        {
            return BatchResult.Nothing;
        }

        using var span = SyncTelemetry
            .Begin(SyncTelemetry.Inbound, connectionId)
            ?.SetTag(SyncTelemetry.PeopleTag, batch.People.Count);
        var began = clock.GetTimestamp();
        try
        {
            var result = await LookOrWaitAsync(context, connection, batch, progress, cancellation);
            Ended(
                result.Fault is not null ? Fault
                : result.Busy ? "Busy"
                : "Done"
            );
            return result;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Ended(Fault);
            throw;
        }

        void Ended(string outcome)
        {
            span.End(outcome, failed: outcome == Fault);
            SyncTelemetry.OnInbound(connectionId, outcome, clock.GetElapsedTime(began));
        }
    }

    private async Task<BatchResult> LookOrWaitAsync(
        SyncDbContext context,
        Connection connection,
        ChangeBatch batch,
        IProgress<RunProgress> progress,
        CancellationToken cancellation
    )
    {
        try
        {
            return await LookAsync(context, connection, batch, progress, cancellation);
        }
        catch (SystemFault fault)
        {
            return await runs.WaitAsync(context, connection.Id, fault);
        }
    }

    private async Task<BatchResult> LookAsync(
        SyncDbContext context,
        Connection connection,
        ChangeBatch batch,
        IProgress<RunProgress> progress,
        CancellationToken cancellation
    )
    {
        var reading = connection.AwaitsFirstRun
            ? null
            : await profiles.ReadAsync(context, connection, batch.People, batch.Announced, cancellation);
        if (reading is null)
        {
            // Where everything that was compared is lost, the next synchronization by hand finds what changed.
            var (state, why) = connection.AwaitsFirstRun
                ? (PendingChangeState.NothingToDo, InboundReasons.BeforeFirstSync)
                : (PendingChangeState.ForManualSync, AlertReasons.ComparisonUnreadable);
            foreach (var person in batch.People)
            {
                batch.End(person, state, new Reason(why), clock.GetUtcNow().UtcDateTime);
            }

            await context.SaveChangesAsync(cancellation);
            return new BatchResult(batch.People.Count);
        }

        await runs.AnsweredAsync(connection.Id, cancellation);
        var windows = await _lately
            .GetOrAdd(connection.Id, id => new RecentWrites(id))
            .ReadAsync(context, clock.GetUtcNow().UtcDateTime, cancellation);
        var looked = await InboundPlanner.AllAsync(context, connection, batch, reading, windows, clock, cancellation);
        if (looked.Plan is not { Changes.Count: > 0 } plan)
        {
            await context.SaveChangesAsync(cancellation);
            return Processed(connection, batch, reading.XledgerRequests);
        }

        // What nothing is to be written for ends here; the others end with their run.
        await context.SaveChangesAsync(cancellation);
        var answer = await runs.StartAsync(
            context,
            connection.Id,
            reading.Snapshot.ComparisonId,
            plan,
            looked.NoteRun,
            cancellation
        );
        if (answer is not Answer<Guid>.Done(var runId))
        {
            var refused = (Answer<Guid>.Refused)answer;

            return refused.Kind == RefusalKind.RunUnderWay
                ? BatchResult.Deferred
                : await RefusedAsync(context, connection.Id, refused.Reason, cancellation);
        }

        if (
            await runs.CarryOutAsync(context, connection.Id, runId, progress, reading.Snapshot, cancellation) is
            { } broken
        )
        {
            return broken;
        }

        await Outlooks.NoteAsync(
            context,
            connection.Id,
            looked.Adding,
            reading.ReadAt,
            SystemDay.Of(clock.GetUtcNow()),
            cancellation
        );
        await SeeEmptyAsync(context, connection.Id, looked.Adding, cancellation);
        var requests = await context
            .Runs.Where(run => run.Id == runId)
            .Select(run => run.XledgerRequests)
            .SingleAsync(cancellation);
        return Processed(connection, batch, reading.XledgerRequests + requests);
    }

    private BatchResult Processed(Connection connection, ChangeBatch batch, int requests) =>
        new(batch.People.Count)
        {
            XledgerRequests = requests,
            Window = requests > 0 ? systems.Xledger(connection).Window : null,
        };

    private static async Task SeeEmptyAsync(
        SyncDbContext context,
        Guid connectionId,
        IEnumerable<Person> added,
        CancellationToken cancellation
    )
    {
        var people = added.ToDictionary(person => new HumaId(person.Id));
        if (people.Count == 0)
        {
            return;
        }

        var ids = people.Keys.ToList();
        foreach (
            var link in await context
                .Links.Where(link => link.ConnectionId == connectionId && ids.Contains(link.HumaId))
                .ToListAsync(cancellation)
        )
        {
            link.SeeEmpty(people[link.HumaId].Values);
        }

        await context.SaveChangesAsync(cancellation);
    }

    private static async Task<bool> IsManuallySynchronizedAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime since,
        CancellationToken cancellation
    ) =>
        await context.UnderWay(connectionId).AnyAsync(cancellation)
        || await context
            .Plans.Where(plan => plan.ConnectionId == connectionId)
            .OrderByDescending(plan => plan.Number)
            .Take(Latest)
            .AnyAsync(
                plan => plan.State == PlanState.Ready && plan.Origin != PlanOrigin.FromHuma && plan.CreatedAt > since,
                cancellation
            );

    private Task<bool> IsManuallySynchronizedAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    ) => IsManuallySynchronizedAsync(context, connectionId, clock.GetUtcNow().UtcDateTime - AboutToStart, cancellation);

    private static async Task<BatchResult> RefusedAsync(
        SyncDbContext context,
        Guid connectionId,
        Reason refusal,
        CancellationToken cancellation
    )
    {
        await InboundRuns.SetReasonOfWaitingAsync(context, connectionId, refusal, cancellation);
        return new BatchResult(0, refusal);
    }
}
