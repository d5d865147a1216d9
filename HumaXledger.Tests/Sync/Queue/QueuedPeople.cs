using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace HumaXledger.Tests.Sync.Queue;

/// <summary>A connection in a real store with pending changes; rows stand in for the worker.</summary>
internal sealed class QueuedPeople(TestStore store, Guid connectionId)
{
    public static readonly Actor Kari = Administrator("Kari");

    public static readonly Actor Ola = Administrator("Ola");

    private int _sequence;

    public Guid ConnectionId { get; } = connectionId;

    public ChangeQueue Queue { get; } =
        new(store.Get<IDbContextFactory<SyncDbContext>>(), store.Get<IStoreClock>(), store.Clock);

    public ConnectionLifecycle ConnectionLifecycle =>
        new(
            store.Get<IDbContextFactory<SyncDbContext>>(),
            Queue,
            new WebhookEndpointCache(
                store.Get<IDbContextFactory<SyncDbContext>>(),
                store.Get<SecretVault>(),
                store.Clock,
                NullLogger<WebhookEndpointCache>.Instance
            ),
            store.Clock
        );

    public static DateTime Now => TestStore.Start.UtcDateTime;

    public static async Task<QueuedPeople> OpenAsync(TestStore store) => new(store, await store.AddConnectionAsync());

    private static Actor Administrator(string name) =>
        new(name, name, null, new HashSet<Role> { Role.IntegrationAdministrator });

    public PendingChange PendingChange(
        string person,
        PendingChangeState state,
        DateTime received,
        TimeSpan? took = null,
        Reason? reason = null,
        Guid? run = null,
        PendingChangeCause? cause = null,
        params IReadOnlyList<string> guards
    ) =>
        new()
        {
            ConnectionId = ConnectionId,
            HumaId = new HumaId(person),
            PersonName = $"Person {person}",
            State = state,
            ReceivedAt = received,
            DueAt = received,
            EndedAt = received + took,
            RunId = run,
            Reason = reason,
            Cause = cause,
            HeldByGuards = guards,
        };

    public HeldValue HeldValue(string person, Field field = Field.Phone) =>
        new()
        {
            ConnectionId = ConnectionId,
            HumaId = new HumaId(person),
            XledgerId = new XledgerId(person),
            PersonName = $"Person {person}",
            Field = field,
            Huma = new FieldValue.Of("+47 912 34 567"),
            Xledger = FieldValue.Nothing,
            Baseline = FieldValue.NotKnown,
            Rule = PolicyRule.Ask,
            HeldAt = Now,
        };

    /// <summary>A finished run that wrote a phone number of each of these to Xledger.</summary>
    public async Task<Guid> RunAsync(DateTime sent, DateTime readBack, params IReadOnlyList<string> people)
    {
        PlannedChange[] changes =
        [
            .. people.Select(
                (person, index) =>
                    Samples.Change(index + 1) with
                    {
                        Huma = new HumaId(person),
                        Xledger = new XledgerId(person),
                    }
            ),
        ];
        var plan = await store.Plans.SaveAsync(
            ConnectionId,
            await store.AddComparisonAsync(ConnectionId),
            Samples.Plan(changes),
            new PlanSource(PlanOrigin.FromHuma, null),
            "Huma"
        );
        var run = Samples.Run(plan, ++_sequence);
        run.FinishedAt = readBack;
        run.State = RunState.Completed;
        await SaveAsync(run);
        await using var context = store.Open();
        await context
            .Changes.Where(change => change.PlanId == plan.Id)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(change => change.RunId, run.Id)
                    .SetProperty(change => change.State, ChangeState.Confirmed)
                    .SetProperty(change => change.SentAt, sent)
                    .SetProperty(change => change.ChangedAt, readBack)
            );
        return run.Id;
    }

    public async Task SaveAsync(params IReadOnlyList<object> rows)
    {
        await using var context = store.Open();
        context.AddRange(rows);
        await context.SaveChangesAsync();
    }

    public async Task<T> ReadAsync<T>(Func<SyncDbContext, Task<T>> read)
    {
        await using var context = store.Open();
        return await read(context);
    }

    public Task<IReadOnlyList<(PendingChangeState State, string? Reason)>> StatesAsync() =>
        ReadAsync<IReadOnlyList<(PendingChangeState, string?)>>(async context =>
            [
                .. (
                    await context
                        .PendingChanges.AsNoTracking()
                        .Where(pending => pending.ConnectionId == ConnectionId)
                        .OrderBy(pending => pending.Id)
                        .ToListAsync()
                ).Select(pending => (pending.State, pending.Reason?.Code)),
            ]
        );

    public Task<IReadOnlyList<string>> ActivityAsync() =>
        ReadAsync<IReadOnlyList<string>>(async context =>
            await context
                .Activity.Where(act => act.ConnectionId == ConnectionId)
                .OrderBy(act => act.Id)
                .Select(act => $"{act.Who} {act.What}")
                .ToListAsync()
        );
}
