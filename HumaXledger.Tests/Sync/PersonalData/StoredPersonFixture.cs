using System.Text;
using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.PersonalData;

/// <summary>
/// A store with one person, Solveig, in every place that can name her, and another, Arne, beside her.
/// </summary>
internal sealed class StoredPersonFixture
{
    public const string Name = "Solveig Fossegrim";
    public const string Other = "Arne Bekkelund";

    public static readonly HumaId Huma = new("0b1c7c1e-58a4-4d0f-9f6e-5f2a4c6d7e81");
    public static readonly XledgerId Xledger = new("700701");
    public static readonly HumaId OtherHuma = new("5e0c0f0a-1111-4d0f-9f6e-5f2a4c6d7e82");
    public static readonly XledgerId OtherXledger = new("700702");

    /// <summary>Texts that only she has.</summary>
    public static readonly IReadOnlyList<string> Hers =
    [
        Name,
        "Fossegrim",
        "Klokkestemmer",
        "Orgelbygger",
        "solveig@example.no",
        "+47 909 80 070",
    ];

    public static readonly Actor Administrator = new(
        "kari",
        "Kari",
        null,
        new HashSet<Role> { Role.IntegrationAdministrator }
    );

    private static readonly DateTime Now = TestStore.Start.UtcDateTime;
    private readonly TestStore _store;

    private StoredPersonFixture(TestStore store, Guid connection) => (_store, Connection) = (store, connection);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Guid Connection { get; }

    public Guid Newest { get; private set; }

    public PlanRecord Plan { get; private set; } = null!;

    public PlanRecord Undone { get; private set; } = null!;

    public Erasure Erasure =>
        new(
            _store.Get<IDbContextFactory<SyncDbContext>>(),
            _store.Get<ComparisonArchive>(),
            new PersonRemovals(
                _store.Get<ComparisonArchive>(),
                _store.Get<MessageVault>(),
                _store.Get<ValueVault>(),
                _store.Clock
            ),
            SnapshotCache,
            _store.Get<StoreSweep>(),
            _store.Clock
        );

    private SnapshotCache SnapshotCache =>
        new(_store.Get<IDbContextFactory<SyncDbContext>>(), _store.Get<ComparisonArchive>(), _store.Clock);

    /// <param name="gone">Whether the newest comparison no longer found her in either system.</param>
    /// <param name="ended">Whether the connection has ended.</param>
    public static async Task<StoredPersonFixture> InAsync(TestStore store, bool gone = false, bool ended = false)
    {
        var remembered = new StoredPersonFixture(store, await store.AddConnectionAsync());
        await remembered.FillAsync(gone, ended);
        return remembered;
    }

    public async Task<Answer<Erased>> EraseAsync(ErasureScope scope, string name = Name) =>
        await EraseAsync(await ShownAsync(), scope, name);

    public Task<Answer<Erased>> EraseAsync(ErasurePreview shown, ErasureScope scope, string name = Name) =>
        Erasure.EraseAsync(Connection, shown, scope, name, Administrator, Cancellation);

    /// <summary>What her page shows before the erasure.</summary>
    public async Task<ErasurePreview> ShownAsync() =>
        (await Erasure.ReviewAsync(Connection, new PersonIds(Huma, null), Actor.System, Cancellation))!;

    public static FieldValues Values(string title, string? phone = null) =>
        new([
            new(Field.GivenName, new FieldValue.Of("Solveig")),
            new(Field.FamilyName, new FieldValue.Of("Fossegrim")),
            new(Field.Email, new FieldValue.Of("solveig@example.no")),
            new(Field.JobTitle, new FieldValue.Of(title)),
            new(Field.Phone, phone is null ? FieldValue.Nothing : new FieldValue.Of(phone)),
        ]);

    private static FieldValues OtherValues { get; } =
        new([
            new(Field.GivenName, new FieldValue.Of("Arne")),
            new(Field.FamilyName, new FieldValue.Of("Bekkelund")),
            new(Field.JobTitle, new FieldValue.Of("Fisker")),
        ]);

    private async Task FillAsync(bool gone, bool ended)
    {
        await SaveAsync(
            new PersonLink
            {
                ConnectionId = Connection,
                HumaId = Huma,
                XledgerId = Xledger,
                FoundAs = MatchState.Certain,
                LinkedAt = Now.AddDays(-20),
                LinkedBy = "Kari",
                Baseline = Values("Orgelbygger"),
                BaselineAt = Now.AddDays(-5),
                LastProcessed = Values("Orgelbygger"),
            },
            new PersonLink
            {
                ConnectionId = Connection,
                HumaId = OtherHuma,
                XledgerId = OtherXledger,
                FoundAs = MatchState.Certain,
                LinkedAt = Now.AddDays(-20),
                LinkedBy = "Kari",
                Baseline = OtherValues,
            }
        );
        await SaveAsync(
            new DistinctPairRecord
            {
                ConnectionId = Connection,
                HumaId = Huma,
                XledgerId = OtherXledger,
                DecidedBy = "Kari",
                DecidedAt = Now.AddDays(-20),
            },
            new DistinctPairRecord
            {
                ConnectionId = Connection,
                HumaId = OtherHuma,
                XledgerId = new XledgerId("700703"),
                DecidedBy = "Kari",
                DecidedAt = Now.AddDays(-20),
            }
        );
        var old = await ComparedAsync(Now.AddDays(-20), there: true);
        Plan = await RunAsync(
            old,
            1,
            PlanOrigin.Reviewed,
            new FieldValue.Of("Klokkestemmer"),
            new FieldValue.Of("Orgelbygger")
        );
        Undone = await RunAsync(
            old,
            2,
            PlanOrigin.Undo,
            new FieldValue.Of("+47 909 80 070"),
            FieldValue.Nothing,
            Field.Phone
        );
        Newest = await ComparedAsync(Now.AddDays(-1), !gone);
        await ToldAsync();
        if (ended)
        {
            await using var context = _store.Open();
            await context
                .Connections.Where(row => row.Id == Connection)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DisconnectedAt, Now), Cancellation);
        }
    }

    private async Task<Guid> ComparedAsync(DateTime at, bool there)
    {
        var record = new ComparisonRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = Connection,
            State = ComparisonState.Closed,
            StartedAt = at,
            FinishedAt = at,
            StartedBy = "Kari",
        };
        await SaveAsync(record);
        var links = new[] { new Link(Huma, Xledger), new Link(OtherHuma, OtherXledger) };
        IEnumerable<Person> huma =
        [
            new(Side.Huma, Huma.Value, true, Values("Orgelbygger")),
            new(Side.Huma, OtherHuma.Value, true, OtherValues),
        ];
        IEnumerable<Person> xledger =
        [
            new(Side.Xledger, Xledger.Value, true, Values("Klokkestemmer")),
            new(Side.Xledger, OtherXledger.Value, true, OtherValues),
        ];
        await _store
            .Get<ComparisonArchive>()
            .SaveAsync(
                record.Id,
                new ComparisonInput(
                    [.. huma.Skip(there ? 0 : 1)],
                    [.. xledger.Skip(there ? 0 : 1)],
                    links,
                    [new Baseline(links[0], Values("Orgelbygger"))],
                    new Policy(PolicyRule.Ask, new Dictionary<Field, PolicyRule>())
                )
                {
                    ConnectionId = Connection,
                    Distinct = there ? [new DistinctPair(Huma, OtherXledger)] : [],
                },
                Cancellation
            );
        return record.Id;
    }

    // A completed run of two people; the plan had a blocked change.
    private async Task<PlanRecord> RunAsync(
        Guid comparison,
        int number,
        PlanOrigin origin,
        FieldValue from,
        FieldValue to,
        Field field = Field.JobTitle
    )
    {
        var changes = new[]
        {
            new PlannedChange(
                1,
                Side.Xledger,
                ChangeKind.Update,
                Huma,
                Xledger,
                Name,
                field,
                from,
                to,
                ChangeCause.Decided,
                new Reason(PlanningReasons.ChangeDecided)
            ),
            new PlannedChange(
                2,
                Side.Xledger,
                ChangeKind.Update,
                OtherHuma,
                OtherXledger,
                Other,
                field,
                FieldValue.Nothing,
                new FieldValue.Of("Fisker"),
                ChangeCause.Decided,
                new Reason(PlanningReasons.ChangeDecided)
            ),
        };
        var clock = _store.Clock.Now;
        _store.Clock.Now = clock.AddDays(-10 + number);
        var sample = Samples.Plan(changes) with
        {
            Blocked =
            [
                new BlockedChange(
                    Side.Xledger,
                    Huma,
                    Xledger,
                    Name,
                    Field.Phone,
                    Obstacle.Correctable,
                    new Reason(PlanningReasons.PlanNotUnique, "phone", Other)
                ),
                new BlockedChange(
                    Side.Xledger,
                    OtherHuma,
                    OtherXledger,
                    Other,
                    Field.Phone,
                    Obstacle.Correctable,
                    new Reason(PlanningReasons.PlanNotUnique, "phone", Name)
                ),
            ],
        };
        var plan = await _store.Plans.SaveAsync(
            Connection,
            comparison,
            sample,
            new PlanSource(origin, null),
            "Kari",
            Cancellation
        );
        var at = _store.Clock.Now.UtcDateTime;
        _store.Clock.Now = clock;
        var run = Samples.Run(plan, number);
        (run.FinishedAt, run.State) = (at, RunState.Completed);
        await SaveAsync(run);
        await using var context = _store.Open();
        await context
            .Plans.Where(row => row.Id == plan.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, PlanState.Taken), Cancellation);
        await context
            .Changes.Where(row => row.PlanId == plan.Id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.RunId, run.Id)
                        .SetProperty(row => row.State, ChangeState.Confirmed)
                        .SetProperty(row => row.ChangedAt, at),
                Cancellation
            );
        foreach (
            var change in await context
                .Changes.Where(row => row.PlanId == plan.Id && row.HumaId == Huma)
                .ToListAsync(Cancellation)
        )
        {
            (change.After, change.BaselineBefore) = (to, from);
        }

        await context.SaveChangesAsync(Cancellation);
        return plan;
    }

    private async Task ToldAsync()
    {
        var messages = new[]
        {
            Message(
                $$"""{"topic":"users-update","users":[{"id":"{{Huma}}","email":"solveig@example.no"},{"id":"{{OtherHuma}}"}]}"""
            ),
            Message($$"""{"topic":"users-update","users":[{"id":"{{OtherHuma}}"}]}"""),
        };
        await SaveAsync([.. messages]);
        await SaveAsync(
            new PendingChange
            {
                ConnectionId = Connection,
                MessageId = messages[0].Id,
                HumaId = Huma,
                PersonName = Name,
                ReceivedAt = Now.AddDays(-5),
                EndedAt = Now.AddDays(-5),
                State = PendingChangeState.Written,
            },
            new PendingChange
            {
                ConnectionId = Connection,
                MessageId = messages[1].Id,
                HumaId = OtherHuma,
                PersonName = Other,
                ReceivedAt = Now.AddDays(-5),
                EndedAt = Now.AddDays(-5),
                State = PendingChangeState.NothingToDo,
                Reason = new Reason(PlanningReasons.PlanNotUnique, "phone", Name),
            },
            new HeldValue
            {
                ConnectionId = Connection,
                HumaId = Huma,
                XledgerId = Xledger,
                PersonName = Name,
                Field = Field.JobTitle,
                Huma = new FieldValue.Of("Klokkestemmer"),
                Xledger = new FieldValue.Of("Orgelbygger"),
                Baseline = FieldValue.NotKnown,
                State = HeldValueState.Left,
            },
            new DriftReport
            {
                ComparisonId = Newest,
                ConnectionId = Connection,
                At = Now,
                Findings = new DriftFindings(1, 0, 1, [Huma, OtherHuma], 0, 0, 0, new Dictionary<Field, int>()),
            }
        );
    }

    /// <summary>Adds a message of Huma that nothing came of.</summary>
    public async Task<long> AddMessageAsync(string body)
    {
        var message = Message(body);
        await SaveAsync(message);
        return message.Id;
    }

    private WebhookMessage Message(string body) =>
        new()
        {
            ConnectionId = Connection,
            ReceivedAt = Now.AddDays(-5),
            Topic = "users-update",
            Fingerprint = body.Length.ToString("x64", null),
            Body = _store
                .Get<MessageVault>()
                .Protect(Encoding.UTF8.GetBytes(body), Connection, body.Length.ToString("x64", null)),
            UserCount = 1,
        };

    private async Task SaveAsync(params object[] rows)
    {
        await using var context = _store.Open();
        context.AddRange(rows);
        await context.SaveChangesAsync(Cancellation);
    }
}
