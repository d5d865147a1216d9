using System.Buffers;
using System.Text;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Portal.Webhooks;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.PersonalData;

/// <summary>A copy of the database without its key ring shows names and no numbers.</summary>
public sealed class SealedStoreTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Store_AfterEveryOperation_HoldsNoNumberTokenOrSecretInClear(StorageProvider provider)
    {
        await using var fixture =
            provider == StorageProvider.Sqlite
                ? await SyncFixture.OpenAsync(sealsItself: true, log: LogLevel.Trace)
                : await SyncFixture.OpenAsync(
                    settings:
                    [
                        ("Storage:Provider", "PostgreSql"),
                        ("ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync()),
                    ],
                    log: LogLevel.Trace
                );
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        var report = await fixture.ApplyAsync(
            await fixture.DecideEverythingAsync(await fixture.CompareAsync(connection, Cancellation), Cancellation),
            Cancellation
        );
        await fixture.UndoAsync(new UndoScope(report.Run.Id));
        var keys = Assert
            .IsType<Answer<MadeWebhookKey>.Done>(
                await fixture.Get<WebhookKeys>().MakeAsync(connection, SyncFixture.Administrator, Cancellation)
            )
            .Value;
        var held = await HoldAsync(fixture, connection, people[0], people[1]);

        var raw = await RawStore.ReadAsync(fixture.Get<StorageConnection>(), Cancellation);

        // Values that are not sensitive stay readable; otherwise this test would pass on an empty store.
        Assert.Contains(fixture.InHuma(people[0], SandboxField.GivenName)!, raw, StringComparison.Ordinal);
        string[] secrets =
        [
            held,
            keys.Secret.Reveal(),
            keys.Token.Reveal(),
            .. fixture.Secrets().Where(secret => secret.Length > 8),
        ];
        Assert.InRange(secrets.Length, 100, int.MaxValue);
        // .NET's own request loggers write addresses and headers at the lowest level.
        Assert.DoesNotContain(fixture.Log, line =>
            line.Contains("System.Net.Http.HttpClient", StringComparison.Ordinal)
        );
        Assert.False(
            raw.AsSpan().ContainsAny(SearchValues.Create(secrets, StringComparison.Ordinal)),
            "The store holds a number, token or secret in clear."
        );
    }

    // A webhook message, and a new identification number that a rule holds.
    private static async Task<string> HoldAsync(SyncFixture fixture, Guid connection, Someone person, Someone donor)
    {
        await using var store = fixture.Store();
        var number = fixture.InHuma(donor, SandboxField.Identification)!;
        await fixture
            .Get<ConnectionSettings>()
            .SetPolicyAsync(connection, Field.Identification, PolicyRule.Ask, SyncFixture.Administrator, Cancellation);
        Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(person.HumaId, SandboxField.Identification, number));
        var body = Encoding.UTF8.GetBytes(WebhookHost.Body(person.HumaId));
        Assert.True(HumaMessageReader.TryRead(body, WebhookHost.Update, out var message, out _));
        Assert.True(await fixture.Get<WebhookInbox>().PutAsync(connection, message, body));
        await fixture.Get<InboundSync>().ProcessAsync(connection, new Progress<RunProgress>(), Cancellation);
        Assert.Contains(store.HeldValues, value => value.Field == Field.Identification);
        return number;
    }
}
