using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Sync;

/// <summary>Core as the Portal registers it, over a real SQLite file and both outside systems over real HTTP.</summary>
public sealed class Workplace : IAsyncDisposable
{
    public const string Administrator = "Kari";
    public const string NorwegianCompany = "Fjellheim Norge AS";

    private readonly string _folder;
    private readonly ServiceProvider _services;

    private Workplace(SandboxServer sandbox, ServiceProvider services, string folder) => (Sandbox, _services, _folder) = (sandbox, services, folder);

    public SandboxServer Sandbox { get; }

    public static async Task<Workplace> OpenAsync(Action<SandboxOptions>? configure = null)
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0" };
        configure?.Invoke(options);
        var sandbox = await SandboxServer.StartAsync(options, TimeProvider.System, null, TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("humaxledger-").FullName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "Sqlite",
            ["ConnectionStrings:HumaXledger"] = $"Data Source={Path.Combine(folder, "store.db")}",
            ["Huma:Environments:Sandbox:BaseAddress"] = sandbox.HumaBaseAddress.ToString(),
            ["Xledger:Environments:Sandbox:Endpoint"] = sandbox.XledgerEndpoint.ToString(),
        }).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddStorage(configuration).AddHuma().AddXledger().AddSync().BuildServiceProvider();
        var workplace = new Workplace(sandbox, services, folder);
        await workplace.Get<StorageMigrator>().MigrateAsync();
        return workplace;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public SyncDbContext Store() => Get<IDbContextFactory<SyncDbContext>>().CreateDbContext();

    /// <summary>The Norwegian company, connected as the wizard does it.</summary>
    public async Task<Guid> ConnectAsync(CancellationToken cancellation)
    {
        var key = Sandbox.World.Credentials.First(credential => credential is { System: OutsideSystem.Huma, Purpose: "Full rights" });
        var token = Sandbox.World.Credentials.First(credential => credential.System == OutsideSystem.Xledger && credential.Name == $"Full rights, {NorwegianCompany}");
        var draft = new SetupDraft("Sandbox", key.ClientId!.Value.ToString(), new Secret(key.Text), "Sandbox", XledgerToken.TryRead(token.Text, out _)!);
        var findings = new SetupFindings();
        var setup = Get<ConnectionSetup>();
        await foreach (var check in setup.VerifyAsync(draft, findings, cancellation))
        {
            Assert.True(check.State != SetupCheckState.Failed, $"{check.Code} {check.Right} {check.Reason}");
        }

        var group = findings.Groups.Single(group => group.Name == NorwegianCompany);
        var entity = findings.Entities.Single(entity => entity.Name == NorwegianCompany);
        var answer = await setup.EstablishAsync(draft, findings, new SetupChoice(NorwegianCompany, group, entity, AddNewPeople: false, AuthorityConfirmed: true), Administrator, cancellation);
        return Assert.IsType<Answer<Guid>.Done>(answer).Value;
    }

    public async Task<ReviewSession> CompareAsync(Guid connectionId, CancellationToken cancellation)
    {
        var comparisonId = await Get<Compare>().StartAsync(connectionId, Administrator, cancellation);
        await Get<Compare>().RunAsync(comparisonId, new Silent<CompareProgress>(), cancellation);
        await using var store = Store();
        var record = await store.Comparisons.SingleAsync(record => record.Id == comparisonId, cancellation);
        Assert.True(record.State == ComparisonState.Complete, $"{record.FailureCode} {string.Join(", ", record.FailureArguments)}");
        return await Get<Review>().OpenAsync(comparisonId, cancellation);
    }

    public async Task<RunReport> ApplyAsync(ReviewSession session, CancellationToken cancellation)
    {
        var plan = Assert.IsType<Answer<Guid>.Done>(await Get<Review>().MakePlanAsync(session.Record.Id, session.Preview.Fingerprint, Administrator, cancellation));
        var run = Assert.IsType<Answer<Guid>.Done>(await Get<Apply>().StartAsync(plan.Value, Administrator, null, "en", cancellation));
        await Get<Apply>().RunAsync(run.Value, new Silent<RunProgress>(), cancellation);
        await using var store = Store();
        return (await RunReport.LoadAsync(store, run.Value, cancellation))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Sandbox.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Silent<T> : IProgress<T>
    {
        public void Report(T value)
        {
        }
    }
}
