using System.Runtime.ExceptionServices;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Writes what changed to users that exist: each is read just before, written, and judged by the profile that comes
/// back.
/// </summary>
internal sealed class HumaUpdates(IHumaClient client, int parallel, Journal journal)
{
    // After so many people the journal is saved and a stop is checked for.
    private const int BatchSize = 20;

    /// <summary>Writes what is open, person by person.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var batch in journal.BatchesAsync(Side.Huma, ChangeKind.Update, BatchSize, cancellation))
        {
            using var span = journal.BeginBatch(Side.Huma, ChangeKind.Update, batch.Count);
            await WriteAsync(batch, cancellation);
        }
    }

    private async Task WriteAsync(IReadOnlyList<PersonChanges> batch, CancellationToken cancellation)
    {
        var before = await client.ReadUsersAsync([.. batch.Select(person => person.HumaId)], cancellation);
        var writes = batch
            .Select(person => Reviewed(person, before.GetValueOrDefault(person.HumaId)))
            .OfType<Write>()
            .ToList();
        await journal.SendingAsync(Side.Huma, writes.SelectMany(write => write.Changes), cancellation);

        // What was answered with the profile is known whatever comes next. The journal belongs to one flow: one worker
        // at a time.
        var gate = new Lock();
        var unread = new List<(Write Write, HumaWriteOutcome? Outcome, Reason? Fault)>();
        HumaFault? broken = null;
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
        await Parallel.ForEachAsync(writes, options, async (write, token) =>
        {
            if (Volatile.Read(ref broken) is not null)
            {
                return;
            }

            try
            {
                var outcome = await client.WriteAsync(write.Current, write.Values, token);
                lock (gate)
                {
                    Answered(write, outcome, unread);
                }
            }
            catch (HumaFault fault) when (fault is { Transient: true, Limited: false })
            {
                lock (gate)
                {
                    unread.Add((write, null, fault.Reason));
                }
            }
            catch (HumaFault fault)
            {
                Interlocked.CompareExchange(ref broken, fault, null);
            }
        });

        if (broken is not null)
        {
            await journal.SaveAsync(cancellation);
            ExceptionDispatchInfo.Throw(broken);
        }

        var after =
            unread.Count == 0
                ? new Dictionary<HumaId, HumaUser>()
                : await client.ReadUsersAsync([.. unread.Select(one => one.Write.Current.Id)], cancellation);
        foreach (var (write, outcome, fault) in unread)
        {
            Settle(write, outcome, after.GetValueOrDefault(write.Current.Id), fault);
        }

        await journal.SaveAsync(cancellation);
    }

    private void Answered(
        Write write,
        HumaWriteOutcome outcome,
        List<(Write Write, HumaWriteOutcome? Outcome, Reason? Fault)> unread
    )
    {
        if (outcome.After is null)
        {
            unread.Add((write, outcome, null));
            return;
        }

        Settle(write, outcome, outcome.After, null);
        journal.Report();
    }

    private Write? Reviewed(PersonChanges person, HumaUser? now) =>
        journal.Review(person, now?.Person, now?.RequestedEmail) is { Count: > 0 } going
            ? new Write(now!, going)
            : null;

    private void Settle(Write write, HumaWriteOutcome? answer, HumaUser? after, Reason? fault)
    {
        foreach (var change in write.Changes)
        {
            journal.Settle(
                change,
                Judge(journal, change, write.Current, answer?.Refused.GetValueOrDefault(change.Field), after, fault)
            );
        }
    }

    internal static ChangeOutcome Judge(
        Journal journal,
        ChangeRecord change,
        HumaUser? before,
        Reason? refused,
        HumaUser? after,
        Reason? fault
    )
    {
        if (after is null)
        {
            return refused is not null ? ChangeOutcome.Refused(refused)
                : fault is not null ? ChangeOutcome.Failed(fault)
                : ChangeOutcome.Failed(new Reason(RunReasons.PersonGone)) with { Final = true };
        }

        if (ChangeOutcome.Awaits(change, after.Person, after.RequestedEmail, journal.Country) is { } awaiting)
        {
            return awaiting;
        }

        var outcome = ChangeOutcome.AfterWriting(
            change,
            before?.Person[change.Field] ?? FieldValue.Nothing,
            after.Person[change.Field],
            journal.Country,
            answered: fault is null
        );
        if (outcome.IsSeen)
        {
            return outcome;
        }

        return refused is not null ? ChangeOutcome.Refused(refused)
            : fault is not null ? ChangeOutcome.Failed(fault)
            : outcome;
    }

    private sealed record Write(HumaUser Current, IReadOnlyList<ChangeRecord> Changes)
    {
        /// <summary>The new values by field.</summary>
        public IReadOnlyDictionary<Field, FieldValue> Values =>
            Changes.ToDictionary(change => change.Field, change => change.To);
    }
}
