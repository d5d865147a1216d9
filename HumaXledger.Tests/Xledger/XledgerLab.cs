using HumaXledger.Core;
using HumaXledger.Core.People;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;
using HumaXledger.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Xledger;

/// <summary>
/// A sandbox on a free port with entities and tokens and no employees, and clients on the same racing clock.
/// </summary>
internal sealed class XledgerLab : IAsyncDisposable
{
    private readonly SandboxServer _server;
    private readonly ServiceProvider _services;

    private XledgerLab(SandboxServer server, RacingClock clock, Dictionary<string, string?> settings)
    {
        _server = server;
        Clock = clock;
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<TimeProvider>(clock)
            .AddXledger()
            .BuildServiceProvider();
        Client = ClientOf(World.FullXledgerToken.Text);
    }

    public IXledgerClient Client { get; }

    public RacingClock Clock { get; }

    public SandboxWorld World => _server.World;

    public XledgerStore Store => World.Xledger;

    public XledgerSwitches Switches => World.Options.Switches.Xledger;

    /// <summary>The entity of the full token.</summary>
    public int Norway => Store.Tokens.All().First(token => token.Text == World.FullXledgerToken.Text).EntityOwnerDbId;

    public string Owner => $"{Norway}";

    /// <summary>Another company of the same group.</summary>
    public int Sweden =>
        Store
            .Tokens.All()
            .First(token => token.Description.Contains("Sverige", StringComparison.Ordinal))
            .EntityOwnerDbId;

    public static async Task<XledgerLab> StartAsync(
        Action<XledgerSwitches>? switches = null,
        Action<XledgerLimits>? limits = null,
        int people = 0,
        params (string Key, string Value)[] settings
    )
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", People = people };
        switches?.Invoke(options.Switches.Xledger);
        limits?.Invoke(options.Limits.Xledger);
        var clock = new RacingClock(new DateTimeOffset(2026, 1, 15, 11, 0, 0, TimeSpan.Zero));
        var server = await SandboxServer.StartAsync(options, clock, null, CancellationToken.None);
        return new XledgerLab(
            server,
            clock,
            settings.ToDictionary(setting => $"Xledger:{setting.Key}", setting => (string?)setting.Value)
        );
    }

    /// <summary>A client of another process, which knows what is stored and nothing else.</summary>
    public async Task<T> InAnotherProcessAsync<T>(string? stored, Func<IXledgerClient, Task<T>> act)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<TimeProvider>(Clock)
            .AddXledger()
            .BuildServiceProvider();
        return await act(
            services
                .GetRequiredService<IXledgerClientFactory>()
                .Create(
                    new Core.Xledger.XledgerAccess(
                        _server.XledgerEndpoint,
                        XledgerToken.TryRead(World.FullXledgerToken.Text, out _)!
                    ),
                    usage: null,
                    stored
                )
        );
    }

    public IXledgerClient ClientOf(string token, IUsageMeter? usage = null) =>
        ClientAt(_server.XledgerEndpoint, token, usage);

    /// <summary>A client of another server, with the full token unless another is given.</summary>
    public IXledgerClient ClientAt(Uri endpoint, string? token = null, IUsageMeter? usage = null) =>
        _services
            .GetRequiredService<IXledgerClientFactory>()
            .Create(
                new Core.Xledger.XledgerAccess(
                    endpoint,
                    XledgerToken.TryRead(token ?? World.FullXledgerToken.Text, out _)!
                ),
                usage
            );

    /// <summary>A client with the first token whose description contains this.</summary>
    public IXledgerClient ClientNamed(string description) =>
        ClientOf(
            Store.Tokens.All().First(token => token.Description.Contains(description, StringComparison.Ordinal)).Text
        );

    /// <summary>An employee of the Norwegian company with every field in every record.</summary>
    public EmployeeRow Hire(
        string code,
        Action<EmployeeRow>? change = null,
        Action<ContactRow>? contact = null,
        Action<SubledgerRow>? subledger = null,
        bool bare = false
    )
    {
        var employee = new EmployeeRow
        {
            OwnerDbId = Norway,
            Code = code,
            Description = "Kari Ødegård",
            Email = $"kari{code}@example.no",
            EmploymentFrom = new DateOnly(2023, 3, 1),
            TrialTo = new DateOnly(2023, 9, 1),
        };
        Store.Load(edit =>
        {
            if (!bare)
            {
                var person = new ContactRow
                {
                    OwnerDbId = Norway,
                    FirstName = "Kari",
                    LastName = "Ødegård",
                    Name = "Kari Ødegård",
                    Email = $"kari{code}@example.no",
                    Phone = $"+47 900 00 {code}",
                    Birthday = new DateOnly(1990, 5, 17),
                    JobTitle = "Rådgiver",
                    SocialSec = "17059012345",
                    GenderDbId = Store.Gender(StandardValues.FemaleSubId).DbId,
                    Address = new AddressRow("Storgata 1", "0155", "Oslo", "NO"),
                };
                contact?.Invoke(person);
                employee.ContactDbId = edit.Add(person).DbId;
                var company = edit.Add(
                    new CompanyRow
                    {
                        OwnerDbId = Norway,
                        Description = "Bank",
                        CountryCode = "NO",
                    }
                );
                var ledger = new SubledgerRow
                {
                    OwnerDbId = Norway,
                    Code = code,
                    Description = "Kari Ødegård",
                    Email = $"kari{code}@example.no",
                    Phone = $"+47 900 00 {code}",
                    BankAccount = "15032080119",
                    CompanyDbId = company.DbId,
                    Address = new AddressRow("Storgata 1", "0155", "Oslo", "NO"),
                    ContactDbId = person.DbId,
                };
                subledger?.Invoke(ledger);
                employee.SubledgerDbId = edit.Add(ledger).DbId;
            }

            change?.Invoke(employee);
            employee = edit.Add(employee);
        });
        return employee;
    }

    public EmployeeRow Held(EmployeeRow employee) => Store.Employees.Find(employee.DbId)!;

    public ContactRow Contact(EmployeeRow employee) => Store.Contacts.Find(Held(employee).ContactDbId)!;

    public SubledgerRow Ledger(EmployeeRow employee) => Store.Subledgers.Find(Held(employee).SubledgerDbId)!;

    public async Task<XledgerEmployee> ReadAsync(EmployeeRow employee)
    {
        var id = new XledgerId($"{employee.DbId}");
        return (await Client.ReadEmployeesAsync([id], CancellationToken.None))[id];
    }

    public async Task<XledgerBatchOutcome> WriteAsync(
        EmployeeRow employee,
        params (Field Field, string? Text)[] values
    ) =>
        await Client.WriteAsync([new XledgerUpdate(await ReadAsync(employee), Values(values))], CancellationToken.None);

    public static Dictionary<Field, FieldValue> Values(params (Field Field, string? Text)[] values) =>
        values.ToDictionary(entry => entry.Field, entry => FieldValue.From(entry.Text));

    public void Break(
        FaultKind kind,
        string operation,
        int times = 1,
        int fromCall = 1,
        string code = "UNHANDLED_ERROR",
        string message = "An unexpected error occurred."
    ) =>
        World.Faults.Add(
            new FaultRule(kind)
            {
                System = OutsideSystem.Xledger,
                Contains = operation,
                Times = times,
                FromCall = fromCall,
                ErrorCode = code,
                ErrorMessage = message,
            }
        );

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }
}
