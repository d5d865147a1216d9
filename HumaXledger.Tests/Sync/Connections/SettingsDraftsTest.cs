using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Sync.Connections;

public sealed class SettingsDraftsOnSqliteTest(SqliteStore store) : SettingsDraftsTest<SqliteStore>(store);

public sealed class SettingsDraftsOnPostgresTest(PostgresStore store) : SettingsDraftsTest<PostgresStore>(store);

/// <summary>Settings that were typed and not saved: whose they are, what is kept and how long.</summary>
public abstract class SettingsDraftsTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private const string Section = "Limits";

    private readonly SettingsDrafts _drafts = new(
        store.Get<IDbContextFactory<SyncDbContext>>(),
        store.Get<SecretVault>(),
        store.Clock
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draft_EverythingThatCanBeFilledIn_IsReadAsItWasTyped()
    {
        var (connection, kari) = (await store.AddConnectionAsync(), User());
        var input = await InputAsync(connection);

        await _drafts.KeepAsync(
            connection,
            Section,
            input with
            {
                Typed = new Dictionary<string, string>(),
            },
            kari,
            Cancellation
        );
        await _drafts.KeepAsync(connection, Section, input, kari, Cancellation);

        var kept = await _drafts.ReadAsync(connection, Section, kari, Cancellation);
        Assert.True(kept!.Shown.IsSameAs(input.Shown));
        Assert.True(kept.Wanted.IsSameAs(input.Wanted));
        Assert.False(kept.Wanted.IsSameAs(kept.Shown));
        Assert.Equal(input.Typed, kept.Typed);
        Assert.Equal(input.Wrong, kept.Wrong);
        Assert.Equal(input.Scope, kept.Scope);
        Assert.Equal(input.ScopeShown, kept.ScopeShown);
        Assert.Equal([Section], await _drafts.SectionsAsync(connection, kari, Cancellation));
    }

    [Fact]
    public async Task Draft_OfAnotherUserSectionOrConnection_IsNotThere()
    {
        var (connection, other) = (await store.AddConnectionAsync(), await store.AddConnectionAsync());
        var (kari, ola) = (User(), User());
        await _drafts.KeepAsync(connection, Section, await InputAsync(connection), kari, Cancellation);

        Assert.Null(await _drafts.ReadAsync(connection, Section, ola, Cancellation));
        Assert.Null(await _drafts.ReadAsync(connection, "General", kari, Cancellation));
        Assert.Null(await _drafts.ReadAsync(other, Section, kari, Cancellation));
        Assert.Empty(await _drafts.SectionsAsync(connection, ola, Cancellation));
    }

    [Fact]
    public async Task Draft_InTheDatabase_IsNotReadableAndNotUsableElsewhere()
    {
        var (connection, kari, ola) = (await store.AddConnectionAsync(), User(), User());
        await _drafts.KeepAsync(connection, Section, await InputAsync(connection), kari, Cancellation);
        await _drafts.KeepAsync(connection, Section, await InputAsync(connection), ola, Cancellation);

        Assert.Empty(await StoredTexts.FindAsync(store, ["ola@example.no", "typed by hand", "person-left-out"]));
        await using var context = store.Open();
        var hers = await context.SettingsDrafts.SingleAsync(draft => draft.OwnerId == kari.Id, Cancellation);
        await context
            .SettingsDrafts.Where(draft => draft.OwnerId == ola.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(draft => draft.Input, hers.Input), Cancellation);
        Assert.Null(await _drafts.ReadAsync(connection, Section, ola, Cancellation));
    }

    [Fact]
    public async Task Draft_OfAnotherVersionOfTheProduct_IsNotThereAndCanBeReplaced()
    {
        var (connection, kari) = (await store.AddConnectionAsync(), User());
        var input = await InputAsync(connection);
        await _drafts.KeepAsync(connection, Section, input, kari, Cancellation);
        await using (var context = store.Open())
        {
            var draft = await context.SettingsDrafts.SingleAsync(draft => draft.OwnerId == kari.Id, Cancellation);
            // One that did not know this setting yet.
            var earlier = JsonSerializer.SerializeToNode(input, StorageJson.Options)!;
            Assert.True(earlier["wanted"]!.AsObject().Remove("driftThreshold"));
            draft.Input = store.Get<SecretVault>().WriteJson(earlier, SecretKind.SettingsInput, draft.Id);
            await context.SaveChangesAsync(Cancellation);
        }

        Assert.Null(await _drafts.ReadAsync(connection, Section, kari, Cancellation));

        await _drafts.KeepAsync(connection, Section, input, kari, Cancellation);
        Assert.NotNull(await _drafts.ReadAsync(connection, Section, kari, Cancellation));
    }

    [Fact]
    public async Task Draft_ADayOldOrDiscarded_IsGoneAndRemovedByRetention()
    {
        var (connection, kari) = (await store.AddConnectionAsync(), User());
        var begun = store.Clock.Now;
        await _drafts.KeepAsync(connection, "General", await InputAsync(connection), kari, Cancellation);
        await _drafts.DiscardAsync(connection, "General", kari, Cancellation);
        Assert.Null(await _drafts.ReadAsync(connection, "General", kari, Cancellation));
        await _drafts.KeepAsync(connection, Section, await InputAsync(connection), kari, Cancellation);
        store.Clock.Now = begun + SettingsDraftRecord.Kept;
        Assert.NotNull(await _drafts.ReadAsync(connection, Section, kari, Cancellation));
        await RetainAsync();
        Assert.Equal([Section], await _drafts.SectionsAsync(connection, kari, Cancellation));

        store.Clock.Now += TimeSpan.FromSeconds(1);

        Assert.Null(await _drafts.ReadAsync(connection, Section, kari, Cancellation));
        Assert.Empty(await _drafts.SectionsAsync(connection, kari, Cancellation));
        await RetainAsync();
        await using var context = store.Open();
        Assert.False(await context.SettingsDrafts.AnyAsync(draft => draft.OwnerId == kari.Id, Cancellation));
        store.Clock.Now = begun;

        Task RetainAsync() =>
            new Retention(
                store.Get<IDbContextFactory<SyncDbContext>>(),
                store.Get<Core.Storage.Activity.ActivityLog>(),
                store.Get<StoreSweep>(),
                Options.Create(new RetentionOptions()),
                store.Clock,
                NullLogger<Retention>.Instance
            ).RunAsync(Cancellation);
    }

    private async Task<SettingsInput> InputAsync(Guid connection)
    {
        await using var context = store.Open();
        var shown = SettingsValues.Of(
            await context
                .Connections.Include(row => row.Policies)
                .SingleAsync(row => row.Id == connection, Cancellation)
        );
        var wanted = shown with
        {
            Name = "Fjellheim 中文 \ud83d\ude00",
            AddNewPeople = !shown.AddNewPeople,
            Rules = new Dictionary<Field, PolicyRule> { [Field.JobTitle] = PolicyRule.Ignore },
            Limits = new Dictionary<GuardKind, GuardLimit>(shown.Limits)
            {
                [GuardKind.PeopleTouched] = new GuardLimit(17, null),
            },
            Employment = shown.Employment with { JoinGapDays = 14 },
            QuickComparisonMinutes = null,
            DriftCheckAt = new TimeOnly(3, 15),
            AlertsTo = [new AlertRecipient("ola@example.no", "nb-NO")],
        };
        return new SettingsInput(
            shown,
            wanted,
            new Dictionary<string, string>
            {
                ["settings-name"] = "typed by hand",
                ["limit-count-PeopleTouched"] = "x\0",
            },
            ["limit-count-PeopleTouched"],
            [new ScopeRule.Ended(6), new ScopeRule.User(new HumaId("person-left-out"))],
            [new ScopeRule.InGroup("1", "team", "Drift")]
        );
    }

    private static Actor User() =>
        new($"{Guid.NewGuid()}", "Kari", null, new HashSet<Role> { Role.IntegrationAdministrator });
}
