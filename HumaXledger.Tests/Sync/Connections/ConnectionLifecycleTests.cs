using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.Queue;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Connections;

public sealed class ConnectionLifecycleOnSqliteTests(SqliteStore store) : ConnectionLifecycleTests<SqliteStore>(store);

public sealed class ConnectionLifecycleOnPostgresTests(PostgresStore store)
    : ConnectionLifecycleTests<PostgresStore>(store);

/// <summary>Pausing, resuming and ending a connection, in the store.</summary>
public abstract class ConnectionLifecycleTests<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private const string Name = "Fjellheim AS";

    private static readonly DateTime Now = QueuedPeople.Now;

    [Fact]
    public async Task Pause_ThenResume_RecordsWhoAndWhenAndSignalsTheWorker()
    {
        var people = await QueuedPeople.OpenAsync(store);

        Assert.Null(await people.ConnectionLifecycle.PauseAsync(people.ConnectionId, QueuedPeople.Kari, default));
        Assert.Null(await people.ConnectionLifecycle.PauseAsync(people.ConnectionId, QueuedPeople.Ola, default));
        var paused = await ConnectionAsync(people);
        Assert.False(people.Queue.Signals.TryRead(out _));
        Assert.Null(await people.ConnectionLifecycle.ResumeAsync(people.ConnectionId, QueuedPeople.Ola, default));
        var resumed = await ConnectionAsync(people);

        Assert.Equal((Now, "Kari"), (paused.PausedAt, paused.PausedBy));
        Assert.Equal((null, null), (resumed.PausedAt, resumed.PausedBy));
        Assert.True(people.Queue.Signals.TryRead(out var signal));
        Assert.Equal((people.ConnectionId, true, true), signal);
        Assert.Equal(
            [$"Kari {ActivityCodes.ConnectionPaused}", $"Ola {ActivityCodes.ConnectionResumed}"],
            await people.ActivityAsync()
        );
    }

    [Fact]
    public async Task Disconnect_WithItsName_RemovesEverySecretClosesPendingChangesAndKeepsTheHistory()
    {
        var people = await QueuedPeople.OpenAsync(store);
        var other = await QueuedPeople.OpenAsync(store);
        await FillAsync(people);
        await FillAsync(other);

        Assert.Null(
            await people.ConnectionLifecycle.DisconnectAsync(
                people.ConnectionId,
                $" {Name} ",
                QueuedPeople.Kari,
                default
            )
        );

        var ended = await ConnectionAsync(people);
        Assert.Equal((Now, "Kari"), (ended.DisconnectedAt, ended.DisconnectedBy));
        Assert.Equal(("", ""), (ended.XledgerToken.Cipher, ended.HumaClientSecret.Cipher));
        Assert.Equal((0, 0, 0, 1, 1, 1), await LeftAsync(people));
        Assert.Equal(
            [
                (PendingChangeState.Written, null),
                .. Enumerable.Repeat((PendingChangeState.NothingToDo, (string?)ConnectionReasons.ConnectionEnded), 4),
            ],
            await people.StatesAsync()
        );
        Assert.Contains($"Kari {ActivityCodes.ConnectionDisconnected}", await people.ActivityAsync());

        // The other connection is unchanged.
        Assert.Equal((1, 1, 1, 1, 1, 1), await LeftAsync(other));
        Assert.Equal("cipher of a token", (await ConnectionAsync(other)).XledgerToken.Cipher);
        Assert.Equal(PendingChangeState.Waiting, (await other.StatesAsync())[1].State);
    }

    [Fact]
    public async Task Disconnect_WithAnotherNameOrDuringARun_IsRefusedAndChangesNothing()
    {
        var people = await QueuedPeople.OpenAsync(store);
        await FillAsync(people);

        var misnamed = await people.ConnectionLifecycle.DisconnectAsync(
            people.ConnectionId,
            "Fjellheim",
            QueuedPeople.Kari,
            default
        );
        await people.SaveAsync(Samples.Run(await store.AddPlanAsync(people.ConnectionId), 90));
        var busy = await people.ConnectionLifecycle.DisconnectAsync(
            people.ConnectionId,
            Name,
            QueuedPeople.Kari,
            default
        );

        Assert.Equal(
            (new Reason(ConnectionReasons.NameNotTyped, Name), RunReasons.RunUnderWay),
            (misnamed, busy?.Code)
        );
        var connection = await ConnectionAsync(people);
        Assert.Equal(
            (null, "cipher of a token", "address of the webhook" + people.ConnectionId),
            (connection.DisconnectedAt, connection.XledgerToken.Cipher, connection.WebhookAddress)
        );
        Assert.Equal(
            (1, 1, 1),
            ((await LeftAsync(people)).Keys, (await LeftAsync(people)).Leases, (await LeftAsync(people)).Alerts)
        );
    }

    [Fact]
    public async Task Ended_EveryActOfTheConnection_IsRefusedWithTheReason()
    {
        var people = await QueuedPeople.OpenAsync(store);
        Assert.Null(
            await people.ConnectionLifecycle.DisconnectAsync(people.ConnectionId, Name, QueuedPeople.Kari, default)
        );
        var settings = new ConnectionSettings(store.Get<IDbContextFactory<SyncDbContext>>(), store.Clock);

        Assert.All(
            [
                await people.ConnectionLifecycle.PauseAsync(people.ConnectionId, QueuedPeople.Kari, default),
                await people.ConnectionLifecycle.ResumeAsync(people.ConnectionId, QueuedPeople.Kari, default),
                await settings.ChangeAsync(
                    people.ConnectionId,
                    values => values with { Name = "Another name", AddNewPeople = true },
                    QueuedPeople.Kari,
                    default
                ),
                await settings.SetPolicyAsync(
                    people.ConnectionId,
                    Field.Phone,
                    PolicyRule.HumaWins,
                    QueuedPeople.Kari,
                    default
                ),
                await new MainPositions(
                    store.Get<IDbContextFactory<SyncDbContext>>(),
                    people.Queue,
                    TimeProvider.System
                ).ChooseAsync(people.ConnectionId, new HumaId("1"), null, QueuedPeople.Kari, default),
                await people.Queue.PutAsync(
                    people.ConnectionId,
                    [new HumaId("1")],
                    PendingChangeSource.Person,
                    PendingChangeKind.Updated,
                    QueuedPeople.Kari,
                    default
                ),
            ],
            refusal => Assert.Equal(ConnectionReasons.ConnectionEnded, refusal?.Code)
        );
        var connection = await ConnectionAsync(people);
        Assert.Equal((Name, null, false), (connection.Name, connection.PausedAt, connection.AddNewPeople));
        Assert.Empty(await people.StatesAsync());
        Assert.Equal([$"Kari {ActivityCodes.ConnectionDisconnected}"], await people.ActivityAsync());
    }

    [Fact]
    public async Task LeaverRule_Chosen_IsSavedAndLogged()
    {
        var people = await QueuedPeople.OpenAsync(store);
        var settings = new ConnectionSettings(store.Get<IDbContextFactory<SyncDbContext>>(), store.Clock);

        Assert.Null(
            await settings.ChangeAsync(
                people.ConnectionId,
                values => values with { Leavers = LeaverRule.SetEndDate },
                QueuedPeople.Kari,
                default
            )
        );

        Assert.Equal(LeaverRule.SetEndDate, (await ConnectionAsync(people)).Leavers);
        Assert.Equal([$"Kari {ActivityCodes.LeaversChanged}"], await people.ActivityAsync());
    }

    [Fact]
    public async Task EmploymentRules_Chosen_AreSavedAndLoggedAndAnInvalidGapThrows()
    {
        var people = await QueuedPeople.OpenAsync(store);
        var settings = new ConnectionSettings(store.Get<IDbContextFactory<SyncDbContext>>(), store.Clock);
        var rules = new EmploymentRules
        {
            JoinGapDays = 14,
            MainPosition = MainPositionChoice.LatestStart,
            Start = EmploymentStartRule.MainPosition,
        };
        Assert.Equal(EmploymentRules.Default, (await ConnectionAsync(people)).Employment);

        Task<Reason?> SaveAsync(EmploymentRules wanted) =>
            settings.ChangeAsync(
                people.ConnectionId,
                values => values with { Employment = wanted },
                QueuedPeople.Kari,
                default
            );
        Assert.Null(await SaveAsync(rules));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SaveAsync(rules with { JoinGapDays = 366 }));

        Assert.Equal(rules, (await ConnectionAsync(people)).Employment);
        Assert.Equal([$"Kari {ActivityCodes.EmploymentRulesChanged}"], await people.ActivityAsync());
    }

    private static Task<Connection> ConnectionAsync(QueuedPeople people) =>
        people.ReadAsync(context =>
            context.Connections.AsNoTracking().SingleAsync(connection => connection.Id == people.ConnectionId)
        );

    // Data in every table that ending a connection affects.
    private static async Task FillAsync(QueuedPeople people)
    {
        await people.RunAsync(Now, Now, "1");
        await people.SaveAsync(
            people.PendingChange("1", PendingChangeState.Written, Now, TimeSpan.Zero),
            people.PendingChange("2", PendingChangeState.Waiting, Now),
            people.PendingChange("3", PendingChangeState.Held, Now, TimeSpan.Zero),
            people.PendingChange("4", PendingChangeState.Failed, Now, TimeSpan.Zero),
            people.PendingChange("5", PendingChangeState.ForManualSync, Now, TimeSpan.Zero),
            people.HeldValue("3"),
            new WebhookKey
            {
                ConnectionId = people.ConnectionId,
                Secret = new ProtectedSecret("cipher"),
                Token = new ProtectedSecret("cipher"),
                CreatedBy = "Kari",
            },
            new WorkLease
            {
                ConnectionId = people.ConnectionId,
                Holder = "node",
                Until = Now,
            },
            new Alert
            {
                ConnectionId = people.ConnectionId,
                Problem = InboundReasons.GuardHolds,
                OpenedAt = Now,
            },
            new PersonLink
            {
                ConnectionId = people.ConnectionId,
                HumaId = new HumaId("1"),
                XledgerId = new XledgerId("1"),
                LinkedBy = "Kari",
            }
        );
        await people.ReadAsync(context =>
            context
                .Connections.Where(connection => connection.Id == people.ConnectionId)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(
                        connection => connection.WebhookAddress,
                        "address of the webhook" + people.ConnectionId
                    )
                )
        );
    }

    private static Task<(int Keys, int Leases, int Alerts, int Links, int Runs, int HeldValues)> LeftAsync(
        QueuedPeople people
    ) =>
        people.ReadAsync(async context =>
            (
                await context.WebhookKeys.CountAsync(key => key.ConnectionId == people.ConnectionId),
                await context.Leases.CountAsync(lease => lease.ConnectionId == people.ConnectionId),
                await context.Alerts.CountAsync(alert =>
                    alert.ConnectionId == people.ConnectionId && alert.ClosedAt == null
                ),
                await context.Links.CountAsync(link => link.ConnectionId == people.ConnectionId),
                await context.Runs.CountAsync(run => run.ConnectionId == people.ConnectionId && run.FinishedAt != null),
                await context.HeldValues.CountAsync(value => value.ConnectionId == people.ConnectionId)
            )
        );
}
