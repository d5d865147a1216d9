using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Adds people to Xledger. A person is only added after a look-up by employment ID shows no record. After a lost answer
/// or an interruption the person is looked up by employment ID and by the contact's e-mail address, and sent again only
/// where both find no record. What an earlier attempt has sent may still be under way, so the look-up waits for it.
/// </summary>
/// <param name="wait">See <see cref="XledgerOptions.AdditionWait"/>.</param>
internal sealed class XledgerAdditions(
    IXledgerClient client,
    string ownerDbId,
    TokenEntity entity,
    RunAllowance allowance,
    Journal journal,
    TimeSpan wait
)
{
    private const int Attempts = 2;

    // What could not be written of people who were added, or why they were not.
    private readonly Dictionary<HumaId, IReadOnlyDictionary<Field, Reason>> _left = [];

    // Those of them that no other try changes.
    private readonly HashSet<(HumaId Person, Field Field)> _impossible = [];

    private readonly RefusalStreak _streak = new();

    /// <summary>Adds what is open, in batches.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (
            var batch in journal.BatchesAsync(
                Side.Xledger,
                ChangeKind.Create,
                IXledgerClient.LargestBatch,
                cancellation
            )
        )
        {
            using var span = journal.BeginBatch(Side.Xledger, ChangeKind.Create, batch.Count);
            await allowance.DemandAsync(cancellation);
            await AddAsync(batch, cancellation);
        }
    }

    private async Task AddAsync(IReadOnlyList<PersonChanges> batch, CancellationToken cancellation)
    {
        var begun = batch.Where(person => person.Interrupted || Exists(person)).ToList();
        await journal.WaitUntilOldAsync(begun.Where(person => !Exists(person)), wait, cancellation);
        var there = await FindAsync(batch, cancellation);
        entity.Demand();
        var missing = batch.Except(begun).Where(person => Absent(person, there)).ToList();
        if (begun.Count > 0)
        {
            missing.AddRange(
                await ResolveAsync([.. begun.Where(person => !Exists(person))], there, byEmail: true, cancellation)
            );
        }

        await SendAsync(missing, attempt: 1, cancellation);
        await CompleteAsync([.. begun.Where(Exists)], cancellation);

        // Those that have an id by now exist, whatever the answers said; what they hold is read.
        var added = batch.Where(Exists).ToList();
        var after =
            added.Count == 0
                ? new Dictionary<XledgerId, XledgerEmployee>()
                : await client.ReadEmployeesAsync([.. added.Select(person => person.XledgerId)], cancellation);
        foreach (var person in added)
        {
            Settle(person, after.GetValueOrDefault(person.XledgerId));
        }

        await journal.SaveAsync(cancellation);
    }

    private async Task<ILookup<string, XledgerEmployee>> FindAsync(
        IEnumerable<PersonChanges> people,
        CancellationToken cancellation
    )
    {
        var codes = people.Select(EmploymentId).OfType<string>().Distinct().ToList();
        var found = codes.Count == 0 ? [] : await client.FindByEmploymentIdAsync(ownerDbId, codes, cancellation);
        return found.ToLookup(employee => employee.Person[Field.EmploymentId].TextOrNull ?? "");
    }

    // A record with this number although nothing was sent yet is a reason not to add.
    private bool Absent(PersonChanges person, ILookup<string, XledgerEmployee> there)
    {
        var found = there[EmploymentId(person) ?? ""].Count();
        if (found > 0)
        {
            journal.SettleAll(
                person,
                ChangeOutcome.Refused(new Reason(found == 1 ? RunReasons.ExistsByNow : RunReasons.SeveralExist)) with
                {
                    Final = true,
                }
            );
        }

        return found == 0;
    }

    /// <summary>
    /// Finds the people whom a request with an unknown outcome has added: they get their ids. Another person, or
    /// several records, are reported.
    /// </summary>
    /// <param name="byEmail">Whether their contacts are looked for too; needless where an answer said that they were
    /// refused.</param>
    /// <returns>Those of whom neither number nor address is there: they may be sent.</returns>
    private async Task<IReadOnlyList<PersonChanges>> ResolveAsync(
        IReadOnlyList<PersonChanges> people,
        ILookup<string, XledgerEmployee> there,
        bool byEmail,
        CancellationToken cancellation
    )
    {
        var unseen = new List<PersonChanges>();
        foreach (var person in people)
        {
            switch (there[EmploymentId(person) ?? ""].ToList())
            {
                case []:
                    unseen.Add(person);
                    break;
                case [var found] when AddedPersonMatch.Is(found, person.Values, journal.Country):
                    Identify(person, found.Id);
                    break;
                case [_]:
                    journal.SettleAll(
                        person,
                        ChangeOutcome.Refused(new Reason(RunReasons.ExistsByNow)) with
                        {
                            Final = true,
                        }
                    );
                    break;
                default:
                    journal.SettleAll(
                        person,
                        ChangeOutcome.Refused(new Reason(RunReasons.SeveralExist)) with
                        {
                            Final = true,
                        }
                    );
                    break;
            }
        }

        var emails = !byEmail
            ? []
            : unseen.Select(person => person.Values[Field.Email].TextOrNull).OfType<string>().ToList();
        var contacts = emails.Count == 0 ? [] : await client.FindByEmailAsync(ownerDbId, emails, cancellation);
        var absent = new List<PersonChanges>();
        foreach (var person in unseen)
        {
            // Number and person went out together: a record with the address and another number was added elsewhere.
            if (
                contacts.Any(employee =>
                    FieldNormal.Same(
                        Field.Email,
                        employee.Person[Field.Email],
                        person.Values[Field.Email],
                        journal.Country
                    )
                )
            )
            {
                journal.SettleAll(
                    person,
                    ChangeOutcome.Refused(new Reason(RunReasons.EmailExistsByNow)) with
                    {
                        Final = true,
                    }
                );
            }
            else
            {
                absent.Add(person);
            }
        }

        return absent;
    }

    private async Task SendAsync(IReadOnlyList<PersonChanges> people, int attempt, CancellationToken cancellation)
    {
        if (_streak.GivesUp)
        {
            foreach (var person in people)
            {
                journal.SettleAll(
                    person,
                    ChangeOutcome.Failed(new Reason(RunReasons.RefusedLikeOthers, $"{RefusalStreak.Longest}"))
                );
            }

            return;
        }

        if (people.Count == 0)
        {
            return;
        }

        // Before each request: its time counts, and an attempt that was overtaken sends nothing more.
        await journal.SendingAsync(Side.Xledger, people.SelectMany(person => person.Changes), cancellation);
        XledgerBatchOutcome outcome;
        try
        {
            outcome = await client.AddAsync([.. people.Select(Addition)], ownerDbId, cancellation, async ids =>
            {
                foreach (var person in people.Where(person => ids.ContainsKey(person.HumaId.Value)))
                {
                    Identify(person, ids[person.HumaId.Value]);
                }

                // Also where the process ends meanwhile: who goes on need not search for them.
                await journal.SaveAsync(CancellationToken.None);
            });
        }
        catch (XledgerFault fault) when (fault.OutcomeUnknown)
        {
            await AfterLossAsync(people, attempt, fault, cancellation);
            return;
        }

        Note(people, outcome);
        if (outcome.Refusal is null)
        {
            _streak.Broken();
        }

        if (outcome.Interruption is { Transient: true })
        {
            await CompleteAsync([.. people.Where(Exists)], cancellation);
        }

        var left = people.Where(person => !Exists(person)).ToList();
        if (outcome.Refusal is not null && left.Count > 0)
        {
            // Whether a refusal undoes the people before the refused one is not public (contracts/xledger.md 4.8); an
            // error may stand beside what was done all the same.
            left = [.. await ResolveAsync(left, await FindAsync(left, cancellation), byEmail: false, cancellation)];
            await CompleteAsync([.. people.Where(Exists)], cancellation);
        }

        if (left is [var alone] && people.Count == 1)
        {
            var refusal = outcome.Refusal
                ?? _left.GetValueOrDefault(alone.HumaId)?.Values.FirstOrDefault()
                ?? new Reason(RunReasons.NotCarriedOut);
            journal.SettleAll(alone, ChangeOutcome.Refused(refusal));
            _streak.RefusedAlone(refusal);
            return;
        }

        foreach (var half in left.Count == 0 ? [] : left.Chunk((left.Count + 1) / 2))
        {
            await SendAsync(half, attempt, cancellation);
        }
    }

    private async Task AfterLossAsync(
        IReadOnlyList<PersonChanges> people,
        int attempt,
        XledgerFault fault,
        CancellationToken cancellation
    )
    {
        var absent = await ResolveAsync(people, await FindAsync(people, cancellation), byEmail: true, cancellation);
        await journal.SaveAsync(cancellation);
        await CompleteAsync([.. people.Where(Exists)], cancellation);
        if (attempt < Attempts && fault.Transient)
        {
            await SendAsync(absent, attempt + 1, cancellation);
            return;
        }

        foreach (var person in absent)
        {
            journal.SettleAll(
                person,
                fault.Transient ? ChangeOutcome.Failed(fault.Reason) : ChangeOutcome.Refused(fault.Reason)
            );
        }
    }

    // The employees are there; contact, ledger record and what only those hold may be missing.
    private async Task CompleteAsync(IReadOnlyList<PersonChanges> people, CancellationToken cancellation)
    {
        if (people.Count == 0)
        {
            return;
        }

        await journal.SaveAsync(cancellation);
        var now = await client.ReadEmployeesAsync([.. people.Select(person => person.XledgerId)], cancellation);
        // The id of a person who was added is bound to nothing in the journal: what the record holds says whose it is.
        foreach (
            var other in people.Where(person =>
                now.TryGetValue(person.XledgerId, out var found)
                && !AddedPersonMatch.Is(found, person.Values, journal.Country)
            )
        )
        {
            journal.SettleAll(other, ChangeOutcome.Refused(new Reason(RunReasons.ExistsByNow)) with { Final = true });
        }

        var there = people.Where(person => now.ContainsKey(person.XledgerId) && person.Open.Any()).ToList();
        // Each row names the record by itself.
        there.ForEach(person => Identify(person, person.XledgerId));
        if (there.Count > 0)
        {
            Note(
                there,
                await client.CompleteAsync(
                    [.. there.Select(Addition)],
                    [.. there.Select(person => now[person.XledgerId])],
                    ownerDbId,
                    journal.BegunAt,
                    cancellation
                )
            );
        }
    }

    private void Note(IEnumerable<PersonChanges> people, XledgerBatchOutcome outcome)
    {
        foreach (var person in people)
        {
            _left.Remove(person.HumaId);
            _impossible.RemoveWhere(left => left.Person == person.HumaId);
            if (outcome.NotWritten.TryGetValue(person.HumaId.Value, out var unwritten))
            {
                _left[person.HumaId] = unwritten;
                _impossible.UnionWith(
                    unwritten
                        .Keys.Where(field => outcome.Impossible.Contains((person.HumaId.Value, field)))
                        .Select(field => (person.HumaId, field))
                );
            }
        }
    }

    private void Settle(PersonChanges person, XledgerEmployee? after)
    {
        if (after is null)
        {
            journal.SettleAll(person, ChangeOutcome.Failed(new Reason(RunReasons.PersonGone)) with { Final = true });
            return;
        }

        foreach (var change in person.Open)
        {
            var outcome = ChangeOutcome
                .AfterWriting(
                    change,
                    FieldValue.Nothing,
                    after.Person[change.Field],
                    journal.Country,
                    answered: true,
                    after.Contradicts(change.Field, change.To)
                )
                .InEveryPlace(change, after.Person, journal.Country);
            var refused = outcome.IsSeen
                ? null
                : _left.GetValueOrDefault(person.HumaId)?.GetValueOrDefault(change.Field);
            journal.Settle(
                change,
                refused is null
                    ? outcome
                    : ChangeOutcome.Refused(refused) with
                    {
                        Final = _impossible.Contains((person.HumaId, change.Field)),
                    }
            );
        }
    }

    private void Identify(PersonChanges person, XledgerId id) =>
        journal.Identify(person, change => change.XledgerId = id);

    private static bool Exists(PersonChanges person) => person.Changes[0].XledgerId is not null;

    private static XledgerAddition Addition(PersonChanges person) => new(person.HumaId.Value, person.Values);

    private static string? EmploymentId(PersonChanges person) => person.Values[Field.EmploymentId].TextOrNull?.Trim();
}
