using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Huma;
using Microsoft.Extensions.Options;
using SandboxUser = HumaXledger.Sandbox.Huma.HumaUser;

namespace HumaXledger.Tests.Huma;

/// <summary>
/// A sandbox on a free port, empty unless asked otherwise, and a client of it that retries without waiting.
/// </summary>
internal sealed class HumaLab : IAsyncDisposable
{
    public static readonly DateOnly Start = new(2023, 3, 1);

    private readonly SandboxServer _server;
    private readonly HumaClientFactory _factory;
    private int _added;

    private HumaLab(SandboxServer server, TimeProvider clock)
    {
        _server = server;
        _factory = new HumaClientFactory(Options.Create(Quick()), clock);
        Client = ClientOf(server.World.FullHumaKey);
    }

    public IHumaClient Client { get; }

    public SandboxWorld World => _server.World;

    public Uri BaseAddress => _server.HumaBaseAddress;

    public HumaStore Store => World.Huma;

    public static async Task<HumaLab> StartAsync(
        Action<HumaSwitches>? set = null,
        int people = 0,
        TimeProvider? clock = null
    )
    {
        var sandbox = new SandboxOptions { Url = "http://127.0.0.1:0", People = people };
        set?.Invoke(sandbox.Switches.Huma);
        var server = await SandboxServer.StartAsync(sandbox, TimeProvider.System, null, CancellationToken.None);
        if (people == 0)
        {
            // Removes the groups and service users of the sample too.
            server.World.Huma.Reset([], [], []);
        }

        return new HumaLab(server, clock ?? TimeProvider.System);
    }

    public static HumaOptions Quick(double seconds = 20, int parallelRequests = 4) =>
        new()
        {
            RetryDelay = TimeSpan.FromMilliseconds(1),
            RequestTimeout = TimeSpan.FromSeconds(seconds),
            ParallelRequests = parallelRequests,
        };

    public IHumaClient ClientOf(SandboxCredential key, IUsageMeter? usage = null) =>
        ClientOf(_server.HumaBaseAddress, key, usage);

    /// <summary>A client that reaches the sandbox by another address.</summary>
    public IHumaClient ClientOf(Uri address, SandboxCredential key, IUsageMeter? usage = null) =>
        _factory.Create(new Core.Huma.HumaAccess(address, key.ClientId.ToString()!, new Secret(key.Text)), usage);

    public IHumaClient ClientOf(string keyName) => ClientOf(World.Credentials.First(key => key.Name == keyName));

    /// <summary>A person with every field who never logged in.</summary>
    public SandboxUser Add(string givenName = "Kari", Func<SandboxUser, SandboxUser>? change = null)
    {
        var title = Title("Rådgiver");
        var number = _added++;
        var user = new SandboxUser
        {
            Id = Guid.NewGuid(),
            GivenName = givenName,
            FamilyName = "Ødegård",
            Email = $"{givenName}@example.no",
            EmploymentId = $"00{number}",
            Phone = $"+47 900 00 {number:000}",
            BirthDate = new DateOnly(1990, 5, 17),
            Gender = "Female",
            HomeAddress = new HumaAddress("Storgata 1", "H0201", null, "0155", "Oslo", "NO"),
            BankAccount = new HumaBankAccount.National("15032080119", "NO"),
            Identifications = [new HumaIdentification(Guid.NewGuid(), "national", "NO", "17059012345")],
            Positions =
            [
                Position(title) with
                {
                    ProbationEndDate = new DateOnly(2023, 9, 1),
                    TerminationNoticeDate = new DateOnly(2030, 1, 1),
                    ContractEndDate = new DateOnly(2030, 4, 1),
                },
            ],
        };
        user = change?.Invoke(user) ?? user;
        Assert.True(Store.TryAdd(user, out _));
        return user;
    }

    public static HumaPosition Position(HumaJobTitle title) =>
        new()
        {
            Id = Guid.NewGuid(),
            TitleId = title.Id,
            ContractStartDate = Start,
            ContractType = "Permanent",
        };

    public HumaJobTitle Title(string name)
    {
        if (Store.JobTitles().FirstOrDefault(title => title.Name == name) is { } known)
        {
            return known;
        }

        var title = new HumaJobTitle(Guid.NewGuid(), name, null);
        Store.Put(title);
        return title;
    }

    public SandboxUser Held(SandboxUser user) =>
        Store.Find(user.Id) ?? throw new InvalidOperationException("The user is gone.");

    public async Task<Core.Huma.HumaUser> ReadAsync(SandboxUser user) => await ReadAsync(Client, user);

    public static async Task<Core.Huma.HumaUser> ReadAsync(IHumaClient client, SandboxUser user)
    {
        var id = new HumaId(user.Id.ToString());
        return (await client.ReadUsersAsync([id], CancellationToken.None))[id];
    }

    public async Task<HumaWriteOutcome> WriteAsync(SandboxUser user, params (Field Field, string? Text)[] values) =>
        await Client.WriteAsync(
            await ReadAsync(user),
            values.ToDictionary(entry => entry.Field, entry => FieldValue.From(entry.Text)),
            CancellationToken.None
        );

    public void Break(FaultKind kind, string path, int times = 1, int fromCall = 1, TimeSpan? retryAfter = null) =>
        World.Faults.Add(
            new FaultRule(kind)
            {
                System = OutsideSystem.Huma,
                Contains = path,
                Times = times,
                FromCall = fromCall,
                RetryAfter = retryAfter,
            }
        );

    public async ValueTask DisposeAsync()
    {
        _factory.Dispose();
        await _server.DisposeAsync();
    }
}
