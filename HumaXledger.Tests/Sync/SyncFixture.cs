using System.Buffers;
using HumaXledger.Core;
using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Xledger;
using HumaXledger.Core.Xledger.Limits;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync;

/// <summary>
/// Core as the Portal registers it, over a real SQLite file and both external systems over real HTTP.
/// </summary>
public sealed class SyncFixture : IAsyncDisposable
{
    public const string AdministratorName = "Kari";

    public static readonly Actor Administrator = new(
        "kari",
        AdministratorName,
        "kari@example.no",
        new HashSet<Role> { Role.IntegrationAdministrator }
    );
    public const string NorwegianCompany = "Fjellheim Norge AS";

    /// <summary>
    /// Xledger's window of 20 requests where tests wait in real time. The clients of such a sandbox need it as
    /// <c>Xledger:BurstSeconds</c>.
    /// </summary>
    public static readonly TimeSpan ShortWindow = TimeSpan.FromSeconds(1);

    private static readonly TimeOnly Noon = new(12, 0);

    private readonly string _folder;
    private readonly ServiceProvider _services;
    private readonly RecordedLog _log;
    private readonly Detour? _detour;

    private SyncFixture(
        SandboxServer sandbox,
        ServiceProvider services,
        string folder,
        RecordedLog log,
        Detour? detour
    ) => (Sandbox, _services, _folder, _log, _detour) = (sandbox, services, folder, log, detour);

    /// <summary>Only in a fixture opened with <c>racing</c>.</summary>
    public RacingClock Clock => (RacingClock)Get<TimeProvider>();

    public SandboxServer Sandbox { get; }

    public SandboxWorld World => Sandbox.World;

    /// <summary>The store's connection string, for another process that shares it.</summary>
    public string ConnectionString =>
        Get<ValueVault>() != SharedVault.Vault
            ? $"Data Source={Path.Combine(_folder, "store.db")}"
            : throw new InvalidOperationException("Another process could not open what this one seals.");

    /// <summary>Only in a fixture opened with one.</summary>
    internal Detour Detour => _detour!;

    /// <summary>The sample's scenes take most of its 250 people; with more there are enough ordinary ones.</summary>
    public static void WithManyOrdinaryPeople(SandboxOptions options) => options.People = 350;

    /// <summary>Every line that was logged; the fixture must keep them all.</summary>
    public IReadOnlyCollection<string> Log =>
        _log.Level == LogLevel.Trace
            ? _log.Lines
            : throw new InvalidOperationException("Open the fixture with log: LogLevel.Trace.");

    /// <param name="detour">Both systems are reached through <see cref="Detour"/>.</param>
    /// <param name="storage">More for the store's connection string.</param>
    /// <param name="sealsItself">The keys of what is sealed are in the database, as in the product; as with a server,
    /// which other processes share. For tests of <c>MisplacedValues</c> too: what one store meets is taken by the
    /// test that looks first in the vault that the others share.</param>
    /// <param name="log">
    /// The lowest level that <see cref="Log"/> keeps. Every line costs time: trace is for tests that look for secrets.
    /// </param>
    /// <param name="at">
    /// The time of today, UTC, at which a raced clock starts: values of some people change with the day, and limits
    /// with the month, so that a test must not run into the next one. Noon by default; a test that passes hours says
    /// less.
    /// </param>
    public static async Task<SyncFixture> OpenAsync(
        Action<SandboxOptions>? configure = null,
        bool realTime = false,
        bool detour = false,
        string storage = "",
        bool sealsItself = false,
        LogLevel log = LogLevel.Information,
        TimeOnly? at = null,
        params (string Key, string Value)[] settings
    )
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0" };
        if (realTime)
        {
            options.Limits.Xledger.BurstWindow = ShortWindow;
        }

        configure?.Invoke(options);
        var start = DateTimeOffset.UtcNow;
        start = new(DateOnly.FromDateTime(start.UtcDateTime), at ?? Noon, TimeSpan.Zero);
        TimeProvider clock = realTime ? TimeProvider.System : new RacingClock(start, runs: true);
        var sandbox = await SandboxServer.StartAsync(options, clock, null, TestContext.Current.CancellationToken);
        var between = detour ? await Fakes.Detour.StartAsync(sandbox.HumaBaseAddress) : null;
        var folder = Directory.CreateTempSubdirectory("humaxledger-").FullName;
        var values = new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "Sqlite",
            ["ConnectionStrings:HumaXledger"] = $"Data Source={Path.Combine(folder, "store.db")}{storage}",
            ["Huma:Environments:Sandbox:BaseAddress"] =
                $"{(between is null ? sandbox.HumaBaseAddress : new Uri(between.Address, sandbox.HumaBaseAddress.AbsolutePath))}",
            ["Xledger:Environments:Sandbox:Endpoint"] =
                $"{(between is null ? sandbox.XledgerEndpoint : new Uri(between.Address, sandbox.XledgerEndpoint.AbsolutePath))}",
            ["Huma:RetryDelay"] = "00:00:00.001",
            // Longer than any wait that a racing clock jumps over.
            ["Huma:RequestTimeout"] = "00:05:00",
            ["Xledger:RequestTimeout"] = "00:05:00",
        };
        if (realTime)
        {
            values["Xledger:BurstSeconds"] = $"{ShortWindow.TotalSeconds}";
        }

        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var book = new RecordedLog(log);
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(log).AddProvider(book))
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(clock)
            .AddStorage(configuration)
            .AddHuma()
            .AddXledger()
            .AddSync();
        if (!sealsItself && values["Storage:Provider"] == "Sqlite")
        {
            services.AddSharedVault();
        }

        if (!realTime)
        {
            // A server's clock does not race.
            services.AddSingleton<ITokenWindows, ProcessTokenWindows>();
            services.AddSingleton<IStoreClock, RacingStoreClock>();
        }

        if (values["Storage:Provider"] == "Sqlite")
        {
            await MigratedFile.CopyToAsync(Path.Combine(folder, "store.db"));
        }

        var fixture = new SyncFixture(sandbox, services.BuildServiceProvider(), folder, book, between);
        await fixture.Get<StorageMigrator>().MigrateAsync();
        return fixture;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public SyncDbContext Store() => Get<IDbContextFactory<SyncDbContext>>().CreateDbContext();

    /// <summary>
    /// An administrator's input: the full key and token of the Norwegian company unless others are named.
    /// </summary>
    public SetupCredentials Draft(
        string keyPurpose = "Full rights",
        string tokenName = $"Full rights, {NorwegianCompany}"
    )
    {
        var key = World.Credentials.First(credential =>
            credential.System == OutsideSystem.Huma && credential.Purpose == keyPurpose
        );
        var token = World.Credentials.First(credential =>
            credential.System == OutsideSystem.Xledger && credential.Name == tokenName
        );
        return new SetupCredentials(
            "Sandbox",
            key.ClientId!.Value.ToString(),
            new Secret(key.Text),
            "Sandbox",
            XledgerToken.TryRead(token.Text, out _)!
        );
    }

    /// <summary>The final lines of "Verify".</summary>
    public async Task<IReadOnlyList<SetupCheck>> VerifyAsync(
        SetupCredentials draft,
        SetupFindings findings,
        CancellationToken cancellation
    ) =>
        [
            .. (
                await Get<ConnectionSetup>()
                    .VerifyAsync(draft, findings, Administrator, cancellation)
                    .ToListAsync(cancellation)
            ).Where(check => check.State != SetupCheckState.Running),
        ];

    /// <summary>The Norwegian company, connected as by the wizard.</summary>
    public async Task<Guid> ConnectAsync(
        CancellationToken cancellation,
        string tokenName = $"Full rights, {NorwegianCompany}"
    )
    {
        var draft = Draft(tokenName: tokenName);
        var findings = new SetupFindings();
        foreach (var check in await VerifyAsync(draft, findings, cancellation))
        {
            Assert.True(check.State != SetupCheckState.Failed, $"{check.Code} {check.Right} {check.Reason}");
        }

        var group = findings.Groups.Single(group => group.Name == NorwegianCompany);
        var entity = findings.Entities.Single(entity => entity.Name == NorwegianCompany);
        var answer = await Get<ConnectionSetup>()
            .EstablishAsync(
                draft,
                findings,
                new SetupChoice(NorwegianCompany, group, entity, AddNewPeople: false, AuthorityConfirmed: true),
                Administrator,
                cancellation
            );
        return Assert.IsType<Answer<Guid>.Done>(answer).Value;
    }

    /// <summary>A comparison with any outcome.</summary>
    public async Task<ComparisonRecord> TryCompareAsync(Guid connectionId, CancellationToken cancellation)
    {
        var comparisonId = await Get<Compare>().StartAsync(connectionId, Administrator, cancellation);
        await Get<Compare>().RunAsync(comparisonId, new Watching<CompareProgress>(), cancellation);
        await using var store = Store();
        return await store.Comparisons.SingleAsync(record => record.Id == comparisonId, cancellation);
    }

    public async Task<ReviewSession> CompareAsync(Guid connectionId, CancellationToken cancellation)
    {
        var record = await TryCompareAsync(connectionId, cancellation);
        Assert.True(
            record.State == ComparisonState.Complete,
            $"{record.Failure?.Code} {string.Join(", ", record.Failure?.Arguments ?? [])}"
        );
        return await Get<Review>().OpenAsync(record.Id, Actor.System, cancellation);
    }

    /// <summary>Chooses this side for every difference of these people for which it is possible.</summary>
    public async Task<ReviewSession> ChooseAsync(
        ReviewSession session,
        FieldChoice choice,
        IEnumerable<Someone> people,
        CancellationToken cancellation
    )
    {
        var ids = people.Select(person => $"{person.HumaId}").ToHashSet();
        var wanted = session
            .Comparison.Differences.Where(difference =>
                ids.Contains(difference.Pair.Huma.Id) && Review.Can(difference, choice)
            )
            .ToList();
        return (await Get<Review>().DecideAsync(session, wanted, choice, Administrator, cancellation)).Session;
    }

    /// <summary>Confirms all guards that hold changes.</summary>
    public async Task<ReviewSession> ConfirmGuardsAsync(ReviewSession session, CancellationToken cancellation)
    {
        foreach (var guard in session.Preview.Guards.Where(guard => guard.Holds))
        {
            session = await Get<Review>()
                .ConfirmGuardAsync(session, guard.Kind, confirmed: true, Administrator, cancellation);
        }

        return session;
    }

    /// <summary>
    /// Answers every question, chooses for every difference (Huma where possible) and adds everyone who can be added.
    /// </summary>
    public async Task<ReviewSession> DecideEverythingAsync(ReviewSession session, CancellationToken cancellation)
    {
        var review = Get<Review>();
        var questions = session
            .Comparison.Matches.Pairs.Where(pair => pair.State == MatchState.Probable)
            .Select(pair => new MatchDecision(new HumaId(pair.Huma.Id), new XledgerId(pair.Xledger.Id)))
            .ToList();
        session = await review.DecideMatchesAsync(session, questions, Administrator, cancellation);
        foreach (var choice in new[] { FieldChoice.UseHuma, FieldChoice.UseXledger })
        {
            var open = session
                .Comparison.Differences.Where(difference =>
                    session.ChoiceOf(difference) is null && Review.Can(difference, choice)
                )
                .ToList();
            (session, _) = await review.DecideAsync(session, open, choice, Administrator, cancellation);
        }

        var toHuma = session
            .AddCandidates(Side.Huma)
            .Where(person => person.CanBeAdded)
            .Select(person => new XledgerId(person.Person.Id))
            .ToList();
        var toXledger = session
            .AddCandidates(Side.Xledger)
            .Where(person => person.CanBeAdded)
            .Select(person => new HumaId(person.Person.Id))
            .ToList();
        return await ConfirmGuardsAsync(
            await review.ChooseAdditionsAsync(session, toHuma, toXledger, Administrator, cancellation),
            cancellation
        );
    }

    public async Task<Guid> PlanAsync(ReviewSession session, CancellationToken cancellation) =>
        Assert
            .IsType<Answer<Guid>.Done>(
                await Get<ReviewPlans>().MakePlanAsync(session.Record.Id, session.Shown, Administrator, cancellation)
            )
            .Value;

    public async Task<Guid> StartAsync(Guid planId, CancellationToken cancellation) =>
        Assert
            .IsType<Answer<Guid>.Done>(
                await Get<StartRun>().StartAsync(planId, Administrator, null, "en", cancellation)
            )
            .Value;

    public async Task<RunReport> RunAsync(Guid runId, CancellationToken cancellation, Action<RunProgress>? watch = null)
    {
        await Get<RunExecutor>().RunAsync(runId, new Watching<RunProgress>(watch), cancellation);
        await using var store = Store();
        return (await RunReport.LoadAsync(store, runId, cancellation))!;
    }

    public async Task<RunReport> ApplyAsync(
        ReviewSession session,
        CancellationToken cancellation,
        Action<RunProgress>? watch = null
    ) => await RunAsync(await StartAsync(await PlanAsync(session, cancellation), cancellation), cancellation, watch);

    /// <summary>"Continue the run" when changes remain, else "Try the failed again".</summary>
    public async Task<RunReport> RetryAsync(RunReport report, CancellationToken cancellation)
    {
        var origin = report.CanContinue ? PlanOrigin.Continued : PlanOrigin.Retried;
        var plan = Assert.IsType<Answer<Guid>.Done>(
            await Get<Retry>().MakePlanAsync(report.Run.Id, report.Shown(origin), Administrator, cancellation)
        );
        return await RunAsync(await StartAsync(plan.Value, cancellation), cancellation);
    }

    /// <summary>Ordinary people of the connected company who are equal in both systems.</summary>
    public IReadOnlyList<Someone> Ordinary(int count)
    {
        var unusual = World.Catalogue.Cases.SelectMany(one => one.People).ToHashSet();
        var norway = World.Xledger.Tokens.All()[0].EntityOwnerDbId;
        var people = World
            .Catalogue.Pairs.Where(pair =>
                pair is { Agrees: true, HumaId: not null, EmployeeDbId: not null }
                && pair.EntityOwnerDbId == norway
                && !unusual.Contains(pair)
            )
            .Take(count)
            .Select(pair => new Someone(pair.HumaId!.Value, pair.EmployeeDbId!.Value))
            .ToList();
        Assert.Equal(count, people.Count);
        return people;
    }

    /// <summary>Revokes the connection's Xledger token, or restores it.</summary>
    public void Revoke(bool revoked) =>
        World.Xledger.Edit(edit => edit.Change(World.Xledger.Tokens.All()[0], row => row.Revoked = revoked));

    /// <summary>No token, secret, identification or bank number is in any log or text stored for readers.</summary>
    public async Task AssertNothingLeakedAsync(CancellationToken cancellation)
    {
        await using var store = Store();
        IEnumerable<string> reported =
        [
            .. Log,
            .. (await store.Comparisons.AsNoTracking().ToListAsync(cancellation)).SelectMany(record =>
                record.Failure?.Arguments ?? []
            ),
            .. (await store.Runs.AsNoTracking().ToListAsync(cancellation)).SelectMany(record =>
                record.Failure?.Arguments ?? []
            ),
            .. (await store.Changes.AsNoTracking().ToListAsync(cancellation)).SelectMany(record =>
                record.Reason?.Arguments ?? []
            ),
            .. (await store.Activity.AsNoTracking().ToListAsync(cancellation)).SelectMany(record => record.Arguments),
        ];
        var secrets = SearchValues.Create([.. Secrets().Distinct()], StringComparison.Ordinal);
        Assert.DoesNotContain(reported, line => line.AsSpan().ContainsAny(secrets));
    }

    internal IEnumerable<string> Secrets()
    {
        foreach (var credential in World.Credentials)
        {
            yield return credential.Text;
        }

        foreach (var person in World.People(null, 0, int.MaxValue).Page)
        {
            foreach (var values in new[] { person.Huma, person.Xledger })
            {
                foreach (var field in new[] { SandboxField.Identification, SandboxField.BankAccount })
                {
                    if (values.TryGetValue(field, out var text))
                    {
                        yield return text;
                    }
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        var store = Get<StorageConnection>();
        await _services.DisposeAsync();
        if (_detour is not null)
        {
            await _detour.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
        if (store.Provider == StorageProvider.Sqlite)
        {
            // Of this store only: tests beside this one keep theirs.
            using var own = new SqliteConnection(store.ConnectionString);
            SqliteConnection.ClearPool(own);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Watching<T>(Action<T>? watch = null) : IProgress<T>
    {
        public void Report(T value) => watch?.Invoke(value);
    }
}

/// <summary>One person in both systems.</summary>
public sealed record Someone(Guid HumaId, int EmployeeDbId);
