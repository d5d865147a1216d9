using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Adds people to Huma, one after the other: several calls each, and a person who was only added in part is reported
/// field by field. The new id is saved before the second call, so that an interrupted addition is continued, and only
/// started again after a search shows that the person is missing.
/// </summary>
internal sealed class HumaAdditions(IHumaClient client, HumaScope scope, Journal journal)
{
    /// <summary>Adds what is open, one person after the other.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var batch in journal.BatchesAsync(Side.Huma, ChangeKind.Create, size: 1, cancellation))
        {
            using var span = journal.BeginBatch(Side.Huma, ChangeKind.Create, batch.Count);
            foreach (var person in batch)
            {
                await (
                    person.Interrupted || person.Changes[0].HumaId is not null
                        ? ResumeAsync(person, cancellation)
                        : AddAsync(person, cancellation)
                );
                await journal.SaveAsync(cancellation);
            }
        }
    }

    private async Task AddAsync(PersonChanges person, CancellationToken cancellation)
    {
        await journal.SendingAsync(Side.Huma, person.Changes, cancellation);
        await SettleAsync(person, () => client.AddAsync(person.Values, scope, cancellation, async id =>
                {
                    Identify(person, id);
                    await journal.SaveAsync(cancellation);
                }), cancellation);
    }

    // An earlier attempt was interrupted here: people who are there by now are read, and only the missing are added.
    private async Task ResumeAsync(PersonChanges person, CancellationToken cancellation)
    {
        if (person.Changes[0].HumaId is { } known)
        {
            // The id is bound to nothing in the journal: what the record holds says whose it is.
            switch ((await client.ReadUsersAsync([known], cancellation)).GetValueOrDefault(known))
            {
                case null:
                    journal.SettleAll(
                        person,
                        ChangeOutcome.Failed(new Reason(RunReasons.PersonGone)) with
                        {
                            Final = true,
                        }
                    );
                    break;
                case var user when AddedPersonMatch.Is(user, person.Values, journal.Country):
                    // Each row names the record by itself.
                    Identify(person, known);
                    await CompleteAsync(person, user, cancellation);
                    break;
                default:
                    RefuseAsThere(person);
                    break;
            }

            return;
        }

        var found = person.Values[Field.Email].TextOrNull is { } email
            ? await client.FindByEmailAsync(email, cancellation)
            : [];
        switch (found)
        {
            case []:
                await AddAsync(person, cancellation);
                break;
            case [var user] when AddedPersonMatch.Is(user, person.Values, journal.Country):
                Identify(person, user.Id);
                await journal.SaveAsync(cancellation);
                await CompleteAsync(person, user, cancellation);
                break;
            case [_]:
                RefuseAsThere(person);
                break;
            default:
                journal.SettleAll(
                    person,
                    ChangeOutcome.Refused(new Reason(RunReasons.SeveralWithEmail)) with
                    {
                        Final = true,
                    }
                );
                break;
        }
    }

    private void RefuseAsThere(PersonChanges person) =>
        journal.SettleAll(person, ChangeOutcome.Refused(new Reason(HumaReasons.PersonExists)) with { Final = true });

    private Task CompleteAsync(PersonChanges person, HumaUser user, CancellationToken cancellation) =>
        SettleAsync(person, () => client.CompleteAsync(user, person.Values, cancellation), cancellation);

    private async Task SettleAsync(
        PersonChanges person,
        Func<Task<HumaAddOutcome>> send,
        CancellationToken cancellation
    )
    {
        HumaAddOutcome outcome;
        try
        {
            outcome = await send();
        }
        catch (HumaFault fault) when (fault is { Transient: true, Limited: false })
        {
            journal.SettleAll(person, ChangeOutcome.Failed(fault.Reason));
            return;
        }

        if (outcome.Id is not { } id)
        {
            journal.SettleAll(
                person,
                ChangeOutcome.Refused(outcome.PersonRefused ?? new Reason(RunReasons.NotCarriedOut))
            );
            return;
        }

        var after = outcome.After ?? (await client.ReadUsersAsync([id], cancellation)).GetValueOrDefault(id);
        foreach (var change in person.Changes)
        {
            journal.Settle(
                change,
                HumaUpdates.Judge(
                    journal,
                    change,
                    before: null,
                    outcome.Refused.GetValueOrDefault(change.Field),
                    after,
                    fault: null
                )
            );
        }
    }

    private void Identify(PersonChanges person, HumaId id) => journal.Identify(person, change => change.HumaId = id);
}
