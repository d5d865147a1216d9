using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>
/// Adds people: the employees first, then contact and ledger record where the answer shows none, then what only those
/// can hold. No person is sent twice; an addition that stops half way is reported by person and field.
/// </summary>
internal sealed class XledgerAdder(
    MutationSender sender,
    XledgerWriter writer,
    SupplierLookup suppliers,
    OrphanRecords loose,
    LearnedBehavior learned,
    TimeProvider time
)
{
    /// <summary>See <see cref="IXledgerClient.AddAsync"/>.</summary>
    public async Task<XledgerBatchOutcome> AddAsync(
        IReadOnlyList<XledgerAddition> batch,
        string ownerDbId,
        Func<IReadOnlyDictionary<string, XledgerId>, Task>? noted,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, IXledgerClient.LargestBatch, nameof(batch));
        var left = new UnwrittenFields();
        var people = new List<NewEmployee>();
        foreach (var person in batch.Select(addition => new NewEmployee(addition)))
        {
            var missing = person.Missing.ToArray();
            if (missing.Length == 0)
            {
                people.Add(person);
            }
            else
            {
                foreach (var field in missing)
                {
                    left.Add(person, field, new Reason(XledgerReasons.Needs, FieldRules.For(field).Name));
                }
            }
        }

        if (people.Count == 0)
        {
            return Outcome(null, [], left);
        }

        var today = OsloClock.Today(time);
        var answer = await sender.AddEmployeesAsync(
            [
                .. people.Select(person => new Input(
                    Part.Employee,
                    person.ClientId,
                    person.EmployeeNode(ownerDbId, today)
                )),
            ],
            cancellation
        );
        if (answer.Refusal is not null)
        {
            return Outcome(answer.Refusal, [], left);
        }

        var codes = people.Select(person => person.Code.Trim()).ToHashSet();
        foreach (var person in people)
        {
            Note(person, answer, codes);
        }

        learned.AddingMakesRecords = people.All(person =>
            person.ContactId is not null && person.SubledgerId is not null
        );
        if (noted is not null)
        {
            await noted(people.ToDictionary(person => person.ClientId, person => person.Id));
        }

        return await CompleteAsync(people, ownerDbId, begunAt: null, left, cancellation);
    }

    /// <summary>See <see cref="IXledgerClient.CompleteAsync"/>.</summary>
    public Task<XledgerBatchOutcome> CompleteAsync(
        IReadOnlyList<XledgerAddition> batch,
        IReadOnlyList<XledgerEmployee> found,
        string ownerDbId,
        DateTime begunAt,
        CancellationToken cancellation
    )
    {
        var people = batch
            .Zip(found, (addition, employee) => new NewEmployee(addition)
                {
                    Id = employee.Id,
                    ContactId = employee.ContactId,
                    ContactKey = employee.ContactKey,
                    SubledgerId = employee.SubledgerId,
                    SubledgerCode = employee.SubledgerCode,
                })
            .ToList();
        return CompleteAsync(people, ownerDbId, begunAt, new UnwrittenFields(), cancellation);
    }

    private async Task<XledgerBatchOutcome> CompleteAsync(
        List<NewEmployee> people,
        string ownerDbId,
        DateTime? begunAt,
        UnwrittenFields left,
        CancellationToken cancellation
    )
    {
        try
        {
            await MakeMissingAsync(people, ownerDbId, begunAt, left, cancellation);
            await WriteRestAsync(people, left, cancellation);
            return Outcome(null, people, left);
        }
        catch (XledgerFault fault)
        {
            // The employees are there: that must be reported, whatever came after.
            foreach (var person in people)
            {
                left.Add(person, fault.Reason);
            }

            return Outcome(null, people, left) with
            {
                Interruption = fault,
            };
        }
    }

    /// <summary>Sets the ids of an added employee and of the records created with it.</summary>
    /// <param name="codes">
    /// The employment IDs of all who were sent: an answer that gives one person the record of another is taken for
    /// lost, and the records are looked for. Xledger may number a person otherwise than it was asked to.
    /// </param>
    private static void Note(NewEmployee person, MutationAnswer answer, IReadOnlySet<string> codes)
    {
        if (
            !answer.Nodes.TryGetValue((Part.Employee, person.ClientId), out var node)
            || Text(node, "dbId") is not { } id
            || (Text(node, "code")?.Trim() is { } code && code != person.Code.Trim() && codes.Contains(code))
        )
        {
            throw new XledgerFault(XledgerFaultCause.Answer, new Reason(XledgerReasons.BrokenAnswer), transient: true)
            {
                OutcomeUnknown = true,
            };
        }

        person.Id = new XledgerId(id);
        person.ContactId = Text(node, "contact", "dbId");
        person.ContactKey = Text(node, "contact", "id");
        person.SubledgerId = Text(node, "subledger", "dbId");
        person.SubledgerCode = Text(node, "subledger", "code");
    }

    private Task WriteRestAsync(List<NewEmployee> people, UnwrittenFields left, CancellationToken cancellation) =>
        BisectAsync(
            [.. people.Where(person => person.ContactId is not null || person.SubledgerId is not null)],
            async some =>
            {
                var outcome = await writer.WriteAsync([.. some.Select(person => person.Rest())], cancellation);
                var byId = some.ToDictionary(person => person.Id.Value);
                if (outcome.Refusal is null)
                {
                    foreach (var (id, fields) in outcome.NotWritten)
                    {
                        foreach (var (field, reason) in fields)
                        {
                            left.Add(byId[id], field, reason, impossible: outcome.Impossible.Contains((id, field)));
                        }
                    }
                }

                return outcome.Refusal;
            },
            (person, refusal) => left.Add(person, refusal)
        );

    /// <summary>Creates and links the contacts and suppliers that Xledger did not create itself.</summary>
    /// <param name="begunAt">
    /// When an interrupted addition began: it may have created some of them. Null for one that was not interrupted.
    /// </param>
    private async Task MakeMissingAsync(
        List<NewEmployee> people,
        string ownerDbId,
        DateTime? begunAt,
        UnwrittenFields left,
        CancellationToken cancellation
    )
    {
        var incomplete = people.Where(person => person.ContactId is null || person.SubledgerId is null).ToArray();
        if (incomplete.Length == 0)
        {
            return;
        }

        if (begunAt is { } since)
        {
            await loose.AdoptAsync(incomplete, ownerDbId, since, cancellation);
        }

        var withoutContact = incomplete.Where(person => person.ContactId is null).ToArray();
        var withoutSubledger = incomplete.Where(person => person.SubledgerId is null).ToList();

        if (withoutSubledger.Count > 0)
        {
            // "Check by code first" is Xledger's own advice. A supplier that has the number already may be
            // another person's: it is not taken over.
            var taken = await suppliers.TakenAsync([.. withoutSubledger.Select(person => person.Code)], cancellation);
            foreach (var person in withoutSubledger.Where(person => taken.Contains(person.Code)).ToArray())
            {
                withoutSubledger.Remove(person);
                left.Add(person, Field.BankAccount, new Reason(XledgerReasons.SupplierTaken, person.Code));
            }
        }

        await MakeAsync(withoutContact, withoutSubledger, ownerDbId, left, cancellation);
        await BisectAsync(
            [.. incomplete.Where(person => person.ContactId is not null || person.SubledgerId is not null)],
            async some =>
                (
                    await sender.UpdateAsync(
                        [.. some.Select(person => new Input(Part.Employee, person.ClientId, person.LinkNode()))],
                        cancellation
                    )
                ).Refusal,
            (person, refusal) => left.Add(person, refusal)
        );
    }

    private async Task MakeAsync(
        NewEmployee[] withoutContact,
        List<NewEmployee> withoutSubledger,
        string ownerDbId,
        UnwrittenFields left,
        CancellationToken cancellation
    )
    {
        if (withoutContact.Length + withoutSubledger.Count == 0)
        {
            return;
        }

        var made = await sender.AddAsync(
            [
                .. withoutContact.Select(person => new Input(
                    Part.Contact,
                    person.ClientId,
                    person.ContactNode(ownerDbId)
                )),
                .. withoutSubledger.Select(person => new Input(
                    Part.Supplier,
                    person.ClientId,
                    person.SupplierNode(ownerDbId)
                )),
            ],
            cancellation
        );
        if (made.Refusal is not null)
        {
            // Not repeated in halves: if a part was written after all, contacts would be created twice.
            var unmade = withoutContact
                .Where(person => !made.Nodes.ContainsKey((Part.Contact, person.ClientId)))
                .Union(withoutSubledger.Where(person => !made.Nodes.ContainsKey((Part.Supplier, person.ClientId))));
            foreach (var person in unmade)
            {
                left.Add(person, made.Refusal);
            }
        }

        foreach (var person in withoutContact.Where(person => made.Nodes.ContainsKey((Part.Contact, person.ClientId))))
        {
            person.ContactId = Text(made.Nodes[(Part.Contact, person.ClientId)], "dbId");
            person.ContactKey = Text(made.Nodes[(Part.Contact, person.ClientId)], "id");
        }

        foreach (
            var person in withoutSubledger.Where(person => made.Nodes.ContainsKey((Part.Supplier, person.ClientId)))
        )
        {
            person.SubledgerId = Text(made.Nodes[(Part.Supplier, person.ClientId)], "dbId");
            person.SubledgerCode = Text(made.Nodes[(Part.Supplier, person.ClientId)], "code") ?? person.Code;
            if (person.SubledgerId is not null)
            {
                suppliers.Remember(person.SubledgerId, person.SubledgerCode);
            }
        }
    }

    /// <summary>
    /// Sends all; a refused part is halved until each refused person stands alone. Only for idempotent requests.
    /// </summary>
    private static async Task BisectAsync(
        IReadOnlyList<NewEmployee> people,
        Func<IReadOnlyList<NewEmployee>, Task<Reason?>> send,
        Action<NewEmployee, Reason> refused
    )
    {
        if (people.Count == 0 || await send(people) is not { } refusal)
        {
            return;
        }

        if (people.Count == 1)
        {
            refused(people[0], refusal);
            return;
        }

        var half = people.Count / 2;
        await BisectAsync([.. people.Take(half)], send, refused);
        await BisectAsync([.. people.Skip(half)], send, refused);
    }

    private static XledgerBatchOutcome Outcome(
        Reason? refusal,
        IReadOnlyList<NewEmployee> added,
        UnwrittenFields left
    ) =>
        new(refusal, added.ToDictionary(person => person.ClientId, person => person.Id))
        {
            NotWritten = left.ByClientId,
            Impossible = left.Impossible,
        };

    private static string? Text(JsonElement node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(name, out node))
            {
                return null;
            }
        }

        return WireJson.TextOf(node);
    }
}
