using System.Text;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Webhooks;

public sealed class WebhookStoringOnSqliteTests(SqliteStore store) : WebhookStoringTests<SqliteStore>(store);

public sealed class WebhookStoringOnPostgresTests(PostgresStore store) : WebhookStoringTests<PostgresStore>(store)
{
    [Fact]
    public async Task Plan_BeingSaved_DoesNotBlockAMessage()
    {
        var webhook = await Host.ConnectAsync();
        await using var context = Host.Store();
        await using var transaction = await context.Database.BeginTransactionAsync(
            TestContext.Current.CancellationToken
        );
        await PlanStore.LockAsync(context, webhook.ConnectionId, TestContext.Current.CancellationToken);

        Assert.Equal(200, await Host.StatusAsync(webhook, WebhookHost.Body(Guid.NewGuid())));
    }
}

/// <summary>
/// A message answered with 200 is stored, and its people are queued; its effect depends on the connection.
/// </summary>
public abstract class WebhookStoringTests<T>(T store) : IClassFixture<T>, IAsyncLifetime
    where T : TestStore
{
    private readonly Guid _kari = Guid.NewGuid(),
        _ola = Guid.NewGuid();

    private protected WebhookHost Host { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Host = await WebhookHost.StartAsync(store.Connection, store.Clock);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Message_Accepted_IsStoredEncryptedQueuesEachPersonAndSignals()
    {
        var webhook = await Host.ConnectAsync();
        var body = WebhookHost.Body(_kari, _ola);

        Assert.Equal(200, await Host.StatusAsync(webhook, body));

        var message = Assert.Single(await Host.MessagesAsync(webhook));
        Assert.Equal(
            ("users-update", MessageState.Taken, 2, null),
            (message.Topic, message.State, message.UserCount, message.Reason?.Code)
        );
        Assert.Equal(store.Clock.Now.UtcDateTime, message.ReceivedAt);
        Assert.Equal(body, Encoding.UTF8.GetString(Host.Get<MessageVault>().Unprotect(message)!));
        Assert.DoesNotContain(_kari.ToString(), Encoding.UTF8.GetString(message.Body!), StringComparison.Ordinal);
        var pendingChanges = await Host.PendingChangesAsync(webhook);
        Assert.Equal([_kari.ToString(), _ola.ToString()], pendingChanges.Select(pending => pending.HumaId.Value));
        Assert.All(pendingChanges, pending =>
            Assert.Equal(
                (
                    message.Id,
                    PendingChangeSource.Webhook,
                    PendingChangeKind.Updated,
                    PendingChangeState.Waiting,
                    message.ReceivedAt,
                    PendingChange.AtOnce
                ),
                (pending.MessageId, pending.Source, pending.Kind, pending.State, pending.ReceivedAt, pending.DueAt)
            )
        );
        Assert.Equal(message.ReceivedAt, (await Host.ConnectionAsync(webhook)).LastMessageAt);
        Assert.True(Host.Get<ChangeQueue>().Signals.TryRead(out var signal));
        Assert.Equal(webhook.ConnectionId, signal.ConnectionId);
        await foreach (var pulse in Host.Get<RunFeed>().WatchAsync<ConnectionPulse>(webhook.ConnectionId, Cancellation))
        {
            Assert.Equal(webhook.ConnectionId, pulse.ConnectionId);
            break;
        }
    }

    [Theory]
    [InlineData("users-create", PendingChangeKind.Created)]
    [InlineData("users-delete", PendingChangeKind.Deleted)]
    [InlineData("users-export", PendingChangeKind.Exported)]
    public async Task Topic_Known_IsTheKindOfThePendingChange(string topic, PendingChangeKind kind)
    {
        var webhook = await Host.ConnectAsync();

        await Host.StatusAsync(webhook, WebhookHost.Body(topic, [_kari]), topic);

        Assert.Equal(kind, Assert.Single(await Host.PendingChangesAsync(webhook)).Kind);
    }

    [Fact]
    public async Task Topic_Unknown_IsStoredAndItsPeopleAreQueued()
    {
        var webhook = await Host.ConnectAsync();

        Assert.Equal(
            200,
            await Host.StatusAsync(webhook, WebhookHost.Body("absence-create", [_kari]), "absence-create")
        );
        Assert.Equal(
            200,
            await Host.StatusAsync(webhook, """{"topic":"teams-create","team":{"name":"Kaia"}}""", "teams-create")
        );

        Assert.Equal(
            [
                (MessageState.UnknownTopic, WebhookReasons.TopicUnknown, "absence-create"),
                (MessageState.UnknownTopic, WebhookReasons.TopicUnknown, "teams-create"),
            ],
            (await Host.MessagesAsync(webhook)).Select(message =>
                (message.State, message.Reason!.Code, message.Reason!.Arguments[0])
            )
        );
        Assert.Equal(PendingChangeKind.Other, Assert.Single(await Host.PendingChangesAsync(webhook)).Kind);
    }

    [Fact]
    public async Task Message_WithoutUsers_IsStoredAsUnusable()
    {
        var webhook = await Host.ConnectAsync();

        Assert.Equal(200, await Host.StatusAsync(webhook, """{"topic":"users-update","users":"all"}"""));
        Assert.Equal(200, await Host.StatusAsync(webhook, """{"topic":"users-update","users":[{"id":"7"},{}]}"""));

        Assert.Equal(
            [
                (MessageState.Unusable, WebhookReasons.MessageWithoutUsers, ""),
                (MessageState.Unusable, WebhookReasons.MessageWithoutIds, "2"),
            ],
            (await Host.MessagesAsync(webhook)).Select(message =>
                (message.State, message.Reason!.Code, string.Concat(message.Reason!.Arguments))
            )
        );
        Assert.Empty(await Host.PendingChangesAsync(webhook));
    }

    [Fact]
    public async Task Message_WithAUserWithoutId_QueuesTheOthersAndCountsTheSkipped()
    {
        var webhook = await Host.ConnectAsync();

        Assert.Equal(
            200,
            await Host.StatusAsync(webhook, $$"""{"topic":"users-update","users":[{"id":"7"},{"id":"{{_ola}}"}]}""")
        );

        var message = Assert.Single(await Host.MessagesAsync(webhook));
        Assert.Equal(
            (MessageState.Taken, 1, WebhookReasons.MessageWithoutIds),
            (message.State, message.UserCount, message.Reason?.Code)
        );
        Assert.Equal(_ola.ToString(), Assert.Single(await Host.PendingChangesAsync(webhook)).HumaId.Value);
    }

    [Fact]
    public async Task Message_RepeatedWithinMinutes_IsADuplicateAndLaterIsNot()
    {
        var webhook = await Host.ConnectAsync();
        var body = WebhookHost.Body(_kari);

        await Host.StatusAsync(webhook, body);
        await Host.StatusAsync(webhook, body);
        await Host.StatusAsync(await Host.ConnectAsync(), body);
        store.Clock.Now += WebhookStore.RepeatedWithin;
        await Host.StatusAsync(webhook, body);

        Assert.Equal(store.Clock.Now.UtcDateTime, (await Host.ConnectionAsync(webhook)).LastMessageAt);

        Assert.Equal(
            [MessageState.Taken, MessageState.Repeated, MessageState.Taken],
            (await Host.MessagesAsync(webhook)).Select(message => message.State)
        );
        Assert.Equal(3, (await Host.PendingChangesAsync(webhook)).Count);
    }

    [Fact]
    public async Task Messages_ManyAtOnceForSeveralConnections_AreAllStored()
    {
        var webhooks = new[] { await Host.ConnectAsync(), await Host.ConnectAsync(), await Host.ConnectAsync() };
        var people = Enumerable.Range(0, 240).Select(_ => Guid.NewGuid()).ToList();

        var statuses = await Task.WhenAll(
            people.Select((person, index) => Host.StatusAsync(webhooks[index % 3], WebhookHost.Body(person)))
        );

        Assert.All(statuses, status => Assert.Equal(200, status));
        foreach (var (webhook, index) in webhooks.Select((webhook, index) => (webhook, index)))
        {
            Assert.Equal(80, (await Host.MessagesAsync(webhook)).Count);
            Assert.Equal(
                people.Where((_, number) => number % 3 == index).Select(person => person.ToString()).Order(),
                (await Host.PendingChangesAsync(webhook)).Select(pending => pending.HumaId.Value).Order()
            );
        }
    }

    [Fact]
    public async Task Export_OfAThousandPeople_IsStoredCompletely()
    {
        var webhook = await Host.ConnectAsync();
        var people = Enumerable.Range(0, 1000).Select(_ => Guid.NewGuid()).ToList();

        Assert.Equal(200, await Host.StatusAsync(webhook, WebhookHost.Body("users-export", people), "users-export"));

        Assert.Equal(
            people.Select(person => person.ToString()),
            (await Host.PendingChangesAsync(webhook)).Select(pending => pending.HumaId.Value)
        );
    }

    [Fact]
    public async Task Connection_Paused_StoresTheMessageAndItsPeopleWait()
    {
        var webhook = await Host.ConnectAsync(connection => connection.PausedAt = store.Clock.Now.UtcDateTime);

        Assert.Equal(200, await Host.StatusAsync(webhook, WebhookHost.Body(_kari)));

        var message = Assert.Single(await Host.MessagesAsync(webhook));
        Assert.Equal(
            (MessageState.SetAside, ConnectionReasons.ConnectionPaused),
            (message.State, message.Reason?.Code)
        );
        Assert.Equal(PendingChangeState.Waiting, Assert.Single(await Host.PendingChangesAsync(webhook)).State);
    }

    [Fact]
    public async Task Connection_NotSynchronizedYet_StoresTheMessageAndQueuesNoOne()
    {
        var webhook = await Host.ConnectAsync(connection => connection.State = ConnectionState.Established);

        Assert.Equal(200, await Host.StatusAsync(webhook, WebhookHost.Body(_kari)));

        var message = Assert.Single(await Host.MessagesAsync(webhook));
        Assert.Equal((MessageState.SetAside, InboundReasons.BeforeFirstSync), (message.State, message.Reason?.Code));
        Assert.Empty(await Host.PendingChangesAsync(webhook));
    }

    [Fact]
    public async Task Connection_JustEnded_AcceptsNothingMore()
    {
        var webhook = await Host.ConnectAsync();
        Assert.Equal(200, await Host.StatusAsync(webhook, WebhookHost.Body(_kari)));

        // As by another node: this one still has the keys cached.
        await Host.ChangeAsync(webhook, connection => connection.DisconnectedAt = store.Clock.Now.UtcDateTime);

        Assert.Equal(404, await Host.StatusAsync(webhook, WebhookHost.Body(_ola)));
        Assert.Equal(404, await Host.StatusAsync(webhook, WebhookHost.Body(_ola)));
        Assert.Single(await Host.MessagesAsync(webhook));
    }

    [Fact]
    public async Task Message_ThatFailsToSave_DoesNotAffectTheOthers()
    {
        var webhook = await Host.ConnectAsync();
        var inbox = Host.Get<WebhookInbox>();
        // No store accepts a null text.
        var odd = new HumaMessage(null!, HumaEvent.Updated, [], 0);

        var puts = Enumerable
            .Range(0, 30)
            .Select(number =>
                Task.Run(() => inbox.PutAsync(webhook.ConnectionId, number == 7 ? odd : Of(number), [(byte)number]))
            )
            .ToList();

        for (var number = 0; number < puts.Count; number++)
        {
            if (number == 7)
            {
                await Assert.ThrowsAsync<DbUpdateException>(() => puts[7]);
            }
            else
            {
                Assert.True(await puts[number]);
            }
        }

        Assert.Equal(29, (await Host.MessagesAsync(webhook)).Count);
    }

    private static HumaMessage Of(int number) =>
        new("users-update", HumaEvent.Updated, [new HumaId($"{new Guid(number + 1, 0, 0, new byte[8])}")], 0);
}
