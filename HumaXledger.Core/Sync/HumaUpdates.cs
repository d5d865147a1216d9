using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;

namespace HumaXledger.Core.Sync;

/// <summary>Writes what changed to users that exist: each is read just before, written, and judged by the profile that comes back.</summary>
internal sealed class HumaUpdates(IHumaClient client, int parallel, Journal journal)
{
    // A stop is heard and the journal saved after so many people.
    private const int BatchSize = 20;

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var batch in journal.Batches(Side.Huma, ChangeKind.Update, BatchSize))
        {
            if (await journal.StopAskedAsync(cancellation))
            {
                return;
            }

            await WriteAsync(batch, cancellation);
        }
    }

    private async Task WriteAsync(IReadOnlyList<PersonChanges> batch, CancellationToken cancellation)
    {
        var before = await client.ReadUsersAsync([.. batch.Select(person => person.HumaId)], cancellation);
        var writes = batch.Select(person => Reviewed(person, before.GetValueOrDefault(person.HumaId))).OfType<Write>().ToList();
        await journal.SendingAsync(Side.Huma, writes.SelectMany(write => write.Changes), cancellation);

        // Settled outside the loop: the journal belongs to one flow.
        var outcomes = new ConcurrentBag<(Write Write, HumaWriteOutcome? Outcome, Reason? Fault)>();
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
                outcomes.Add((write, await client.WriteAsync(write.Current, write.Values, token), null));
            }
            catch (HumaFault fault) when (fault.Transient)
            {
                outcomes.Add((write, null, fault.Reason));
            }
            catch (HumaFault fault)
            {
                Interlocked.CompareExchange(ref broken, fault, null);
            }
        });

        // What was answered with the profile is known whatever comes next.
        foreach (var (write, outcome, fault) in outcomes.Where(outcome => outcome.Outcome?.After is not null))
        {
            Settle(write, outcome, outcome!.After, fault);
        }

        if (broken is not null)
        {
            await journal.SaveAsync(cancellation);
            ExceptionDispatchInfo.Throw(broken);
        }

        var unread = outcomes.Where(outcome => outcome.Outcome?.After is null).Select(outcome => outcome.Write.Current.Id).ToList();
        var after = unread.Count == 0 ? new Dictionary<HumaId, HumaUser>() : await client.ReadUsersAsync(unread, cancellation);
        foreach (var (write, outcome, fault) in outcomes.Where(outcome => outcome.Outcome?.After is null))
        {
            Settle(write, outcome, after.GetValueOrDefault(write.Current.Id), fault);
        }

        await journal.SaveAsync(cancellation);
    }

    private Write? Reviewed(PersonChanges person, HumaUser? now)
    {
        if (now is null)
        {
            journal.SettleAll(person, ChangeOutcome.Failed(new Reason(ReasonCodes.PersonGone)));
            return null;
        }

        List<ChangeRecord> going = [];
        foreach (var change in person.Changes)
        {
            if (ChangeOutcome.BeforeWriting(change, now.Person[change.Field], journal.Country, mendsInside: false) is { } outcome)
            {
                journal.Settle(change, outcome);
            }
            else
            {
                going.Add(change);
            }
        }

        return going.Count > 0 ? new Write(now, going) : null;
    }

    private void Settle(Write write, HumaWriteOutcome? answer, HumaUser? after, Reason? fault)
    {
        foreach (var change in write.Changes)
        {
            journal.Settle(change, Judge(journal, change, write.Current, answer?.Refused.GetValueOrDefault(change.Field), after, fault));
        }
    }

    internal static ChangeOutcome Judge(Journal journal, ChangeRecord change, HumaUser? before, Reason? refused, HumaUser? after, Reason? fault)
    {
        if (after is null)
        {
            return refused is null ? ChangeOutcome.Failed(fault ?? new Reason(ReasonCodes.PersonGone)) : ChangeOutcome.Refused(refused);
        }

        if (change.Field == Field.Email && after.RequestedEmail is { } requested && FieldNormal.Same(Field.Email, FieldValue.From(requested), change.To, journal.Country))
        {
            return new ChangeOutcome(ChangeState.AwaitingConfirmation, after.Person[change.Field], new Reason(ReasonCodes.ApplyAwaitingConfirmation));
        }

        var outcome = ChangeOutcome.AfterWriting(change, before?.Person[change.Field] ?? FieldValue.Nothing, after.Person[change.Field], journal.Country, answered: fault is null);
        if (outcome.State == ChangeState.Confirmed)
        {
            return outcome;
        }

        return refused is not null ? ChangeOutcome.Refused(refused) : fault is not null ? ChangeOutcome.Failed(fault) : outcome;
    }

    private sealed record Write(HumaUser Current, IReadOnlyList<ChangeRecord> Changes)
    {
        public IReadOnlyDictionary<Field, FieldValue> Values => Changes.ToDictionary(change => change.Field, change => change.To);
    }
}
