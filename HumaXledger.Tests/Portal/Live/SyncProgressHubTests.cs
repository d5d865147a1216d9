using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Live;

/// <summary>An external client, over a real WebSocket in SignalR's JSON protocol.</summary>
public sealed class SyncProgressHubTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_ConnectionThatExists_GetsTheLatestValueAndThenNewerOnes()
    {
        var id = await portal.AddConnectionAsync("Hub");
        var feed = portal.Services.GetRequiredService<RunFeed>();
        feed.Publish(id, new Step("reading", 3));
        using var socket = await ConnectAsync();

        await HubSocket.SendAsync(
            socket,
            new
            {
                type = 1,
                target = "Watch",
                arguments = new object[] { id },
            },
            Cancellation
        );
        var first = await ProgressAsync(socket);
        feed.Publish(id, new Step("writing", 7));
        var second = await ProgressAsync(socket);

        Assert.Equal((id, "Step", "reading", 3), first);
        Assert.Equal((id, "Step", "writing", 7), second);
    }

    [Fact]
    public async Task Watch_IdOfNothing_IsRefused()
    {
        using var socket = await ConnectAsync();

        await HubSocket.SendAsync(
            socket,
            new
            {
                type = 1,
                invocationId = "1",
                target = "Watch",
                arguments = new object[] { Guid.NewGuid() },
            },
            Cancellation
        );

        var answer = await MessageAsync(socket, 3);
        Assert.Contains(
            "no connection, comparison or run",
            answer.GetProperty("error").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Watch_DatabaseAwayOnce_CanBeAskedForAgain()
    {
        var id = await portal.AddConnectionAsync("Hub of an outage");
        var store = new OnceAway(portal.Get<IDbContextFactory<SyncDbContext>>());
        var key = await portal
            .Get<Sessions>()
            .BeginAsync(
                new SignedIn(new Actor("watcher", "Kari", null, new HashSet<Role> { Role.Viewer }), null),
                SignInKind.Development,
                Cancellation
            );
        var caller = new Caller(Claims.OfKey(key, SessionCookie.Scheme));
        HubClient.Open(caller, TimeProvider.System);
        using var hub = new SyncProgressHub(
            new ReaderContexts(store, portal.Get<SyncDbContextFactory>()),
            portal.Get<ProgressForwarder>(),
            portal.Get<WatcherAccess>(),
            TimeProvider.System
        )
        {
            Context = caller,
        };

        await Assert.ThrowsAsync<IOException>(() => hub.Watch(id));
        Assert.Equal(0, store.Opened);
        await hub.Watch(id);

        Assert.Equal(1, store.Opened);
        Assert.False(HubClient.Of(caller).Begin(id, id));
        caller.Abort();
    }

    [Fact]
    public async Task Watch_SessionEndsMeanwhile_IsDisconnected()
    {
        using var visitor = await Visitor.SignedInAsync(portal.Url, "Kari Watcher", [Role.Viewer], Cancellation);
        using var socket = await HubSocket.OpenAsync(portal, visitor.Session!, Cancellation);
        var connection = await portal.AddConnectionAsync("Hub of a watcher");
        var feed = portal.Get<RunFeed>();
        feed.Publish(connection, new Step("before", 0));
        await HubSocket.SendAsync(
            socket,
            new
            {
                type = 1,
                target = "Watch",
                arguments = new object[] { connection },
            },
            Cancellation
        );
        Assert.Equal("before", (await ProgressAsync(socket)).What);

        using (
            await visitor.PostAsync(
                SignInRoutes.Out,
                [await visitor.TokenAsync(SignInRoutes.NoAccess, Cancellation)],
                Cancellation
            )
        )
        {
            Assert.Null(visitor.Session);
        }

        // Nothing is published any more: the connection itself is asked about, once a second here.
        while (await ArrivesAsync(socket)) { }
    }

    [Fact]
    public async Task Watch_AfterTheSignOut_IsNotAnswered()
    {
        // The next regular check would be due in ten minutes.
        await using var slow = new RunningPortal { Settings = ["--Access:PageRecheckEvery=00:10:00"] };
        await slow.InitializeAsync();
        var connection = await slow.AddConnectionAsync("Hub of a watcher");
        slow.Get<RunFeed>().Publish(connection, new Step("secret", 1));
        using var visitor = await Visitor.SignedInAsync(slow.Url, "Kari Watcher", [Role.Viewer], Cancellation);
        using var socket = await HubSocket.OpenAsync(slow, visitor.Session!, Cancellation);
        using (
            await visitor.PostAsync(
                SignInRoutes.Out,
                [await visitor.TokenAsync(SignInRoutes.NoAccess, Cancellation)],
                Cancellation
            )
        )
        {
            Assert.Null(visitor.Session);
        }

        await HubSocket.SendAsync(socket, Call(connection), Cancellation);

        var part = new byte[4096];
        var received = "";
        try
        {
            while (
                await socket.ReceiveAsync(part, Cancellation) is { MessageType: not WebSocketMessageType.Close } message
            )
            {
                received += Encoding.UTF8.GetString(part, 0, message.Count);
            }
        }
        catch (WebSocketException)
        {
            // Ended without a farewell.
        }

        Assert.DoesNotContain("secret", received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OfTheSameSubjectAgain_ForwardsEachValueOnce()
    {
        var id = await portal.AddConnectionAsync("Hub of many watches");
        var feed = portal.Get<RunFeed>();
        using var socket = await ConnectAsync();
        for (var time = 1; time <= 50; time++)
        {
            await HubSocket.SendAsync(socket, Call(id, $"{time}"), Cancellation);
            Assert.Equal($"{time}", (await MessageAsync(socket, 3)).GetProperty("invocationId").GetString());
        }

        feed.Publish(id, new Step("one", 1));
        Assert.Equal(1, (await ProgressAsync(socket)).Count);
        feed.Publish(id, new Step("two", 2));
        Assert.Equal(2, (await ProgressAsync(socket)).Count);
    }

    [Fact]
    public async Task Watch_CalledTwentyThousandTimes_EndsTheConnection()
    {
        var id = await portal.AddConnectionAsync("Hub in a flood");
        using var socket = await ConnectAsync();
        var sent = 0;
        try
        {
            for (; sent < 20_000; sent++)
            {
                await HubSocket.SendAsync(socket, Call(sent % 2 == 0 ? id : Guid.NewGuid()), Cancellation);
            }
        }
        catch (WebSocketException)
        {
            // Ended while it was still flooding.
        }

        while (await ArrivesAsync(socket)) { }

        // Other clients are served as before.
        using var other = await ConnectAsync();
        portal.Get<RunFeed>().Publish(id, new Step("after", 1));
        await HubSocket.SendAsync(other, Call(id), Cancellation);
        Assert.Equal("after", (await ProgressAsync(other)).What);
    }

    private static object Call(Guid id, string? invocation = null) =>
        invocation is null
            ? new
            {
                type = 1,
                target = "Watch",
                arguments = new object[] { id },
            }
            : new
            {
                type = 1,
                invocationId = invocation,
                target = "Watch",
                arguments = new object[] { id },
            };

    private static async Task<bool> ArrivesAsync(ClientWebSocket socket)
    {
        try
        {
            return (await socket.ReceiveAsync(new byte[4096], Cancellation)).MessageType != WebSocketMessageType.Close;
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    private Task<ClientWebSocket> ConnectAsync() => HubSocket.OpenAsync(portal, portal.Session, Cancellation);

    private static async Task<(Guid Id, string? Kind, string? What, int Count)> ProgressAsync(ClientWebSocket socket)
    {
        var arguments = (await MessageAsync(socket, 1)).GetProperty("arguments");
        var value = arguments[2];
        return (
            arguments[0].GetGuid(),
            arguments[1].GetString(),
            value.GetProperty("what").GetString(),
            value.GetProperty("count").GetInt32()
        );
    }

    /// <summary>The next message of a type: 1 is an invocation, 3 a completion, 6 a ping.</summary>
    private static async Task<JsonElement> MessageAsync(ClientWebSocket socket, int type)
    {
        while (true)
        {
            var message = JsonSerializer.Deserialize<JsonElement>(await HubSocket.TextAsync(socket, Cancellation));
            if (message.GetProperty("type").GetInt32() == type)
            {
                return message;
            }
        }
    }

    private sealed record Step(string What, int Count);

    private sealed class OnceAway(IDbContextFactory<SyncDbContext> store) : IDbContextFactory<SyncDbContext>
    {
        private bool _wasAway;

        public int Opened { get; private set; }

        public SyncDbContext CreateDbContext()
        {
            if (!_wasAway)
            {
                _wasAway = true;
                throw new IOException("The database is away.");
            }

            Opened++;
            return store.CreateDbContext();
        }
    }

    private sealed class Caller(ClaimsPrincipal user) : HubCallerContext
    {
        private readonly CancellationTokenSource _leaving = new();

        public override string ConnectionId => "caller";

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal User => user;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => _leaving.Token;

        public override void Abort() => _leaving.Cancel();
    }
}
