using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Transport;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>Reads employees: all of an entity, by id or by employment ID.</summary>
internal sealed class EmployeeReader(PageReader pages, int pageSize, LearnedBehavior learned, TimeProvider time)
{
    /// <summary>Keys in one filter.</summary>
    private const int KeysPerQuery = IXledgerClient.LargestRead;

    /// <summary>
    /// E-mail addresses in one filter: there is no list operator for them, so each is a condition of its own.
    /// </summary>
    private const int EmailsPerQuery = 100;

    private volatile string? _tokenEntity;

    /// <summary>The entity that the token belonged to at the newest read that showed it.</summary>
    public string? TokenEntity => _tokenEntity;

    /// <summary>All employees of an entity; those of other entities are listed separately.</summary>
    public async Task<XledgerReading> ReadAsync(
        string ownerDbId,
        IProgress<ReadCount>? progress,
        CancellationToken cancellation
    )
    {
        var employees = new List<XledgerEmployee>();
        var others = new List<Person>();
        var problems = new List<ReadProblem>();
        var today = OsloClock.Today(time);
        var register = false;
        await foreach (var page in PagesAsync(XledgerDocuments.Employees, pageSize, cancellation))
        {
            _tokenEntity = page.TokenEntity ?? _tokenEntity;
            foreach (var (node, cursor) in page.Records)
            {
                register |= node is not null && XledgerMapping.ShowsSystemValues(node);
                if (node?.DbId is not { Length: > 0 } id)
                {
                    problems.Add(Problem(cursor ?? "", "dbId"));
                }
                else if (node.OwnerDbId is not { Length: > 0 } owner)
                {
                    problems.Add(Problem(id, "ownerDbId"));
                }
                else if (owner == ownerDbId)
                {
                    employees.Add(Map(node, page.Unreadable, today));
                }
                else
                {
                    others.Add(XledgerMapping.ToEmployee(node, page.Unreadable, today).Person);
                }
            }

            progress?.Report(new ReadCount(employees.Count, null));
        }

        return new XledgerReading(
            register ? employees : [.. employees.Select(XledgerMapping.WithoutRegister)],
            problems
        )
        {
            OtherEntities = others,
        };
    }

    /// <summary>Employees by id; those that no longer exist are absent.</summary>
    public async Task<IReadOnlyDictionary<XledgerId, XledgerEmployee>> ReadAsync(
        IReadOnlyCollection<XledgerId> ids,
        CancellationToken cancellation
    )
    {
        var found = await FoundAsync(ids, cancellation);
        var missing = ids.Where(id => !found.ContainsKey(id)).ToList();
        if (missing.Count > 0)
        {
            // Absence is reported and ends a person's changes, so one answer without a record is not enough: read the
            // missing ones again.
            foreach (var (id, employee) in await FoundAsync(missing, cancellation))
            {
                found[id] = employee;
            }
        }

        return found;
    }

    private async Task<Dictionary<XledgerId, XledgerEmployee>> FoundAsync(
        IReadOnlyCollection<XledgerId> ids,
        CancellationToken cancellation
    )
    {
        var found = new Dictionary<XledgerId, XledgerEmployee>();
        foreach (var chunk in ids.Distinct().Chunk(KeysPerQuery))
        {
            var numbers = DbIds.Numbers(chunk.Select(id => id.Value));
            if (numbers.Count == 0)
            {
                continue;
            }

            foreach (
                var employee in await KnownAsync(
                    XledgerDocuments.EmployeesByIds.Fill(("ids", numbers)),
                    chunk.Length,
                    cancellation
                )
            )
            {
                found[employee.Id] = employee;
            }
        }

        return found;
    }

    /// <summary>Employees of an entity by employment ID.</summary>
    public async Task<IReadOnlyList<XledgerEmployee>> FindAsync(
        string ownerDbId,
        IReadOnlyCollection<string> employmentIds,
        CancellationToken cancellation
    )
    {
        var found = new List<XledgerEmployee>();
        foreach (var chunk in employmentIds.Where(code => code.Length > 0).Distinct().Chunk(KeysPerQuery))
        {
            // Other readable entities may use the same numbers: there may be more employees than codes.
            var codes = new JsonArray([.. chunk.Select(code => JsonValue.Create(code))]);
            var employees = await KnownAsync(
                XledgerDocuments.EmployeesByCodes.Fill(("codes", codes)),
                pageSize,
                cancellation
            );
            found.AddRange(employees.Where(employee => employee.Person.Owner == ownerDbId));
        }

        return found;
    }

    /// <summary>Employees of an entity whose contact has one of these addresses.</summary>
    public async Task<IReadOnlyList<XledgerEmployee>> FindByEmailAsync(
        string ownerDbId,
        IReadOnlyCollection<string> emails,
        CancellationToken cancellation
    )
    {
        var contacts = new HashSet<string>();
        // Whether the filter is case-sensitive is not public: as typed, and in lower case.
        foreach (
            var chunk in emails
                .SelectMany(email => new[] { email.Trim(), email.Trim().ToLowerInvariant() })
                .Where(email => email.Length > 0)
                .Distinct()
                .Chunk(EmailsPerQuery)
        )
        {
            var any = new JsonArray([.. chunk.Select(email => new JsonObject { ["email"] = email })]);
            var withAny = XledgerDocuments.ContactsByFilter.Fill(("filter", new JsonObject { ["OR"] = any }));
            await foreach (var page in pages.ReadAsync<ContactNode>(withAny, pageSize, node => node.DbId, cancellation))
            {
                contacts.UnionWith(page.Records.Select(record => record.Node?.DbId).OfType<string>());
            }
        }

        return
        [
            .. (await OfContactsAsync(contacts, cancellation)).Where(employee => employee.Person.Owner == ownerDbId),
        ];
    }

    /// <summary>The employees with these contacts, of any readable entity.</summary>
    public async Task<IReadOnlyList<XledgerEmployee>> OfContactsAsync(
        IReadOnlyCollection<string> contactIds,
        CancellationToken cancellation
    )
    {
        var found = new List<XledgerEmployee>();
        foreach (var chunk in contactIds.Chunk(KeysPerQuery))
        {
            var ids = new JsonArray([.. chunk.Select(id => JsonValue.Create(id))]);
            found.AddRange(
                await KnownAsync(XledgerDocuments.EmployeesByContacts.Fill(("ids", ids)), pageSize, cancellation)
            );
        }

        return found;
    }

    private async Task<List<XledgerEmployee>> KnownAsync(
        GraphQlDocument document,
        int first,
        CancellationToken cancellation
    )
    {
        var today = OsloClock.Today(time);
        var employees = new List<XledgerEmployee>();
        var register = false;
        await foreach (var page in PagesAsync(document, first, cancellation))
        {
            _tokenEntity = page.TokenEntity ?? _tokenEntity;
            foreach (var (node, _) in page.Records)
            {
                register |= node is not null && XledgerMapping.ShowsSystemValues(node);
                // Here absence means "no longer there" or "not added yet", so an unidentifiable record must fail the
                // read.
                employees.Add(
                    node?.DbId is { Length: > 0 }
                        ? Map(node, page.Unreadable, today)
                        : throw new XledgerFault(
                            XledgerFaultCause.Answer,
                            new Reason(XledgerReasons.RecordUnreadable, "dbId"),
                            transient: false
                        )
                );
            }
        }

        return register ? employees : [.. employees.Select(XledgerMapping.WithoutRegister)];
    }

    private IAsyncEnumerable<Page<EmployeeNode>> PagesAsync(
        GraphQlDocument document,
        int first,
        CancellationToken cancellation
    ) => pages.ReadAsync<EmployeeNode>(document, first, node => node.DbId, cancellation);

    private XledgerEmployee Map(EmployeeNode node, Unreadable unreadable, DateOnly today)
    {
        learned.LearnGender(node.Contact?.Gender);
        return XledgerMapping.ToEmployee(node, unreadable, today);
    }

    private static ReadProblem Problem(string recordId, string place) =>
        new(Side.Xledger, recordId, new Reason(XledgerReasons.RecordUnreadable, place), Incomplete: true);
}
