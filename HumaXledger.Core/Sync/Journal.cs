using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>
/// The changes of one run and what became of each. Every step is saved before the next one is taken; progress is a view of it. Used by one flow at a time.
/// </summary>
internal sealed class Journal(
    SyncDbContext context, RunRecord run, IReadOnlyList<ChangeRecord> changes, Agreements agreements, RequestMeter meter, IProgress<RunProgress> progress, string? country, TimeProvider clock)
{
    private Side? _target;

    public RunRecord Run => run;

    /// <summary>Whose national spellings are meant, as in the comparison that was reviewed.</summary>
    public string? Country => country;

    /// <summary>
    /// Changes of this kind that have not ended, gathered by person, in batches of at most <paramref name="size"/> people. A batch never holds changes of two waves, and a
    /// later wave comes after an earlier one. After a restart some of them were sent already.
    /// </summary>
    public IEnumerable<IReadOnlyList<PersonChanges>> Batches(Side target, ChangeKind kind, int size) => changes
        .Where(change => change.Target == target && change.Kind == kind && change.State is (ChangeState.Planned or ChangeState.Sending))
        .GroupBy(change => change.Wave)
        .OrderBy(wave => wave.Key)
        .SelectMany(wave => wave.GroupBy(PersonChanges.KeyOf).Select(person => new PersonChanges([.. person])).Chunk(size))
        .ToList();

    public async Task SendingAsync(Side target, IEnumerable<ChangeRecord> sent, CancellationToken cancellation)
    {
        _target = target;
        foreach (var change in sent)
        {
            change.State = ChangeState.Sending;
            change.ChangedAt = clock.GetUtcNow().UtcDateTime;
        }

        await SaveAsync(cancellation);
    }

    public void Settle(ChangeRecord change, ChangeOutcome outcome)
    {
        change.State = outcome.State;
        change.After = outcome.After;
        if (outcome.Reason is { } reason)
        {
            // Else the reason it was planned for stays.
            (change.ReasonCode, change.ReasonArguments) = (reason.Code, reason.Arguments);
        }

        change.ChangedAt = clock.GetUtcNow().UtcDateTime;
        if (outcome.State == ChangeState.Confirmed)
        {
            agreements.Agree(change);
        }
    }

    public void SettleAll(PersonChanges person, ChangeOutcome outcome)
    {
        foreach (var change in person.Changes.Where(change => change.State is ChangeState.Planned or ChangeState.Sending))
        {
            Settle(change, outcome);
        }
    }

    public async Task SaveAsync(CancellationToken cancellation)
    {
        run.HumaRequests = meter.HumaRequests;
        run.XledgerRequests = meter.XledgerRequests;
        try
        {
            await context.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException) when (run.State is RunState.Running)
        {
            // Somebody asked to stop since the run was read; that wish stays, and what became of the changes is saved all the same.
            var entry = context.Entry(run);
            entry.OriginalValues.SetValues((await entry.GetDatabaseValuesAsync(cancellation))!);
            run.State = entry.OriginalValues.GetValue<RunState>(nameof(RunRecord.State));
            await context.SaveChangesAsync(cancellation);
        }

        Report();
    }

    /// <summary>Whether somebody asked to stop; asked between batches, of the store, because the wish may come from another node.</summary>
    public async Task<bool> StopAskedAsync(CancellationToken cancellation)
    {
        await context.Entry(run).ReloadAsync(cancellation);
        return run.State == RunState.Stopping;
    }

    public async Task EndAsync(RunState state, Reason? failure, CancellationToken cancellation)
    {
        _target = null;
        await context.Entry(run).ReloadAsync(cancellation);
        run.State = state;
        run.FinishedAt = clock.GetUtcNow().UtcDateTime;
        run.FailureCode = failure?.Code;
        run.FailureArguments = failure?.Arguments ?? [];
        await SaveAsync(cancellation);
    }

    public void Report()
    {
        int Count(ChangeState state) => changes.Count(change => change.State == state);
        progress.Report(new RunProgress(
            run.Id, run.State, changes.Count, Count(ChangeState.Confirmed), Count(ChangeState.AwaitingConfirmation), Count(ChangeState.Held), Count(ChangeState.Refused), Count(ChangeState.Failed),
            _target, run.XledgerRequests, run.FailureCode is { } code ? new Reason(code, run.FailureArguments) : null));
    }
}
