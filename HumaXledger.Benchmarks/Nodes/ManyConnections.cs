using System.Diagnostics;
using HumaXledger.Core;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;
using Microsoft.EntityFrameworkCore;
using HumaGroup = HumaXledger.Sandbox.Huma.HumaGroup;

namespace HumaXledger.Benchmarks.Nodes;

/// <summary>
/// Many connections, each with an Xledger entity, a token and a group in Huma of its own, and one change a second over
/// all of them. The sample's people are dealt out to entities and groups in the sandbox; each connection is stored as
/// the set-up stores it, read by the product's own comparison, a few at a time, and linked as its first
/// synchronization would link it.
/// </summary>
internal static class ManyConnections
{
    private const int Nodes = 3;
    private const int AtOnce = 4;
    private const int WarmUp = 10;
    private const double Target = 5;
    private const double Megabytes = 600;

    public static async Task<List<Measurement>> RunAsync(int connections, int people, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        await using var load = await NodesUnderLoad.OpenAsync(Nodes, connections * people, false);
        var companies = Deal(load.Sandbox.World, connections, people);
        await Parallel.ForEachAsync(
            companies,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (company, _) => company.Made = await ConnectAsync(load, company)
        );
        var setUp = watch.Elapsed;
        await Console.Error.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss} {connections} connections set up in {setUp}");
        await load.StartNodesAsync();

        // Everybody changes once, in another company each second.
        var seconds = (int)length.TotalSeconds;
        var turns = Enumerable
            .Range(0, companies.Max(company => company.Linked.Count))
            .SelectMany(number =>
                companies
                    .Where(company => number < company.Linked.Count)
                    .Select(company => (company, Person: company.Linked[number]))
            )
            .Take(WarmUp + seconds)
            .ToList();
        using var client = NodesUnderLoad.Client();
        var sentAt = new Dictionary<string, DateTime>();
        var sender = new HumaSender(client, number =>
        {
            var (company, person) = turns[number];
            load.Sandbox.World.EditInHuma(person, SandboxField.JobTitle, $"Rådgiver {number}");
            sentAt[$"{person}"] = DateTime.UtcNow;
            return new HumaMessage(
                new Uri(load.Cluster.Url, $"webhooks/huma/{company.Made!.Address}"),
                company.Made,
                person
            );
        });
        // The first messages compile what is used for the first time.
        await sender.SendAsync(1, WarmUp, _ => { });
        sentAt.Clear();
        await using var use = new NodeUse(await load.Cluster.ProcessesAsync(CancellationToken.None));
        var began = DateTime.UtcNow;
        var answers = await sender.SendAsync(1, turns.Count - WarmUp, _ => { });
        await FollowingHuma.SettledAsync(load.Office, TimeSpan.FromMinutes(5));

        await using var store = load.Office.Store();
        var ended = await store
            .PendingChanges.AsNoTracking()
            .Where(pending => pending.Source == PendingChangeSource.Webhook)
            .Select(pending => new
            {
                pending.HumaId,
                pending.State,
                pending.EndedAt,
            })
            .ToListAsync();
        var delays = ended
            .Where(pending => pending.State == PendingChangeState.Written && sentAt.ContainsKey(pending.HumaId.Value))
            .Select(pending => (pending.EndedAt!.Value - sentAt[pending.HumaId.Value]).TotalSeconds)
            .ToList();
        var late = ended
            .Where(pending =>
                sentAt.TryGetValue(pending.HumaId.Value, out var sent)
                && pending.EndedAt - sent > TimeSpan.FromSeconds(Target)
            )
            .Select(pending => (sentAt[pending.HumaId.Value] - began).TotalSeconds)
            .Order()
            .Select(at => FormattableString.Invariant($"{at:0}"))
            .ToList();
        var sentAfter = late.Count == 0 ? "" : $" (sent after {string.Join(", ", late)} s)";
        var others = ended.CountBy(pending => pending.State).Where(one => one.Key != PendingChangeState.Written);
        return
        [
            new Measurement(
                FormattableString.Invariant(
                    $"{connections:N0} connections with {people} people, a change a second for {length.TotalMinutes:0.#} min, {Nodes} nodes: change to write"
                ),
                "95th percentile ≤ 5 s",
                Measurement.Seconds(Measurement.Percentile(delays, 0.95)),
                FormattableString.Invariant(
                    $"median {Measurement.Percentile(delays, 0.5):0.00} s, longest {delays.Max():0.00} s; {delays.Count} of {turns.Count - WarmUp} written {string.Join(", ", others.Select(one => $"{one.Value} {one.Key}"))}; {late.Count} later than {Target:0} s{sentAfter}; answers 99th {Measurement.Percentile(answers, 0.99):0.0} ms; set up in {setUp.TotalSeconds:0} s"
                ),
                Measurement.Within(Measurement.Percentile(delays, 0.95), Target)
                    && sender.Accepted == turns.Count
                    && delays.Count == turns.Count - WarmUp
            ),
            new Measurement(
                "Memory of a node meanwhile",
                "≤ 600 MB",
                FormattableString.Invariant($"{use.Most:0} MB"),
                use.Describe(),
                Measurement.Within(use.Most, Megabytes)
            ),
        ];
    }

    // Of each company as many people on both sides; where the sample has someone on one side only, on that one.
    private static List<Company> Deal(SandboxWorld world, int connections, int people)
    {
        var companies = new List<Company>(connections);
        world.Xledger.Load(edit =>
        {
            foreach (var (number, some) in world.Catalogue.Pairs.Chunk(people).Take(connections).Index())
            {
                var name = $"Fjellheim {number + 1} AS";
                var entity = edit.Add(new EntityRow { Code = $"C{number}", Description = name });
                var token = edit.Add(
                    new TokenRow
                    {
                        Text = TokenText.From(
                            Guid.NewGuid()
                                .ToByteArray()
                                .Concat(Guid.NewGuid().ToByteArray())
                                .Concat(Guid.NewGuid().ToByteArray())
                                .ToArray()
                        ),
                        Description = name,
                        EntityOwnerDbId = entity.OwnerDbId,
                        OwnerDbId = entity.OwnerDbId,
                    }
                );
                foreach (var pair in some)
                {
                    if (world.Xledger.Employees.Find(pair.EmployeeDbId) is { } employee)
                    {
                        edit.Change(employee, row => row.OwnerDbId = entity.OwnerDbId);
                        edit.Change(world.Xledger.Contacts.Find(employee.ContactDbId)!, row =>
                            row.OwnerDbId = entity.OwnerDbId
                        );
                        edit.Change(world.Xledger.Subledgers.Find(employee.SubledgerDbId)!, row =>
                            row.OwnerDbId = entity.OwnerDbId
                        );
                    }
                }

                companies.Add(
                    new Company(
                        new HumaGroup(Guid.NewGuid(), name, HumaGroupType.Company),
                        $"{entity.OwnerDbId}",
                        token.Text,
                        [.. some]
                    )
                );
            }
        });
        foreach (var company in companies)
        {
            world.Huma.Put(company.Group);
            world.Huma.ChangeAll(
                [.. company.People.Where(pair => pair.HumaId is not null).Select(pair => pair.HumaId!.Value)],
                user => user with { Groups = [company.Group.Id] }
            );
        }

        return companies;
    }

    private static async Task<MadeWebhookKey> ConnectAsync(NodesUnderLoad load, Company company)
    {
        var (office, now) = (load.Office, DateTime.UtcNow);
        var id = Guid.CreateVersion7();
        var vault = office.Get<SecretVault>();
        await using (var context = office.Store())
        {
            context.Add(
                new Connection
                {
                    Id = id,
                    Name = company.Group.Name,
                    State = ConnectionState.Active,
                    HumaEnvironment = "Sandbox",
                    HumaClientId = load.Outside.ClientId,
                    HumaClientSecret = vault.Protect(
                        new Secret(load.Outside.ClientSecret),
                        SecretKind.HumaClientSecret,
                        id,
                        "Sandbox"
                    ),
                    HumaOrganizationId = $"{load.Sandbox.World.Huma.OrganizationId}",
                    HumaGroupId = $"{company.Group.Id}",
                    HumaGroupType = "company",
                    HumaGroupName = company.Group.Name,
                    XledgerEnvironment = "Sandbox",
                    XledgerToken = vault.Protect(new Secret(company.Token), SecretKind.XledgerToken, id, "Sandbox"),
                    XledgerTokenFingerprint = SecretFingerprint.Of(company.Token),
                    XledgerEntityId = company.EntityId,
                    XledgerEntityName = company.Group.Name,
                    AuthorityConfirmedBy = SampleOrganization.Administrator.Name,
                    AuthorityConfirmedAt = now,
                    CreatedAt = now.AddDays(-1),
                    LastSyncedAt = now,
                    LastQuickComparisonAt = now,
                    DefaultPolicy = PolicyRule.HumaWins,
                }
            );
            foreach (var side in Enum.GetValues<Side>())
            {
                context.Add(
                    new SystemHealth
                    {
                        ConnectionId = id,
                        Side = side,
                        CheckedAt = now,
                        Accepted = true,
                    }
                );
            }

            await context.SaveChangesAsync();
        }

        await LinkAsync(office, id, await office.CompareAsync(id), company);
        return SampleOrganization.Done(
            await office.Get<WebhookKeys>().MakeAsync(id, SampleOrganization.Administrator, CancellationToken.None)
        );
    }

    // What both sides agree on is the baseline, and what Huma holds was processed.
    private static async Task LinkAsync(SampleOrganization office, Guid connection, Guid comparison, Company company)
    {
        var session = await office
            .Get<Review>()
            .OpenAsync(comparison, SampleOrganization.Administrator, CancellationToken.None);
        var differing = session.Comparison.Differences.ToLookup(
            difference => difference.Pair.Huma.Id,
            difference => difference.Field
        );
        await using var context = office.Store();
        foreach (var pair in session.Comparison.Matches.Pairs.Where(pair => pair.Settled))
        {
            var baseline = pair.Huma.Values;
            foreach (var field in differing[pair.Huma.Id])
            {
                baseline = baseline.With(field, FieldValue.NotKnown);
            }

            var link = new PersonLink
            {
                ConnectionId = connection,
                HumaId = pair.Link.Huma,
                XledgerId = pair.Link.Xledger,
                FoundAs = pair.State,
                LinkedAt = session.Record.StartedAt,
                LinkedBy = SampleOrganization.Administrator.Name,
                Baseline = baseline,
                BaselineAt = session.Record.StartedAt,
                LastProcessed = pair.Huma.Values,
            };
            link.Identify(pair.Huma.Values, pair.Xledger.Values);
            context.Add(link);
        }

        await context.SaveChangesAsync();
        await context
            .Comparisons.Where(row => row.Id == comparison)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ComparisonState.Closed));
        var agreeing = company.People.Where(pair => pair.Agrees).Select(pair => $"{pair.HumaId}").ToHashSet();
        company.Linked =
        [
            .. session
                .Comparison.Matches.Pairs.Where(pair => pair.Settled && agreeing.Contains(pair.Huma.Id))
                .Select(pair => Guid.Parse(pair.Huma.Id)),
        ];
    }

    private sealed record Company(HumaGroup Group, string EntityId, string Token, IReadOnlyList<SamplePair> People)
    {
        /// <summary>People who are equal on both sides and linked.</summary>
        public IReadOnlyList<Guid> Linked { get; set; } = [];

        public MadeWebhookKey? Made { get; set; }
    }
}
