using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.Connections;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>A connection with one synchronization whose Huma reports changes from then on.</summary>
internal sealed class InboundFixture(SyncFixture fixture, Guid connection, IReadOnlyList<Someone> people)
    : IAsyncDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public SyncFixture SyncFixture => fixture;

    public SandboxWorld World => fixture.World;

    public Guid Connection => connection;

    /// <summary>Ordinary people who are equal in both systems.</summary>
    public IReadOnlyList<Someone> People => people;

    public long XledgerRequests => World.Meter.ThisMonth.Requests;

    /// <param name="people">Number of ordinary people.</param>
    /// <param name="tokenName">The name of the connection's token in the sample.</param>
    /// <param name="log">The lowest level that is recorded; <see cref="Sync.SyncFixture.Log"/> needs Trace.</param>
    public static async Task<InboundFixture> OpenAsync(
        int people,
        Action<SandboxOptions>? configure = null,
        string tokenName = $"Full rights, {SyncFixture.NorwegianCompany}",
        LogLevel log = LogLevel.Information,
        TimeOnly? at = null,
        bool sealsItself = false,
        bool detour = false,
        params (string Key, string Value)[] settings
    )
    {
        var fixture = await SyncFixture.OpenAsync(
            configure,
            detour: detour,
            sealsItself: sealsItself,
            log: log,
            at: at,
            settings: settings
        );
        var ordinary = fixture.Ordinary(people);
        var connection = await fixture.ConnectAsync(Cancellation, tokenName);
        // One value is written, so that the connection is active; everything else becomes the baseline as it is.
        await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, [ordinary[0]], SandboxField.JobTitle, _ => "Rådgiver"),
            Cancellation
        );
        return new InboundFixture(fixture, connection, ordinary);
    }

    public async Task SetAsync(Action<Connection> change)
    {
        await using var store = fixture.Store();
        change(await store.Connections.SingleAsync(row => row.Id == connection, Cancellation));
        await store.SaveChangesAsync(Cancellation);
    }

    public Task RuleAsync(Field field, PolicyRule? rule) =>
        fixture
            .Get<ConnectionSettings>()
            .SetPolicyAsync(connection, field, rule, SyncFixture.Administrator, Cancellation);

    /// <summary>The safety limit for values that are emptied.</summary>
    public Task LimitClearedAsync(int most) =>
        fixture
            .Get<ConnectionSettings>()
            .ChangeAsync(
                connection,
                values => values.With(GuardKind.ValuesCleared, new GuardLimit(most, null)),
                SyncFixture.Administrator,
                Cancellation
            );

    /// <summary>Confirms the only safety limit that stops people.</summary>
    /// <returns>How many people it stopped.</returns>
    public async Task<int> ConfirmLimitAsync()
    {
        await using var store = fixture.Store();
        var shown = Assert.Single(await WaitingPeople.ByGuardAsync(store, connection, Cancellation));
        Assert.Equal(GuardKind.ValuesCleared, shown.Guard);
        return Assert
            .IsType<Answer<int>.Done>(
                await fixture
                    .Get<ChangeQueue>()
                    .ConfirmGuardAsync(connection, shown, SyncFixture.Administrator, Cancellation)
            )
            .Value;
    }

    public void Edit(Someone person, SandboxField field, string? value) =>
        Assert.Equal(EditOutcome.Done, World.EditInHuma(person.HumaId, field, value));

    /// <summary>Queues a person as Huma's webhook does.</summary>
    public Task ReportAsync(Guid person, PendingChangeKind kind = PendingChangeKind.Updated) =>
        fixture
            .Get<ChangeQueue>()
            .PutAsync(
                connection,
                [new HumaId(person.ToString())],
                PendingChangeSource.Webhook,
                kind,
                null,
                Cancellation
            );

    public async Task ReportAsync(IEnumerable<Someone> reported)
    {
        foreach (var person in reported)
        {
            await ReportAsync(person.HumaId);
        }
    }

    /// <summary>Processes due changes until none is left.</summary>
    /// <returns>The fault that stopped it, if any.</returns>
    public async Task<Reason?> ProcessAsync()
    {
        while (true)
        {
            var worked = await fixture.Get<InboundSync>().ProcessAsync(connection, new NoProgress(), Cancellation);
            if (worked.Fault is not null || worked.People == 0)
            {
                Assert.False(worked.Busy);
                return worked.Fault;
            }
        }
    }

    /// <summary>Queues a person, processes the change, and returns it.</summary>
    public async Task<PendingChange> FollowAsync(Someone person, PendingChangeKind kind = PendingChangeKind.Updated) =>
        await FollowAsync(person.HumaId, kind);

    public async Task<PendingChange> FollowAsync(Guid person, PendingChangeKind kind = PendingChangeKind.Updated)
    {
        await ReportAsync(person, kind);
        await ProcessAsync();
        return (await PendingChangesAsync(person))[^1];
    }

    public async Task<IReadOnlyList<PendingChange>> PendingChangesAsync(Guid person)
    {
        var id = new HumaId(person.ToString());
        await using var store = fixture.Store();
        return await store
            .PendingChanges.AsNoTracking()
            .Where(pending => pending.ConnectionId == connection && pending.HumaId == id)
            .OrderBy(pending => pending.Id)
            .ToListAsync(Cancellation);
    }

    public async Task<IReadOnlyList<ChangeRecord>> ChangesAsync()
    {
        await using var store = fixture.Store();
        return await (
            from change in store.Changes.AsNoTracking()
            join plan in store.Plans on change.PlanId equals plan.Id
            where plan.ConnectionId == connection && plan.Origin == PlanOrigin.FromHuma
            orderby change.Id
            select change
        ).ToListAsync(Cancellation);
    }

    public async Task<IReadOnlyList<HeldValue>> HeldAsync()
    {
        await using var store = fixture.Store();
        return await store.HeldValues.AsNoTracking().OrderBy(value => value.Id).ToListAsync(Cancellation);
    }

    public async Task<PersonLink?> LinkAsync(Guid person)
    {
        var id = new HumaId(person.ToString());
        await using var store = fixture.Store();
        return await store
            .Links.AsNoTracking()
            .SingleOrDefaultAsync(link => link.ConnectionId == connection && link.HumaId == id, Cancellation);
    }

    /// <summary>Decides about the only value that a rule holds.</summary>
    public async Task DecideHeldAsync(bool write) =>
        await fixture
            .Get<ChangeQueue>()
            .DecideAsync(
                connection,
                ShownHeldValues.None.Only([Assert.Single(await HeldAsync())]),
                write,
                SyncFixture.Administrator,
                Cancellation
            );

    /// <summary>A user whose role holds for the group of this connection alone.</summary>
    public Actor InGroup(Role role) =>
        new("nora", "Nora", null, new HashSet<Role>())
        {
            GroupRoles = [new GroupRole(role, "north") { Connections = new HashSet<Guid> { connection } }],
        };

    public string? InXledger(Someone person, SandboxField field) => fixture.InXledger(person, field);

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    private sealed class NoProgress : IProgress<RunProgress>
    {
        public void Report(RunProgress value) { }
    }
}
