using System.Text;
using HumaXledger.Core;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Keys;

/// <summary>A store of its own with two rows in every table that has sealed columns, all of them with values.</summary>
internal sealed class SealedStore(TestStore store, Dictionary<string, string?> settings, ServiceProvider services)
    : IAsyncDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ServiceProvider Services => services;

    public IReadOnlyDictionary<string, string?> Settings => settings;

    public StorageConnection Connection => services.GetRequiredService<StorageConnection>();

    /// <summary>Identification numbers that are stored, invented and without a valid check digit.</summary>
    public static IReadOnlyList<string> Numbers { get; } = ["12345678901", "23456789012"];

    /// <param name="people">How many rows of people there are.</param>
    public static async Task<SealedStore> OpenAsync(TestStore store, int people = 2)
    {
        var settings = await store.SettingsAsync();
        var made = new SealedStore(store, settings, store.BuildSealed(settings));
        await made.StartAsync();
        await made.FillAsync(people);
        return made;
    }

    public SyncDbContext Open() => services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();

    /// <summary>The same store as another process opens it, after its start.</summary>
    public async Task<SealedStore> AgainAsync()
    {
        var again = new SealedStore(store, settings, store.BuildSealed(settings));
        await again.StartAsync();
        return again;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>Whose the database says a comparison is.</summary>
    public static async Task<Guid> ConnectionOfAsync(ServiceProvider services, Guid comparison)
    {
        await using var context = services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();
        return await context
            .Comparisons.Where(row => row.Id == comparison)
            .Select(row => row.ConnectionId)
            .SingleAsync(Cancellation);
    }

    /// <summary>Every value of people that can be read, by table and column and row.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> ValuesAsync()
    {
        var values = new Dictionary<string, string?>();
        await using var context = Open();
        foreach (var row in await context.Links.AsNoTracking().ToListAsync(Cancellation))
        {
            foreach (var (name, all) in Fields(row))
            {
                values[$"Links.{name}.{row.Id}"] =
                    $"{all[Field.Identification].TextOrNull}|{all[Field.BankAccount].TextOrNull}";
            }
        }

        foreach (var row in await context.Changes.AsNoTracking().ToListAsync(Cancellation))
        {
            values[$"Changes.{row.Id}"] =
                $"{row.From.TextOrNull}|{row.To.TextOrNull}|{row.After?.TextOrNull}|{row.BaselineBefore?.TextOrNull}";
        }

        foreach (var row in await context.HeldValues.AsNoTracking().ToListAsync(Cancellation))
        {
            values[$"HeldValues.{row.Id}"] =
                $"{row.Huma.TextOrNull}|{row.Xledger.TextOrNull}|{row.Baseline.TextOrNull}";
        }

        foreach (var row in await context.Plans.AsNoTracking().ToListAsync(Cancellation))
        {
            values[$"Plans.{row.Id}"] = row.Fingerprint.TextOrNull;
        }

        foreach (var row in await context.Messages.AsNoTracking().ToListAsync(Cancellation))
        {
            values[$"Messages.{row.Id}"] = services.GetRequiredService<MessageVault>().Unprotect(row) is { } body
                ? Encoding.UTF8.GetString(body)
                : null;
        }

        foreach (var row in await context.Comparisons.AsNoTracking().ToListAsync(Cancellation))
        {
            values[$"Comparisons.{row.Id}"] = (
                await services.GetRequiredService<ComparisonArchive>().LoadAsync(row.ConnectionId, row.Id, Cancellation)
            )
                ?.Huma[0]
                .Values[Field.Identification]
                .TextOrNull;
        }

        return values;
    }

    public static IEnumerable<(string Name, FieldValues Values)> Fields(PersonLink link) =>
        [
            (nameof(link.Baseline), link.Baseline),
            (nameof(link.LastProcessed), link.LastProcessed),
            (nameof(link.KnownInHuma), link.KnownInHuma),
            (nameof(link.KnownInXledger), link.KnownInXledger),
            (nameof(link.OtherPersonInHuma), link.OtherPersonInHuma),
            (nameof(link.OtherPersonInXledger), link.OtherPersonInXledger),
        ];

    /// <summary>The names of the keys in the table.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync()
    {
        await using var context = Open();
        return await context
            .Keys.Where(key => key.FriendlyName.StartsWith("valueKey-"))
            .OrderBy(key => key.Id)
            .Select(key => key.FriendlyName)
            .ToListAsync(Cancellation);
    }

    private Task StartAsync() => services.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);

    private async Task FillAsync(int people)
    {
        var secrets = services.GetRequiredService<SecretVault>();
        await using var context = Open();
        for (var one = 0; one < 2; one++)
        {
            var connection = Samples.Connection();
            connection.HumaClientSecret = secrets.Protect(
                new Secret($"secret {one}"),
                SecretKind.HumaClientSecret,
                connection.Id,
                connection.HumaEnvironment
            );
            connection.XledgerToken = secrets.Protect(
                new Secret($"token {one}"),
                SecretKind.XledgerToken,
                connection.Id,
                connection.XledgerEnvironment
            );
            context.Connections.Add(connection);
            AddSecrets(context, secrets, connection.Id, one);
            await context.SaveChangesAsync(Cancellation);
            if (one == 0)
            {
                await FillAsync(context, connection.Id, people);
            }
        }
    }

    private static void AddSecrets(SyncDbContext context, SecretVault secrets, Guid connectionId, int one)
    {
        var draft = Guid.NewGuid();
        ProtectedSecret Protect(SecretKind kind, Guid owner, string row = "") =>
            secrets.Protect(new Secret($"{kind} {one}"), kind, owner, row);
        for (var age = 0; age < 2; age++)
        {
            var made = TestStore.Start.UtcDateTime.AddDays(-age);
            context.WebhookKeys.Add(
                new WebhookKey
                {
                    ConnectionId = connectionId,
                    Secret = Protect(SecretKind.WebhookSecret, connectionId, WebhookKey.RowOf(made)),
                    Token = Protect(SecretKind.WebhookToken, connectionId, WebhookKey.RowOf(made)),
                    CreatedAt = made,
                    CreatedBy = "Kari",
                    ExpiresAt = age == 0 ? null : TestStore.Start.UtcDateTime.AddDays(1),
                }
            );
        }

        context.SetupDrafts.Add(
            new SetupDraftRecord
            {
                Id = draft,
                OwnerId = $"owner {one}",
                Answers = Protect(SecretKind.SetupAnswers, draft),
                Findings = Protect(SecretKind.SetupFindings, draft),
                HumaClientSecret = Protect(SecretKind.DraftHumaClientSecret, draft),
                XledgerToken = Protect(SecretKind.DraftXledgerToken, draft),
            }
        );
        var settings = Guid.NewGuid();
        context.SettingsDrafts.Add(
            new SettingsDraftRecord
            {
                Id = settings,
                OwnerId = $"owner {one}",
                ConnectionId = connectionId,
                Section = "Policies",
                Input = Protect(SecretKind.SettingsInput, settings),
            }
        );
    }

    private async Task FillAsync(SyncDbContext context, Guid connectionId, int people)
    {
        var messages = services.GetRequiredService<MessageVault>();
        var plan = await PlanAsync(context, connectionId, people);
        var changes = await context
            .Changes.Where(change => change.PlanId == plan)
            .OrderBy(change => change.Sequence)
            .ToListAsync(Cancellation);
        for (var person = 0; person < people; person++)
        {
            var (huma, xledger) = (new HumaId($"{Guid.NewGuid()}"), new XledgerId($"{1001 + person}"));
            var (number, all) = (NumberOf(person), ValuesOf(person));
            context.Links.Add(
                new PersonLink
                {
                    ConnectionId = connectionId,
                    HumaId = huma,
                    XledgerId = xledger,
                    FoundAs = MatchState.Certain,
                    LinkedBy = "Kari",
                    Baseline = all,
                    LastProcessed = all,
                    KnownInHuma = all,
                    KnownInXledger = all,
                    OtherPersonInHuma = all,
                    OtherPersonInXledger = all,
                }
            );
            context.HeldValues.Add(
                new HeldValue
                {
                    ConnectionId = connectionId,
                    HumaId = huma,
                    XledgerId = xledger,
                    PersonName = "Torbjørn",
                    Field = Field.Identification,
                    Huma = number,
                    Xledger = all[Field.BankAccount],
                    Baseline = number,
                }
            );
            (changes[person].After, changes[person].BaselineBefore) = (number, all[Field.BankAccount]);
            if (person < 2)
            {
                var fingerprint = $"fingerprint {person}";
                context.Messages.Add(
                    new WebhookMessage
                    {
                        ConnectionId = connectionId,
                        ReceivedAt = TestStore.Start.UtcDateTime,
                        Topic = "users-update",
                        Fingerprint = fingerprint,
                        Body = messages.Protect(Encoding.UTF8.GetBytes($"body {person}"), connectionId, fingerprint),
                    }
                );
            }
        }

        await context.SaveChangesAsync(Cancellation);
    }

    private async Task<Guid> PlanAsync(SyncDbContext context, Guid connectionId, int people)
    {
        var plan = Guid.Empty;
        for (var one = 0; one < 2; one++)
        {
            var comparison = new ComparisonRecord
            {
                Id = Guid.NewGuid(),
                ConnectionId = connectionId,
                StartedAt = TestStore.Start.UtcDateTime,
                StartedBy = "Kari",
            };
            context.Comparisons.Add(comparison);
            await context.SaveChangesAsync(Cancellation);
            await services
                .GetRequiredService<ComparisonArchive>()
                .SaveAsync(
                    comparison.Id,
                    new ComparisonInput(
                        [new Person(Side.Huma, $"{Guid.NewGuid()}", Active: true, ValuesOf(one))],
                        [],
                        [],
                        [],
                        Policy.AlwaysAsk,
                        HumaComplete: true,
                        XledgerComplete: true
                    )
                    {
                        ConnectionId = connectionId,
                    },
                    Cancellation
                );
            // The changes are of the first.
            var saved = await SavedPlans
                .In(services)
                .SaveAsync(
                    connectionId,
                    comparison.Id,
                    Samples.Plan([
                        .. Enumerable
                            .Range(0, one == 0 ? people : 0)
                            .Select(person =>
                                Samples.Change(person + 1, NumberOf(person), ValuesOf(person)[Field.BankAccount])
                            ),
                    ]),
                    "Kari",
                    Cancellation
                );
            plan = one == 0 ? saved.Id : plan;
        }

        return plan;
    }

    private static FieldValue NumberOf(int person) =>
        new FieldValue.Of(person < Numbers.Count ? Numbers[person] : $"9{person:D10}");

    private static FieldValues ValuesOf(int person) =>
        FieldValues
            .AllUnknown.With(Field.GivenName, new FieldValue.Of("Torbjørn"))
            .With(Field.Identification, NumberOf(person))
            .With(Field.BankAccount, new FieldValue.Of($$"""{"number":"8{{person:D10}}"}"""));
}
