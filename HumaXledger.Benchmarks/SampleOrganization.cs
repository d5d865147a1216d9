using HumaXledger.Core;
using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Xledger;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Benchmarks;

/// <summary>The addresses and credentials of both systems.</summary>
internal sealed record Doors(Uri Huma, Uri Xledger, string ClientId, string ClientSecret, string Token);

/// <summary>Core as the Portal registers it, with its own SQLite file.</summary>
internal sealed class SampleOrganization : IAsyncDisposable
{
    /// <summary>The connected company.</summary>
    public const string Company = "Fjellheim Norge AS";

    /// <summary>The user of all operations.</summary>
    public static readonly Actor Administrator = new(
        "kari",
        "Kari",
        null,
        new HashSet<Role> { Role.IntegrationAdministrator }
    );
    private const string Sandbox = "Sandbox";

    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _services;

    private SampleOrganization(ServiceProvider services, DirectoryInfo folder) =>
        (_services, _folder) = (services, folder);

    /// <summary>Creates the services and migrates the database.</summary>
    /// <param name="store">The store of another program; null for a new file.</param>
    public static async Task<SampleOrganization> OpenAsync(Doors doors, StorageConnection? store = null)
    {
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Storage:Provider"] = $"{store?.Provider ?? StorageProvider.Sqlite}",
                    ["ConnectionStrings:HumaXledger"] = store?.ConnectionString
                        ?? $"Data Source={Path.Combine(folder.FullName, "store.db")}",
                    [$"Huma:Environments:{Sandbox}:BaseAddress"] = doors.Huma.ToString(),
                    [$"Xledger:Environments:{Sandbox}:Endpoint"] = doors.Xledger.ToString(),
                }
            )
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddStorage(configuration)
            .AddHuma()
            .AddXledger()
            .AddSync()
            .BuildServiceProvider();
        var office = new SampleOrganization(services, folder);
        await office.Get<StorageMigrator>().MigrateAsync();
        return office;
    }

    /// <summary>A registered service.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Connects the Norwegian company like the set-up wizard.</summary>
    public async Task<Guid> ConnectAsync(Doors doors)
    {
        var token = XledgerToken.TryRead(doors.Token, out _)
            ?? throw new InvalidOperationException("The sandbox's token is malformed.");
        var draft = new SetupCredentials(Sandbox, doors.ClientId, new Secret(doors.ClientSecret), Sandbox, token);
        var findings = new SetupFindings();
        await foreach (
            var check in Get<ConnectionSetup>().VerifyAsync(draft, findings, Administrator, CancellationToken.None)
        )
        {
            if (check.State == SetupCheckState.Failed)
            {
                throw new InvalidOperationException($"The sandbox refuses its own key: {check.Code} {check.Reason}");
            }
        }

        var choice = new SetupChoice(
            Company,
            findings.Groups.Single(group => group.Name == Company),
            findings.Entities.Single(entity => entity.Name == Company),
            AddNewPeople: false,
            AuthorityConfirmed: true
        );
        return Done(
            await Get<ConnectionSetup>().EstablishAsync(draft, findings, choice, Administrator, CancellationToken.None)
        );
    }

    /// <summary>Reads both systems and stores the comparison.</summary>
    public async Task<Guid> CompareAsync(Guid connectionId)
    {
        var compare = Get<Compare>();
        var comparisonId = await compare.StartAsync(connectionId, Administrator, CancellationToken.None);
        await compare.RunAsync(comparisonId, new QuietLogging<CompareProgress>(), CancellationToken.None);
        await using var store = Store();
        var record = await store.Comparisons.SingleAsync(record => record.Id == comparisonId);
        return record.State == ComparisonState.Complete
            ? comparisonId
            : throw new InvalidOperationException($"The comparison failed: {record.Failure?.Code}");
    }

    /// <summary>Confirms every safety limit that holds something back.</summary>
    public async Task<ReviewSession> ConfirmAllAsync(ReviewSession session)
    {
        foreach (var guard in session.Preview.Guards.Where(guard => guard.Holds))
        {
            session = await Get<Review>()
                .ConfirmGuardAsync(session, guard.Kind, confirmed: true, Administrator, CancellationToken.None);
        }

        return session;
    }

    /// <summary>Makes a plan of the session and runs it.</summary>
    public async Task<RunReport> ApplyAsync(ReviewSession session, IProgress<RunProgress>? progress = null)
    {
        var plan = Done(
            await Get<ReviewPlans>()
                .MakePlanAsync(session.Record.Id, session.Shown, Administrator, CancellationToken.None)
        );
        var run = Done(await Get<StartRun>().StartAsync(plan, Administrator, null, "en", CancellationToken.None));
        await Get<RunExecutor>().RunAsync(run, progress ?? new QuietLogging<RunProgress>(), CancellationToken.None);
        await using var store = Store();
        return await RunReport.LoadAsync(store, run, CancellationToken.None)
            ?? throw new InvalidOperationException("The run is missing in the store.");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>A new context of the store.</summary>
    public SyncDbContext Store() => Get<IDbContextFactory<SyncDbContext>>().CreateDbContext();

    /// <summary>The value of an answer; throws where it was refused.</summary>
    public static T Done<T>(Answer<T> answer) =>
        answer switch
        {
            Answer<T>.Done done => done.Value,
            Answer<T>.Refused refused => throw new InvalidOperationException($"Refused: {refused.Reason}"),
            _ => throw new InvalidOperationException("An unknown kind of answer."),
        };
}
