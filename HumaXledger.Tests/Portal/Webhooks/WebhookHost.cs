using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Outages;
using HumaXledger.Portal.Webhooks;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using HumaXledger.Tests.Sync;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Portal.Webhooks;

/// <summary>
/// The webhook's endpoint as the Portal registers it, on a free port, with a test store and its own clock.
/// </summary>
internal sealed class WebhookHost : IAsyncDisposable
{
    public const string Update = "users-update";

    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private WebhookHost(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public RecordedLog Log { get; } = new();

    public static async Task<WebhookHost> StartAsync(
        StorageConnection store,
        TimeProvider clock,
        params (string Key, string Value)[] settings
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Storage:Provider"] = $"{store.Provider}",
                ["ConnectionStrings:HumaXledger"] = store.ConnectionString,
            }.Concat(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
        );
        builder
            .Services.AddRouting()
            .AddSingleton(clock)
            .AddStorage(builder.Configuration)
            .AddSharedVault()
            .AddHuma()
            .AddXledger()
            .AddSync()
            .AddSingleton<RunFeed>()
            .AddOutages()
            .AddWebhooks()
            .AddRefusals();
        var app = builder.Build();
        HumaEndpoint.Map(app);
        var host = new WebhookHost(app);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(host.Log);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public SyncDbContext Store() => Get<IDbContextFactory<SyncDbContext>>().CreateDbContext();

    /// <summary>A connection with a webhook, already synchronized unless amended.</summary>
    public async Task<Webhook> ConnectAsync(Action<Connection>? amend = null)
    {
        var connection = Samples.Connection();
        connection.State = ConnectionState.Active;
        amend?.Invoke(connection);
        await using (var store = Store())
        {
            store.Connections.Add(connection);
            await store.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        return await MakeKeysAsync(connection.Id);
    }

    public async Task<Webhook> MakeKeysAsync(Guid connectionId)
    {
        var made = Assert
            .IsType<Answer<MadeWebhookKey>.Done>(
                await Get<WebhookKeys>()
                    .MakeAsync(connectionId, SyncFixture.Administrator, TestContext.Current.CancellationToken)
            )
            .Value;
        return new Webhook(connectionId, made.Address, made.Secret.Reveal(), made.Token.Reveal());
    }

    public Task<HttpResponseMessage> PostAsync(
        Webhook webhook,
        string body,
        string topic = Update,
        Action<HttpRequestMessage>? amend = null
    ) => PostAsync(webhook, Encoding.UTF8.GetBytes(body), topic, amend);

    /// <summary>A message as Huma sends it, amended by the test.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        Webhook webhook,
        byte[] body,
        string topic = Update,
        Action<HttpRequestMessage>? amend = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, HumaEndpoint.PathOf(webhook.Address)))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("huma-topic", topic);
        request.Headers.Add(
            "huma-hmac-sha256",
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(webhook.Secret), body))
        );
        request.Headers.Authorization = new("Bearer", webhook.Token);
        amend?.Invoke(request);
        var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        return answer;
    }

    public async Task<int> StatusAsync(
        Webhook webhook,
        string body,
        string topic = Update,
        Action<HttpRequestMessage>? amend = null
    )
    {
        using var answer = await PostAsync(webhook, body, topic, amend);
        return (int)answer.StatusCode;
    }

    public async Task<IReadOnlyList<WebhookMessage>> MessagesAsync(Webhook webhook)
    {
        await using var store = Store();
        return await store
            .Messages.AsNoTracking()
            .Where(row => row.ConnectionId == webhook.ConnectionId)
            .OrderBy(row => row.Id)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<PendingChange>> PendingChangesAsync(Webhook webhook)
    {
        await using var store = Store();
        return await store
            .PendingChanges.AsNoTracking()
            .Where(row => row.ConnectionId == webhook.ConnectionId)
            .OrderBy(row => row.Id)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    public async Task<Connection> ConnectionAsync(Webhook webhook)
    {
        await using var store = Store();
        return await store
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == webhook.ConnectionId, TestContext.Current.CancellationToken);
    }

    public async Task ChangeAsync(Webhook webhook, Action<Connection> change)
    {
        await using var store = Store();
        change(
            await store.Connections.SingleAsync(
                row => row.Id == webhook.ConnectionId,
                TestContext.Current.CancellationToken
            )
        );
        await store.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A graceful stop, with time for pending writes.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>A body that names these people.</summary>
    public static string Body(params IEnumerable<Guid> people) => Body(Update, people);

    public static string Body(string topic, IEnumerable<Guid> people) =>
        $$"""{"topic":"{{topic}}","users":[{{string.Join(',', people.Select(id => $$"""{"id":"{{id}}","email":"{{id:N}}@example.no"}"""))}}]}""";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>The webhook settings of one connection as entered in Huma.</summary>
internal sealed record Webhook(Guid ConnectionId, string Address, string Secret, string Token);
