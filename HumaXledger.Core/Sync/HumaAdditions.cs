using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;

namespace HumaXledger.Core.Sync;

/// <summary>Adds people to Huma, one after the other: several calls each, and a person that could only be added in part is told field by field.</summary>
internal sealed class HumaAdditions(IHumaClient client, HumaScope scope, Journal journal)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var person in journal.Batches(Side.Huma, ChangeKind.Create, size: 1).SelectMany(batch => batch))
        {
            if (await journal.StopAskedAsync(cancellation))
            {
                return;
            }

            if (person.Interrupted)
            {
                // It may be there already. Huma has no look-up that is sure enough to add again; the next comparison shows.
                journal.SettleAll(person, ChangeOutcome.Failed(new Reason(ReasonCodes.AdditionInterrupted)));
            }
            else
            {
                await AddAsync(person, cancellation);
            }

            await journal.SaveAsync(cancellation);
        }
    }

    private async Task AddAsync(PersonChanges person, CancellationToken cancellation)
    {
        await journal.SendingAsync(Side.Huma, person.Changes, cancellation);
        HumaAddOutcome outcome;
        try
        {
            outcome = await client.AddAsync(person.Values, scope, cancellation);
        }
        catch (HumaFault fault) when (fault.Transient)
        {
            journal.SettleAll(person, ChangeOutcome.Failed(fault.Reason));
            return;
        }

        if (outcome.Id is not { } id)
        {
            journal.SettleAll(person, ChangeOutcome.Refused(outcome.PersonRefused ?? new Reason(ReasonCodes.NotCarriedOut)));
            return;
        }

        var after = outcome.After ?? (await client.ReadUsersAsync([id], cancellation)).GetValueOrDefault(id);
        foreach (var change in person.Changes)
        {
            change.HumaId = id;
            journal.Settle(change, HumaUpdates.Judge(journal, change, before: null, outcome.Refused.GetValueOrDefault(change.Field), after, fault: null));
        }
    }
}
