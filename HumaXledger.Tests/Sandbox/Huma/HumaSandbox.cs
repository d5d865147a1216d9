using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;
using HumaXledger.Tests.Storage.Database;

namespace HumaXledger.Tests.Sandbox.Huma;

/// <summary>A sandbox on a free port with the sample organization, and a client with a token of the full key.</summary>
internal sealed class HumaSandbox : IAsyncDisposable
{
    private readonly SandboxServer _server;

    private HumaSandbox(SandboxServer server, SettableClock clock)
    {
        _server = server;
        Clock = clock;
        Http = new HttpClient { BaseAddress = new Uri(server.HumaBaseAddress + "/") };
    }

    public SandboxWorld World => _server.World;
    public SettableClock Clock { get; }

    /// <summary>Sends the full key's token; addresses are relative, without a leading slash.</summary>
    public HttpClient Http { get; }

    public static async Task<HumaSandbox> StartAsync(
        Action<HumaSwitches>? set = null,
        Action<SandboxOptions>? configure = null
    )
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0" };
        set?.Invoke(options.Switches.Huma);
        configure?.Invoke(options);
        var clock = new SettableClock(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
        var sandbox = new HumaSandbox(await SandboxServer.StartAsync(options, clock, null, default), clock);
        await sandbox.SignInAsync(sandbox.World.HumaAccess.Keys[0]);
        return sandbox;
    }

    public async Task SignInAsync(HumaKey key)
    {
        Http.DefaultRequestHeaders.Authorization = null;
        using var answer = await Http.PostAsync("auth/oauth/token", Form(key));
        var body = await JsonAsync(answer);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            body.GetProperty("access_token").GetString()
        );
    }

    public static FormUrlEncodedContent Form(HumaKey key) =>
        new(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = key.ClientId.ToString(),
                ["client_secret"] = key.ClientSecret.ToString(),
            }
        );

    /// <summary>The body of a 200.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonAsync(answer);
    }

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(
                body as string ?? JsonSerializer.Serialize(body),
                Encoding.UTF8,
                "application/json"
            );
        using var answer = await Http.SendAsync(request);
        return ((int)answer.StatusCode, await JsonAsync(answer));
    }

    /// <summary>Patches a user and expects 200.</summary>
    public async Task<JsonElement> PatchAsync(Guid id, object body)
    {
        var (status, profile) = await SendAsync(HttpMethod.Patch, $"users/{id}", body);
        Assert.Equal(200, status);
        return profile;
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>An active user who agrees in everything and has logged in to Huma.</summary>
    public HumaUser Anyone(Func<HumaUser, bool>? that = null) =>
        World
            .Catalogue.Pairs.Where(pair => pair.Agrees)
            .Select(pair => World.Huma.Find(pair.HumaId!.Value)!)
            .First(user => user.Active && user.LastLoggedInAt is not null && that?.Invoke(user) != false);

    public HumaUser One(SampleSituation situation, SandboxField? field = null) =>
        World.Huma.Find(World.Catalogue.Of(situation, field)[0].People[0].HumaId!.Value)!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
    }
}
