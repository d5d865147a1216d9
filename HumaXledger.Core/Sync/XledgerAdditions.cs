using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync;

/// <summary>Adds people to Xledger. Nobody is added before a look-up by employment ID shows that they are not there, and a lost answer is resolved by the same look-up.</summary>
internal sealed class XledgerAdditions(IXledgerClient client, string ownerDbId, Journal journal)
{
    // What could not be written of people who were added, or why they were not.
    private readonly Dictionary<HumaId, IReadOnlyDictionary<Field, Reason>> _left = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var batch in journal.Batches(Side.Xledger, ChangeKind.Create, IXledgerClient.LargestBatch))
        {
            if (await journal.StopAskedAsync(cancellation))
            {
                return;
            }

            await AddAsync(batch, cancellation);
        }
    }

    private async Task AddAsync(IReadOnlyList<PersonChanges> batch, CancellationToken cancellation)
    {
        var there = await FindAsync(batch, cancellation);
        var missing = batch.Where(person => Absent(person, there)).ToList();
        await journal.SendingAsync(Side.Xledger, missing.SelectMany(person => person.Changes), cancellation);
        await SendAsync(missing, cancellation);

        // Those that have an id by now exist, whatever the answers said; what they hold is read.
        var added = batch.Where(person => person.Changes[0].XledgerId is not null).ToList();
        var after = await client.ReadEmployeesAsync([.. added.Select(person => person.XledgerId)], cancellation);
        foreach (var person in added)
        {
            Settle(person, after.GetValueOrDefault(person.XledgerId));
        }

        await journal.SaveAsync(cancellation);
    }

    private async Task<ILookup<string, XledgerEmployee>> FindAsync(IEnumerable<PersonChanges> people, CancellationToken cancellation)
    {
        var codes = people.Select(EmploymentId).OfType<string>().Distinct().ToList();
        var found = codes.Count == 0 ? [] : await client.FindByEmploymentIdAsync(ownerDbId, codes, cancellation);
        return found.ToLookup(employee => employee.Person[Field.EmploymentId].TextOrNull ?? "");
    }

    // An employee with this number that an interrupted run may have added is ours; any other is a reason not to add.
    private bool Absent(PersonChanges person, ILookup<string, XledgerEmployee> there)
    {
        var found = there[EmploymentId(person) ?? ""].ToList();
        if (found.Count == 0)
        {
            return true;
        }

        if (found.Count == 1 && person.Interrupted)
        {
            Identify(person, found[0].Id);
        }
        else
        {
            journal.SettleAll(person, ChangeOutcome.Refused(new Reason(found.Count == 1 ? ReasonCodes.ExistsByNow : ReasonCodes.SeveralExist)));
        }

        return false;
    }

    private async Task SendAsync(IReadOnlyList<PersonChanges> people, CancellationToken cancellation)
    {
        if (people.Count == 0)
        {
            return;
        }

        XledgerBatchOutcome outcome;
        try
        {
            outcome = await client.AddAsync([.. people.Select(person => new XledgerAddition(person.HumaId.Value, person.Values))], ownerDbId, cancellation);
        }
        catch (XledgerFault fault) when (fault.OutcomeUnknown)
        {
            await ResolveAsync(people, fault.Reason, cancellation);
            return;
        }

        foreach (var person in people)
        {
            if (outcome.Added.TryGetValue(person.HumaId.Value, out var id))
            {
                Identify(person, id);
            }

            if (outcome.NotWritten.TryGetValue(person.HumaId.Value, out var unwritten))
            {
                _left[person.HumaId] = unwritten;
            }
        }

        await journal.SaveAsync(cancellation);
        var left = people.Where(person => person.Changes[0].XledgerId is null).ToList();
        if (left is [var alone] && people.Count == 1)
        {
            journal.SettleAll(alone, ChangeOutcome.Refused(outcome.Refusal ?? _left.GetValueOrDefault(alone.HumaId)?.Values.FirstOrDefault() ?? new Reason(ReasonCodes.NotCarriedOut)));
            return;
        }

        foreach (var half in left.Count == 0 ? [] : left.Chunk((left.Count + 1) / 2))
        {
            await SendAsync(half, cancellation);
        }
    }

    // The answer is lost: whoever is found now was added by it; the others are reported, never sent again blindly.
    private async Task ResolveAsync(IReadOnlyList<PersonChanges> people, Reason reason, CancellationToken cancellation)
    {
        var there = await FindAsync(people, cancellation);
        foreach (var person in people)
        {
            var found = there[EmploymentId(person) ?? ""].ToList();
            if (found.Count == 1)
            {
                Identify(person, found[0].Id);
            }
            else
            {
                journal.SettleAll(person, ChangeOutcome.Failed(found.Count == 0 ? reason : new Reason(ReasonCodes.SeveralExist)));
            }
        }
    }

    private static void Identify(PersonChanges person, XledgerId id)
    {
        foreach (var change in person.Changes)
        {
            change.XledgerId = id;
        }
    }

    private void Settle(PersonChanges person, XledgerEmployee? after)
    {
        foreach (var change in person.Changes.Where(change => change.State is ChangeState.Planned or ChangeState.Sending))
        {
            var outcome = after is null
                ? ChangeOutcome.Failed(new Reason(ReasonCodes.PersonGone))
                : ChangeOutcome.AfterWriting(change, FieldValue.Nothing, after.Person[change.Field], journal.Country, answered: true);
            var refused = outcome.State == ChangeState.Confirmed ? null : _left.GetValueOrDefault(person.HumaId)?.GetValueOrDefault(change.Field);
            journal.Settle(change, refused is null ? outcome : ChangeOutcome.Refused(refused));
        }
    }

    private static string? EmploymentId(PersonChanges person) => person.Values[Field.EmploymentId].TextOrNull?.Trim();
}
