using System.Data;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Webhooks;

/// <summary>
/// Every request that is not a message of Huma gets the right status and an empty response, and leaves only an entry in
/// the activity log.
/// </summary>
public sealed class WebhookRefusalTests(SqliteStore store) : IClassFixture<SqliteStore>, IAsyncLifetime
{
    private static readonly string Body = WebhookHost.Body(Guid.NewGuid());

    private WebhookHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await WebhookHost.StartAsync(store.Connection, store.Clock);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string, int, Action<HttpRequestMessage>> Refused =>
        new()
        {
            { "no signature", 401, request => request.Headers.Remove("huma-hmac-sha256") },
            { "an empty signature", 401, request => Replace(request, "huma-hmac-sha256", "") },
            {
                "the signature of another body",
                401,
                request => Replace(request, "huma-hmac-sha256", new string('a', 64))
            },
            { "something else for a signature", 401, request => Replace(request, "huma-hmac-sha256", "signed, Huma") },
            { "two signatures", 401, request => request.Headers.Add("huma-hmac-sha256", new string('a', 64)) },
            { "no token", 401, request => request.Headers.Authorization = null },
            { "an empty token", 401, request => request.Headers.TryAddWithoutValidation("Authorization", "Bearer ") },
            { "another token", 401, request => request.Headers.Authorization = new("Bearer", new string('a', 43)) },
            {
                "the token by another scheme",
                401,
                request => request.Headers.Authorization = new("Basic", request.Headers.Authorization!.Parameter)
            },
            {
                "the token without a scheme",
                401,
                request => Replace(request, "Authorization", request.Headers.Authorization!.Parameter!)
            },
            {
                "another body than was signed",
                401,
                request => request.Content = Json(Encoding.UTF8.GetBytes(Body.Replace("users-update", "users-delete")))
            },
            {
                "the first half of what was signed",
                401,
                request => request.Content = Json(Encoding.UTF8.GetBytes(Body[..40]))
            },
            { "no topic", 400, request => request.Headers.Remove("huma-topic") },
            { "another topic", 400, request => Replace(request, "huma-topic", "users-delete") },
            { "two topics", 400, request => request.Headers.Add("huma-topic", "users-delete") },
            {
                "the charset of another time",
                415,
                request => request.Content!.Headers.ContentType = new("application/json", "iso-8859-1")
            },
            {
                "UTF-16 by name",
                415,
                request => request.Content!.Headers.ContentType = new("application/json", "utf-16")
            },
            { "plain text", 415, request => request.Content!.Headers.ContentType = new("text/plain", "utf-8") },
            {
                "a form",
                415,
                request => request.Content!.Headers.ContentType = new("application/x-www-form-urlencoded")
            },
            {
                "no content type that can be read",
                415,
                request =>
                {
                    request.Content!.Headers.ContentType = null;
                    request.Content.Headers.TryAddWithoutValidation("Content-Type", "json; json; ;");
                }
            },
            { "a compressed body", 415, request => request.Content!.Headers.ContentEncoding.Add("gzip") },
            { "GET", 405, request => request.Method = HttpMethod.Get },
            { "PUT", 405, request => request.Method = HttpMethod.Put },
            { "DELETE", 405, request => request.Method = HttpMethod.Delete },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Request_NotInHumasForm_IsRefusedAndStoresNothing(
        string what,
        int status,
        Action<HttpRequestMessage> amend
    )
    {
        var webhook = await _host.ConnectAsync();

        var answered = await _host.StatusAsync(webhook, Body, amend: amend);

        Assert.True(answered == status, $"{what}: {answered}");
        Assert.Empty(await _host.MessagesAsync(webhook));
        Assert.Null((await _host.ConnectionAsync(webhook)).LastMessageAt);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/vnd.huma+json")]
    [InlineData(null)]
    public async Task ContentType_CompatibleWithJsonInUtf8_IsAccepted(string? type)
    {
        var webhook = await _host.ConnectAsync();

        Assert.Equal(200, await _host.StatusAsync(webhook, Body, amend: request =>
            {
                request.Content!.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
                request.Headers.Authorization = new("bearer", webhook.Token);
            }));
    }

    public static TheoryData<string, byte[]> Unreadable =>
        new()
        {
            { "cut off", Encoding.UTF8.GetBytes(Body[..^9]) },
            { "nothing", [] },
            { "no JSON", "users-update"u8.ToArray() },
            { "Latin-1", Encoding.Latin1.GetBytes("""{"topic":"users-update","users":[{"givenName":"Åse"}]}""") },
            { "UTF-16", Encoding.BigEndianUnicode.GetBytes(Body) },
            {
                "nested without end",
                Encoding.UTF8.GetBytes("""{"topic":"users-update","users":""" + new string('[', 500_000))
            },
            {
                "nested deep",
                Encoding.UTF8.GetBytes(
                    $$"""{"topic":"users-update","users":{{new string('[', 1000)}}{{new string(']', 1000)}}}"""
                )
            },
        };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Body_SignedButUnreadable_Is400(string what, byte[] body)
    {
        var webhook = await _host.ConnectAsync();

        using var answer = await _host.PostAsync(webhook, body);

        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{what}: {answer.StatusCode}");
        Assert.Empty(await _host.MessagesAsync(webhook));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_LargerThanTheLimit_Is413WithAndWithoutContentLength(bool chunked)
    {
        await using var host = await WebhookHost.StartAsync(
            store.Connection,
            store.Clock,
            ("Webhook:MaxBytes", "10000")
        );
        var webhook = await host.ConnectAsync();
        var just = Filled(10_000);

        using var taken = await host.PostAsync(webhook, just, amend: request =>
            request.Headers.TransferEncodingChunked = chunked
        );
        using var refused = await host.PostAsync(webhook, Filled(10_001), amend: request =>
            request.Headers.TransferEncodingChunked = chunked
        );

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (taken.StatusCode, refused.StatusCode));
        Assert.Single(await host.MessagesAsync(webhook));
    }

    [Fact]
    public async Task Request_Aborted_StoresNothingAndTheNextOneIsAccepted()
    {
        var webhook = await _host.ConnectAsync();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(_host.Url.Host, _host.Url.Port, Cancellation);
            var head =
                $"POST /webhooks/huma/{webhook.Address} HTTP/1.1\r\nHost: {_host.Url.Authority}\r\nAuthorization: Bearer {webhook.Token}\r\nhuma-hmac-sha256: {new string('a', 64)}\r\n"
                + "huma-topic: users-update\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"topic\":";
            await using var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Cancellation);
            socket.Client.Shutdown(SocketShutdown.Send);
            Assert.DoesNotContain(" 200 ", await UntilClosedAsync(stream), StringComparison.Ordinal);
        }

        Assert.Empty(await _host.MessagesAsync(webhook));
        Assert.Equal(200, await _host.StatusAsync(webhook, Body));
    }

    // The server closes the connection with or without an answer, or resets it.
    private static async Task<string> UntilClosedAsync(Stream stream)
    {
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, Cancellation);
        }
        catch (IOException reset) when (reset.InnerException is SocketException) { }

        return Encoding.ASCII.GetString(answer.ToArray());
    }

    [Fact]
    public async Task Address_Unknown_Is404InEveryForm()
    {
        var webhook = await _host.ConnectAsync();
        string[] addresses =
        [
            new('A', 43),
            webhook.Address[..^1],
            webhook.Address + "A",
            "connections",
            "%20",
            "..%2f..",
            new('A', 5000),
        ];

        foreach (var address in addresses)
        {
            Assert.Equal(404, await _host.StatusAsync(webhook with { Address = address }, Body));
        }
    }

    [Fact]
    public async Task Method_OtherThanPost_Is405WithAllowAtEveryAddress()
    {
        var webhook = await _host.ConnectAsync();

        using var known = await _host.PostAsync(webhook, Body, amend: request => request.Method = HttpMethod.Get);
        using var unknown = await _host.PostAsync(webhook with { Address = new('A', 43) }, Body, amend: request =>
            request.Method = HttpMethod.Get
        );

        Assert.Equal(["POST"], known.Content.Headers.Allow);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, unknown.StatusCode);
    }

    [Fact]
    public async Task Sender_RefusedTooOften_Is429WhileHumaIsStillAccepted()
    {
        await using var host = await WebhookHost.StartAsync(
            store.Connection,
            store.Clock,
            ("Webhook:RefusalBurst", "3"),
            ("Webhook:RefusalsPerSecond", "1")
        );
        var webhook = await host.ConnectAsync();
        Assert.Equal(200, await host.StatusAsync(webhook, Body));
        var stranger = webhook with { Address = new('A', 43) };

        var statuses = new List<int>();
        for (var number = 0; number < 5; number++)
        {
            statuses.Add(await host.StatusAsync(stranger, Body));
        }

        Assert.Equal([404, 404, 404, 429, 429], statuses);
        Assert.Equal(200, await host.StatusAsync(webhook, Body));
        Assert.Equal(429, await host.StatusAsync(webhook with { Token = new('a', 43) }, Body));
    }

    [Fact]
    public async Task Connection_OverItsLimit_Is429AndTheOthersAreNot()
    {
        await using var host = await WebhookHost.StartAsync(
            store.Connection,
            store.Clock,
            ("Webhook:MessageBurst", "2"),
            ("Webhook:MessagesPerSecond", "1")
        );
        var (one, other) = (await host.ConnectAsync(), await host.ConnectAsync());

        Assert.Equal((200, 200), (await host.StatusAsync(one, Body), await host.StatusAsync(one, Body)));
        using var third = await host.PostAsync(one, Body);

        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
        Assert.Equal(200, await host.StatusAsync(other, Body));
    }

    [Fact]
    public async Task Store_Full_Is503AndTheMessageIsAcceptedWhenThereIsSpaceAgain()
    {
        var full = new SqliteStore();
        await full.InitializeAsync();
        await using var host = await WebhookHost.StartAsync(full.Connection, full.Clock);
        var webhook = await host.ConnectAsync();
        var body = Encoding.UTF8.GetString(Filled(200_000));

        MostPages(host, 1);
        using var refused = await host.PostAsync(webhook, body);
        MostPages(host, int.MaxValue - 1);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains(host.Log.Lines, IsOutage);
        Assert.Empty(await host.MessagesAsync(webhook));
        Assert.Equal(200, await host.StatusAsync(webhook, body));
        await full.DisposeAsync();
    }

    [Fact]
    public async Task Store_SlowerThanASenderWaits_Is503AndNoOutage()
    {
        var slow = new SqliteStore();
        await slow.InitializeAsync();
        await using var host = await WebhookHost.StartAsync(slow.Connection, new RacingClock(TestStore.Start));
        var webhook = await host.ConnectAsync();
        await using var other = new SqliteConnection($"{slow.Connection.ConnectionString};Pooling=False");
        await other.OpenAsync(Cancellation);
        await using var writing = await other.BeginTransactionAsync(IsolationLevel.Serializable, Cancellation);

        // One of them stores for both and waits for the file, the other one waits for it.
        List<Task<HttpResponseMessage>> posts = [host.PostAsync(webhook, Body), host.PostAsync(webhook, Body)];
        using var refused = await await Task.WhenAny(posts);
        await writing.RollbackAsync(Cancellation);
        await Task.WhenAll(posts);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains(host.Log.Lines, line =>
            line.StartsWith("Error", StringComparison.Ordinal)
            && line.Contains("could not be stored (TimeoutException)", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(host.Log.Lines, IsOutage);
        await slow.DisposeAsync();
    }

    private static bool IsOutage(string line) => line.Contains("The database cannot be used", StringComparison.Ordinal);

    [Fact]
    public async Task Refusals_AreLoggedOncePerKindAndHourWithTheirCount()
    {
        var webhook = await _host.ConnectAsync();

        for (var number = 0; number < 20; number++)
        {
            await _host.StatusAsync(webhook with { Secret = "another" }, Body);
        }

        await _host.StatusAsync(webhook, Body, topic: "users-delete");
        // Counts that are not logged yet are logged when the process stops.
        await _host.StopAsync();

        var logged = await LoggedAsync(webhook);
        Assert.Equal(20, logged.Where(line => line.Kind == $"{WebhookRefusal.Unauthorized}").Sum(line => line.Number));
        Assert.InRange(logged.Count(line => line.Kind == $"{WebhookRefusal.Unauthorized}"), 1, 2);
        Assert.Equal(1, Assert.Single(logged, line => line.Kind == $"{WebhookRefusal.TopicDiffers}").Number);
    }

    [Fact]
    public async Task Refusal_OfAnEndedConnection_IsLoggedToo()
    {
        var webhook = await _host.ConnectAsync();
        await _host.ChangeAsync(webhook, connection => connection.DisconnectedAt = store.Clock.Now.UtcDateTime);
        _host.Get<WebhookEndpointCache>().Forget(webhook.ConnectionId);

        Assert.Equal(404, await _host.StatusAsync(webhook, Body));
        await _host.StopAsync();

        Assert.Equal($"{WebhookRefusal.Ended}", Assert.Single(await LoggedAsync(webhook)).Kind);
    }

    [Fact]
    public async Task Requests_OfEveryKind_LeaveNoSecretAndNoBodyInTheLog()
    {
        var webhook = await _host.ConnectAsync();
        var person = Guid.NewGuid();

        await _host.StatusAsync(webhook, WebhookHost.Body(person));
        await _host.StatusAsync(webhook, WebhookHost.Body(person)[..^5]);
        await _host.StatusAsync(webhook with { Secret = "another" }, WebhookHost.Body(person));

        Assert.NotEmpty(_host.Log.Lines);
        Assert.DoesNotContain(_host.Log.Lines, line =>
            line.Contains(webhook.Secret, StringComparison.Ordinal)
            || line.Contains(webhook.Token, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(_host.Log.Lines, line =>
            line.Contains($"{person:N}@example.no", StringComparison.Ordinal)
        );
    }

    private async Task<IReadOnlyList<(int Number, string Kind)>> LoggedAsync(Webhook webhook)
    {
        await using var context = store.Open();
        var lines = await context
            .Activity.AsNoTracking()
            .Where(row => row.ConnectionId == webhook.ConnectionId && row.What == ActivityCodes.WebhookRefused)
            .ToListAsync(Cancellation);
        return
        [
            .. lines.Select(line =>
                (int.Parse(line.Arguments[0], System.Globalization.CultureInfo.InvariantCulture), line.Arguments[1])
            ),
        ];
    }

    private static void Replace(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }

    private static ByteArrayContent Json(byte[] body) =>
        new(body) { Headers = { ContentType = new("application/json") } };

    private static byte[] Filled(int length)
    {
        const string frame = """{"topic":"users-update","users":[],"note":""}""";
        return Encoding.UTF8.GetBytes(frame.Insert(frame.Length - 2, new string('x', length - frame.Length)));
    }

    // The limit belongs to a connection, and the host uses any of the pool.
    private static void MostPages(WebhookHost host, int most)
    {
        var contexts = Enumerable.Range(0, 8).Select(_ => host.Store()).ToList();
        contexts.ForEach(context =>
        {
            context.Database.OpenConnection();
            using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA max_page_count = {most};";
            command.ExecuteNonQuery();
        });
        contexts.ForEach(context => context.Dispose());
    }
}
