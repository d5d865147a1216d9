using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Tests.People;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.Queue;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Connections;

public sealed class ConnectionSettingsOnSqliteTests(SqliteStore store) : ConnectionSettingsTests<SqliteStore>(store);

public sealed class ConnectionSettingsOnPostgresTests(PostgresStore store)
    : ConnectionSettingsTests<PostgresStore>(store);

/// <summary>Saving a form of several settings, alone and beside another administrator.</summary>
public abstract class ConnectionSettingsTests<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ConnectionSettings Settings => new(store.Get<IDbContextFactory<SyncDbContext>>(), store.Clock);

    [Fact]
    public async Task Save_SeveralSettings_StoresThemWithOneEntryEach()
    {
        var connection = await store.AddConnectionAsync();
        var shown = await Settings.ReadAsync(connection, Actor.System, Cancellation);
        var wanted = shown with
        {
            Rules = new Dictionary<Field, PolicyRule> { [Field.Email] = PolicyRule.HumaWins },
            Limits = new Dictionary<GuardKind, GuardLimit>(shown.Limits) { [GuardKind.ValuesCleared] = new(1, null) },
            DriftThreshold = 7,
        };

        Assert.Null(await SaveAsync(connection, shown, wanted));

        Assert.True(wanted.IsSameAs(await Settings.ReadAsync(connection, Actor.System, Cancellation)));
        Assert.Equal(
            [ActivityCodes.DriftLimitChanged, ActivityCodes.GuardLimitChanged, ActivityCodes.PolicyChanged],
            (await ActivityAsync(connection)).Order()
        );
    }

    // A form lets none of them through; a crafted event of a circuit reaches the act.
    [Theory]
    [MemberData(nameof(GivenTextTests.Names), MemberType = typeof(GivenTextTests), DisableDiscoveryEnumeration = true)]
    public async Task Name_ThatIsNoLine_IsStoredByNoAct(string name)
    {
        var connection = await store.AddConnectionAsync();
        var shown = await Settings.ReadAsync(connection, Actor.System, Cancellation);
        var rule = new ScopeRule.InGroup("17", "team", name);

        await Assert.ThrowsAsync<ArgumentException>(() => SaveAsync(connection, shown, shown with { Name = name }));
        foreach (
            var recipient in new AlertRecipient[]
            {
                new($"{name}@example.no", "nb-NO"),
                new($"kari@{name}", "nb-NO"),
                new("kari@example.no", name),
            }
        )
        {
            await Assert.ThrowsAsync<ArgumentException>(() =>
                SaveAsync(connection, shown, shown with { AlertsTo = [recipient] })
            );
        }

        Assert.False(ScopeSettings.AreValid([rule]));
        Assert.False(ScopeSettings.AreValid([rule with { Name = "Kontor", Id = name }]));
        Assert.False(ScopeSettings.AreValid([new ScopeRule.WithContract(name)]));
        Assert.False(ScopeSettings.AreValid([new ScopeRule.User(new HumaId(name))]));
        Assert.True(shown.IsSameAs(await Settings.ReadAsync(connection, Actor.System, Cancellation)));
    }

    // Earlier versions checked less.
    [Theory]
    [InlineData("Fjell\u202eheim")]
    [InlineData(" ")]
    public async Task Stored_ThatCannotBeGivenAnyMore_IsReadKeptAndReplaced(string name)
    {
        var connection = await store.AddConnectionAsync();
        IReadOnlyList<AlertRecipient> recipients = [new(name, "nb-NO"), new("kari@example.no", name)];
        await using (var context = store.Open())
        {
            var row = await context.Connections.SingleAsync(row => row.Id == connection, Cancellation);
            (row.Name, row.AlertsTo) = (name, recipients);
            (row.QuickComparisonMinutes, row.DriftThreshold) = (7, -1);
            row.Employment = row.Employment with { JoinGapDays = -1 };
            await context.SaveChangesAsync(Cancellation);
        }

        var shown = await Settings.ReadAsync(connection, Actor.System, Cancellation);
        Assert.True(shown.IsSameAs(shown));
        var beside = shown with
        {
            AddNewPeople = !shown.AddNewPeople,
            AlertsTo = [.. recipients, new("ola@example.no", "nb-NO")],
        };
        Assert.Null(await SaveAsync(connection, shown, beside));
        Assert.True(beside.IsSameAs(await Settings.ReadAsync(connection, Actor.System, Cancellation)));
        var mended = beside with { Name = "Fjellheim", AlertsTo = [new("kari@example.no", "nb-NO")] };
        Assert.Null(await SaveAsync(connection, beside, mended));

        Assert.True(mended.IsSameAs(await Settings.ReadAsync(connection, Actor.System, Cancellation)));
    }

    [Fact]
    public async Task Save_SameSettingChangedMeanwhile_IsRefusedWithTheNameAndStoresNothing()
    {
        var connection = await store.AddConnectionAsync();
        var shown = await Settings.ReadAsync(connection, Actor.System, Cancellation);
        Assert.Null(
            await Settings.ChangeAsync(
                connection,
                values => values with { DriftThreshold = 3 },
                QueuedPeople.Ola,
                Cancellation
            )
        );

        var refusal = await SaveAsync(connection, shown, shown with { DriftThreshold = 7, AddNewPeople = true });

        Assert.Equal(
            new SettingsRefusal(new Reason(ConnectionReasons.SettingsOvertaken, "Ola"), Overtaken: true),
            refusal
        );
        Assert.True(
            (shown with { DriftThreshold = 3 }).IsSameAs(
                await Settings.ReadAsync(connection, Actor.System, Cancellation)
            )
        );
    }

    [Fact]
    public async Task Save_OverwritingKnowingly_StoresTheWantedValue()
    {
        var connection = await store.AddConnectionAsync();
        var shown = await Settings.ReadAsync(connection, Actor.System, Cancellation);
        Assert.Null(
            await Settings.ChangeAsync(
                connection,
                values => values with { DriftThreshold = 3 },
                QueuedPeople.Ola,
                Cancellation
            )
        );
        var wanted = shown with { DriftThreshold = 7 };

        Assert.Null(await SaveAsync(connection, shown, wanted, overwrite: true));

        Assert.True(wanted.IsSameAs(await Settings.ReadAsync(connection, Actor.System, Cancellation)));
    }

    [Fact]
    public async Task Save_AnotherSettingChangedMeanwhile_KeepsBoth()
    {
        var connection = await store.AddConnectionAsync();
        var shown = await Settings.ReadAsync(connection, Actor.System, Cancellation);
        Assert.Null(
            await Settings.SetPolicyAsync(connection, Field.Email, PolicyRule.Ask, QueuedPeople.Ola, Cancellation)
        );

        Assert.Null(await SaveAsync(connection, shown, shown with { DriftThreshold = 7 }));

        var stored = await Settings.ReadAsync(connection, Actor.System, Cancellation);
        Assert.Equal((7, PolicyRule.Ask), (stored.DriftThreshold, stored.Rules[Field.Email]));
    }

    [Theory]
    [InlineData(Field.BankAccount, PolicyRule.HumaWins, false)]
    [InlineData(Field.BankAccount, PolicyRule.XledgerWins, true)]
    [InlineData(Field.BankAccount, PolicyRule.Ignore, true)]
    [InlineData(Field.Email, PolicyRule.HumaWins, true)]
    public async Task Rule_InADirectionThatTheFieldCannotGo_IsStoredByNoAct(Field field, PolicyRule rule, bool allowed)
    {
        var connection = await store.AddConnectionAsync();
        var shown = await Settings.ReadAsync(connection, Actor.System, Cancellation);
        var wanted = shown.With(new Dictionary<Field, PolicyRule?> { [field] = rule });

        var acts = new[]
        {
            () => Settings.SetPolicyAsync(connection, field, rule, QueuedPeople.Kari, Cancellation),
            async () => (await SaveAsync(connection, shown, wanted))?.Reason,
        };

        foreach (var act in acts)
        {
            if (allowed)
            {
                Assert.Null(await act());
            }
            else
            {
                await Assert.ThrowsAsync<ArgumentOutOfRangeException>(act);
            }
        }

        var stored = (await Settings.ReadAsync(connection, Actor.System, Cancellation)).Rules;
        Assert.Equal(allowed, stored.TryGetValue(field, out var own) && own == rule);
    }

    [Fact]
    public async Task Save_TheSameTwice_IsDoneOnce()
    {
        var connection = await store.AddConnectionAsync();
        var shown = await Settings.ReadAsync(connection, Actor.System, Cancellation);
        var wanted = shown with { Name = "Fjellheim Norge" };

        Assert.Null(await SaveAsync(connection, shown, wanted));
        Assert.Null(await SaveAsync(connection, shown, wanted));

        Assert.Equal([ActivityCodes.SettingsChanged], await ActivityAsync(connection));
    }

    private Task<SettingsRefusal?> SaveAsync(
        Guid connection,
        SettingsValues shown,
        SettingsValues wanted,
        bool overwrite = false
    ) => Settings.SaveAsync(connection, shown, wanted, overwrite, QueuedPeople.Kari, Cancellation);

    private async Task<IReadOnlyList<string>> ActivityAsync(Guid connection) =>
        [
            .. (await store.Get<ActivityLog>().ReadAsync(connection, 0, 50, Cancellation)).Records.Select(act =>
                act.What
            ),
        ];
}
