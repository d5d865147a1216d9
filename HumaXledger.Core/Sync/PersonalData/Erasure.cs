using System.Runtime.CompilerServices;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>
/// Erases what is stored about one person on one connection and keeps that something happened: which field was changed
/// when, by whom, for which id (docs/decisions/0027-one-persons-data.md). Neither system
/// is called. All of it in one transaction; done again it finds nothing left.
/// </summary>
public sealed class Erasure(
    IDbContextFactory<SyncDbContext> contexts,
    ComparisonArchive archive,
    PersonRemovals removals,
    SnapshotCache snapshots,
    StoreSweep sweep,
    TimeProvider clock
)
{
    /// <summary>
    /// What would be erased, and what stands in the way. Null where nothing is stored about such a person.
    /// </summary>
    public async Task<ErasurePreview?> ReviewAsync(
        Guid connectionId,
        PersonIds person,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var traces = await PersonTraces.OfAsync(context, connectionId, person, proved: false, cancellation);
        return await PreviewAsync(context, traces, await KnownAsync(traces, cancellation), by, cancellation);
    }

    /// <summary>
    /// Erases what was shown, once: refused where something else would be erased now, or where it has been erased
    /// since.
    /// </summary>
    /// <param name="shown">From <see cref="ReviewAsync"/>.</param>
    /// <param name="name">The person's name, typed as confirmation (<see cref="ErasurePreview.ToType"/>).</param>
    public async Task<Answer<Erased>> EraseAsync(
        Guid connectionId,
        ErasurePreview shown,
        ErasureScope scope,
        string name,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings, connectionId);
        removals.Prepare();
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // In the connection's turn: no run, plan or comparison can begin in between.
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var traces = await PersonTraces.OfAsync(context, connectionId, shown.Ids, proved: false, cancellation);
        var known = await KnownAsync(traces, cancellation);
        if (await WhyNotAsync(context, traces, known, shown, scope, name, by, cancellation) is { } refusal)
        {
            return new Answer<Erased>.Refused(refusal);
        }

        var removing = removals.Of(context, traces);
        var names = await NamesAsync(traces, cancellation);
        var erased =
            scope == ErasureScope.History
                ? await removing.HistoryAsync(names, cancellation)
                : await removing.EverythingAsync(names, cancellation);
        var code = scope == ErasureScope.History ? ActivityCodes.PersonHistoryErased : ActivityCodes.PersonErased;
        context.Activity.Add(
            ActivityRecord.Of(by, code, clock.GetUtcNow().UtcDateTime, connectionId, traces.Ids.Named)
        );
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        snapshots.Forget(connectionId);
        return new Answer<Erased>.Done(erased with { Swept = await sweep.SweepAsync(CancellationToken.None) });
    }

    // Null where nothing is stored about such a person.
    private async Task<ErasurePreview?> PreviewAsync(
        SyncDbContext context,
        PersonTraces traces,
        Known? known,
        Actor by,
        CancellationToken cancellation
    )
    {
        // What a comparison proposes may be people of other connections; to name them takes a role for all of these.
        var everywhere = by.MayEverywhere(Permission.SeePeople);
        if (await NameOfAsync(traces, known, everywhere, cancellation) is not { } name)
        {
            return null;
        }

        var connectionId = traces.Connection.Id;
        var rows = traces.Changes.Where(change => change.PersonName != Removal.NameRemoved);
        var erasures = await StoredInput
            .ErasuresOf(context, connectionId)
            .AsNoTracking()
            .Select(act => act.Arguments)
            .ToListAsync(cancellation);
        return new ErasurePreview(
            traces.Ids,
            name,
            await rows.CountAsync(cancellation),
            await rows.CountAsync(
                change => change.State == ChangeState.Confirmed && change.Kind == ChangeKind.Update,
                cancellation
            ),
            await traces.OtherConnectionsAsync(by, cancellation),
            await RefusalAsync(context, connectionId, cancellation),
            await NotEverythingAsync(context, traces, known, cancellation),
            erasures.Count(arguments => arguments.SequenceEqual(traces.Ids.Named))
        );
    }

    private async Task<Reason?> WhyNotAsync(
        SyncDbContext context,
        PersonTraces traces,
        Known? known,
        ErasurePreview shown,
        ErasureScope scope,
        string name,
        Actor by,
        CancellationToken cancellation
    )
    {
        if (await PreviewAsync(context, traces, known, by, cancellation) is not { } now)
        {
            return new Reason(PersonalDataReasons.PersonNotStored);
        }

        return !now.IsConfirmedBy(name)
            ? new Reason(PersonalDataReasons.PersonNameNotTyped, now.ToType)
            : now.Refusal
                ?? (scope == ErasureScope.Everything ? now.NotEverything : null)
                ?? (shown.IsStill(now) ? null : new Reason(PersonalDataReasons.ErasureChanged));
    }

    private static async Task<Reason?> RefusalAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    ) =>
        await context.UnderWay(connectionId).AnyAsync(cancellation) ? new Reason(RunReasons.RunUnderWay)
        // It would store what it has read already.
        : await context.Comparisons.AnyAsync(
            comparison => comparison.ConnectionId == connectionId && comparison.State == ComparisonState.Running,
            cancellation
        )
            ? new Reason(PersonalDataReasons.ComparisonUnderWay)
        : null;

    // Absence is only concluded from a complete read, and only where no message named the person since.
    private async Task<Reason?> NotEverythingAsync(
        SyncDbContext context,
        PersonTraces traces,
        Known? known,
        CancellationToken cancellation
    )
    {
        if (traces.Connection.IsEnded)
        {
            return null;
        }

        if (
            known is null
            || !known.Input.HumaComplete
            || !known.Input.XledgerComplete
            || traces.IsIn(known.Input)
            || await traces.PendingChanges.AnyAsync(pending => pending.ReceivedAt >= known.At, cancellation)
            || await traces.Changes.AnyAsync(change => change.ChangedAt >= known.At, cancellation)
        )
        {
            return new Reason(PersonalDataReasons.PersonStillKnown);
        }

        var plan = await traces
            .Plans.Where(plan =>
                plan.State == PlanState.Ready && traces.Changes.Any(change => change.PlanId == plan.Id)
            )
            .Select(plan => (int?)plan.Number)
            .FirstOrDefaultAsync(cancellation);
        if (plan is { } number)
        {
            return new Reason(PersonalDataReasons.PersonInPlan, $"{number}");
        }

        var open = await traces
            .Kept.Where(comparison =>
                comparison.State == ComparisonState.Complete && comparison.Id != known.ComparisonId
            )
            .Select(comparison => comparison.Id)
            .ToListAsync(cancellation);
        foreach (var comparison in open)
        {
            if (
                await archive.LoadAsync(traces.Connection.Id, comparison, cancellation) is { } input
                && traces.IsIn(input)
            )
            {
                return new Reason(PersonalDataReasons.PersonInReview);
            }
        }

        return null;
    }

    // Without a name the id is typed; without a trace there is no such person.
    private async Task<string?> NameOfAsync(
        PersonTraces traces,
        Known? known,
        bool outside,
        CancellationToken cancellation
    )
    {
        var read = known is null ? [] : traces.RecordsIn(known.Input, outside);
        if ((await traces.NamesAsync(read, cancellation)) is [var name, ..])
        {
            return name;
        }

        return traces.Links.Count > 0
            || await traces.PendingChanges.AnyAsync(cancellation)
            || await traces.Changes.AnyAsync(cancellation)
                ? traces.Ids.Huma?.Value ?? traces.Ids.Xledger?.Value
            : await EarlierAsync(traces, known, outside, cancellation) is { } record
                ? (record.DisplayName is { Length: > 0 } earlier ? earlier : record.Id)
            : null;
    }

    // Also where only an earlier comparison or a plan knows them: their name stands in other people's rows.
    private async Task<IReadOnlyList<string>> NamesAsync(PersonTraces traces, CancellationToken cancellation)
    {
        var read = new List<Person>();
        await foreach (var record in RecordsAsync(traces, except: null, outside: true, cancellation))
        {
            read.Add(record);
        }

        var names = new List<string>(await traces.NamesAsync(read, cancellation));
        await foreach (
            var blocked in traces.Plans.Select(plan => plan.Blocked).AsAsyncEnumerable().WithCancellation(cancellation)
        )
        {
            names.AddRange(blocked.Where(traces.Is).Select(one => one.PersonName));
        }

        return [.. names.Where(name => name.Length > 0 && name != Removal.NameRemoved).Distinct()];
    }

    // Who is in none but an earlier comparison that is still kept.
    private async Task<Person?> EarlierAsync(
        PersonTraces traces,
        Known? known,
        bool outside,
        CancellationToken cancellation
    )
    {
        await foreach (var record in RecordsAsync(traces, known?.ComparisonId, outside, cancellation))
        {
            return record;
        }

        return null;
    }

    // Their records in all comparisons that are kept, the newest first. One at a time: each holds all people.
    private async IAsyncEnumerable<Person> RecordsAsync(
        PersonTraces traces,
        Guid? except,
        bool outside,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var kept = await traces.Kept.Where(one => one.Id != except).Select(one => one.Id).ToListAsync(cancellation);
        foreach (var comparison in kept)
        {
            if (await archive.LoadAsync(traces.Connection.Id, comparison, cancellation) is { } input)
            {
                foreach (var record in traces.RecordsIn(input, outside))
                {
                    yield return record;
                }
            }
        }
    }

    private async Task<Known?> KnownAsync(PersonTraces traces, CancellationToken cancellation)
    {
        var newest = await traces
            .Kept.Finished()
            .Select(comparison => new { comparison.Id, comparison.StartedAt })
            .FirstOrDefaultAsync(cancellation);
        return newest is not null && await archive.LoadAsync(traces.Connection.Id, newest.Id, cancellation) is { } input
            ? new Known(newest.Id, newest.StartedAt, input)
            : null;
    }

    private sealed record Known(Guid ComparisonId, DateTime At, ComparisonInput Input);
}
