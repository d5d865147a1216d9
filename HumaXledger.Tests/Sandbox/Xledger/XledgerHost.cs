using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;
using HumaXledger.Tests.Storage.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Sandbox.Xledger;

/// <summary>The Xledger half of the sandbox, on a free port, with a group, two companies and no employees.</summary>
public sealed class XledgerHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private XledgerHost(
        WebApplication app,
        SettableClock clock,
        XledgerSwitches switches,
        XledgerLimits limits,
        XledgerStore store,
        XledgerMeter meter,
        Faults faults
    )
    {
        _app = app;
        Clock = clock;
        Switches = switches;
        Limits = limits;
        Store = store;
        Meter = meter;
        Faults = faults;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.First() + "/xledger/graphql") };
        store.Load(edit =>
        {
            Group = edit.Add(new EntityRow { Code = "G", Description = "Fjell Group" }).OwnerDbId;
            Norway = edit.Add(
                new EntityRow
                {
                    Code = "NO",
                    Description = "Fjell Norge AS",
                    ParentOwnerDbId = Group,
                }
            ).OwnerDbId;
            Sweden = edit.Add(
                new EntityRow
                {
                    Code = "SE",
                    Description = "Fjell Sverige AB",
                    ParentOwnerDbId = Group,
                }
            ).OwnerDbId;
            Full = AddToken(edit, "full", Norway, XledgerRight.Full);
        });
    }

    public SettableClock Clock { get; }
    public XledgerSwitches Switches { get; }
    public XledgerLimits Limits { get; }
    public XledgerStore Store { get; }
    public XledgerMeter Meter { get; }
    public Faults Faults { get; }
    public int Group { get; private set; }
    public int Norway { get; private set; }
    public int Sweden { get; private set; }

    /// <summary>A token of the Norwegian company with every right.</summary>
    public string Full { get; private set; } = "";

    public static async Task<XledgerHost> StartAsync(
        Action<XledgerSwitches>? switches = null,
        Action<XledgerLimits>? limits = null
    )
    {
        var (on, most) = (new XledgerSwitches(), new XledgerLimits());
        switches?.Invoke(on);
        limits?.Invoke(most);
        var clock = new SettableClock(new DateTimeOffset(2026, 1, 15, 11, 0, 0, TimeSpan.Zero));
        var (store, meter, faults) = (new XledgerStore(clock, on), new XledgerMeter(clock), new Faults());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddSingleton<TimeProvider>(clock).AddSingleton(faults);
        var app = builder.Build();
        app.UseRouting();
        app.UseFaults();
        app.MapXledger(new XledgerSystem(store, meter, on, most, clock));
        await app.StartAsync();
        return new XledgerHost(app, clock, on, most, store, meter, faults);
    }

    /// <summary>Adds a token; returns its text.</summary>
    public string Token(string name, int entity, params IEnumerable<XledgerRight> rights)
    {
        var text = "";
        Store.Load(edit => text = AddToken(edit, name, entity, rights));
        return text;
    }

    /// <summary>
    /// An employee with a contact and a subledger, in the Norwegian company unless <paramref name="change"/> says
    /// otherwise.
    /// </summary>
    public EmployeeRow Hire(
        string code,
        string first = "Kari",
        string last = "Nordmann",
        Action<EmployeeRow>? change = null,
        Action<ContactRow>? contact = null,
        Action<SubledgerRow>? subledger = null
    )
    {
        EmployeeRow employee = new()
        {
            OwnerDbId = Norway,
            Code = code,
            Description = $"{first} {last}",
        };
        change?.Invoke(employee);
        Store.Load(edit =>
        {
            var person = new ContactRow
            {
                OwnerDbId = employee.OwnerDbId,
                FirstName = first,
                LastName = last,
                Name = $"{first} {last}",
            };
            contact?.Invoke(person);
            var ledger = new SubledgerRow
            {
                OwnerDbId = employee.OwnerDbId,
                Code = code,
                Description = $"{first} {last}",
            };
            subledger?.Invoke(ledger);
            employee.ContactDbId = edit.Add(person).DbId;
            employee.SubledgerDbId = edit.Add(ledger).DbId;
            employee = edit.Add(employee);
        });
        return employee;
    }

    public Task<XledgerReply> SendAsync(string query, object? variables = null, string? token = null) =>
        PostAsync($"token {token ?? Full}", new { query, variables });

    /// <param name="authorization">The whole header, or null for none.</param>
    public async Task<XledgerReply> PostAsync(string? authorization, object body)
    {
        using var response = await PostRawAsync(authorization, JsonSerializer.Serialize(body));
        var text = await response.Content.ReadAsStringAsync();
        return new XledgerReply((int)response.StatusCode, JsonDocument.Parse(text).RootElement.Clone());
    }

    public async Task<HttpResponseMessage> PostRawAsync(
        string? authorization,
        string body,
        string? acceptEncoding = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (acceptEncoding is not null)
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(acceptEncoding));
        return await _client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static string AddToken(XledgerEdit edit, string name, int entity, IEnumerable<XledgerRight> rights) =>
        edit.Add(
            new TokenRow
            {
                Text = TokenText.From(Encoding.UTF8.GetBytes(name.PadRight(48, '.'))),
                Description = name,
                EntityOwnerDbId = entity,
                OwnerDbId = entity,
                Rights = [.. rights],
            }
        ).Text;
}

/// <summary>A response of the endpoint.</summary>
public sealed record XledgerReply(int Status, JsonElement Root)
{
    public JsonElement Data => Root.GetProperty("data");

    public bool HasErrors => Root.TryGetProperty("errors", out _);

    public JsonElement Error => Root.GetProperty("errors")[0];

    public string Message => Error.GetProperty("message").GetString()!;

    public string Code => Error.GetProperty("extensions").GetProperty("code").GetString()!;

    /// <summary>The value at a path of names and indexes, as JSON text.</summary>
    public string At(params object[] path)
    {
        var value = Data;
        foreach (var step in path)
            value = step is int index ? value[index] : value.GetProperty((string)step);
        return value.GetRawText();
    }

    /// <summary>One field of every node of a connection or of a mutation's answer, in order.</summary>
    public IReadOnlyList<string> Nodes(string root, string field) =>
        Data.GetProperty(root).GetProperty("edges") is { ValueKind: JsonValueKind.Array } edges
            ?
            [
                .. edges
                    .EnumerateArray()
                    .Select(edge => edge.GetProperty("node").GetProperty(field).GetRawText().Trim('"')),
            ]
            : [];
}
