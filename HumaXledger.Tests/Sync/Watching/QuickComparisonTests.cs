using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Watching;

public sealed class QuickComparisonTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Check_ChangedNewDeactivatedAndDeletedPerson_QueuesEachOnceWithoutXledgerRequests(
        StorageProvider provider
    )
    {
        (string, string)[] settings =
            provider == StorageProvider.Sqlite
                ? []
                :
                [
                    ("Storage:Provider", "PostgreSql"),
                    ("ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync()),
                ];
        await using var fixture = await SyncFixture.OpenAsync(settings: settings);
        var people = fixture.Ordinary(4);
        var connection = await fixture.SynchronizeOnceAsync(people[0]);
        var look = fixture.Get<QuickComparison>();
        Assert.Equal(0, await look.RunAsync(connection, Cancellation));
        var before = await UsedAsync(fixture, connection);
        fixture.World.EditInHuma(people[0].HumaId, SandboxField.Phone, "+4790000001");
        fixture.World.DeactivateInHuma(people[1].HumaId);
        fixture.World.DeleteInHuma(people[2].HumaId);

        Assert.Equal(3, await look.RunAsync(connection, Cancellation));
        Assert.Equal(0, await look.RunAsync(connection, Cancellation));

        var pendingChanges = await fixture.PendingChangesAsync(connection);
        Assert.Equal(
            new[]
            {
                (Id(people[0]), PendingChangeKind.Updated),
                (Id(people[1]), PendingChangeKind.Other),
                (Id(people[2]), PendingChangeKind.Deleted),
            }.ToHashSet(),
            pendingChanges.Select(pending => (pending.HumaId, pending.Kind)).ToHashSet()
        );
        Assert.All(pendingChanges, pending =>
            Assert.Equal(
                (PendingChangeSource.QuickComparison, PendingChangeState.Waiting),
                (pending.Source, pending.State)
            )
        );
        var after = await UsedAsync(fixture, connection);
        Assert.Equal(before.Xledger, after.Xledger);
        // The cost of a check as the settings page shows it.
        var reported = 2 * await look.RequestsAsync(connection, Actor.System, Cancellation);
        Assert.InRange(after.Huma - before.Huma, reported * 0.8, reported * 1.2);
    }

    [Fact]
    public async Task Check_HumaUnreachable_ConcludesNothingAndAlertsUntilItAnswers()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(1);
        var connection = await fixture.SynchronizeOnceAsync(people[0]);
        fixture.Clock.Pass(TimeSpan.FromSeconds(1));
        fixture.World.EditInHuma(people[0].HumaId, SandboxField.Phone, "+4790000001");
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.Status503) { System = OutsideSystem.Huma, Times = int.MaxValue }
        );

        Assert.Null(await fixture.Get<QuickComparison>().RunAsync(connection, Cancellation));

        Assert.Empty(await fixture.PendingChangesAsync(connection));
        Assert.Equal(
            AlertReasons.Huma,
            Assert.Single(await fixture.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation)).Problem
        );
        fixture.World.ClearFaults();
        Assert.Equal(1, await fixture.Get<QuickComparison>().RunAsync(connection, Cancellation));
        Assert.Empty(await fixture.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation));
    }

    [Fact]
    public async Task Check_FailedADayAgo_IsRetried()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(1);
        var connection = await fixture.SynchronizeOnceAsync(people[0]);
        fixture.Clock.Pass(TimeSpan.FromSeconds(1));
        fixture.World.EditInHuma(people[0].HumaId, SandboxField.Phone, "+4790000001");
        await fixture.Get<QuickComparison>().RunAsync(connection, Cancellation);
        await using (var store = fixture.Store())
        {
            await store.PendingChanges.ExecuteUpdateAsync(
                set => set.SetProperty(pending => pending.State, PendingChangeState.Failed),
                Cancellation
            );
        }

        Assert.Equal(0, await fixture.Get<QuickComparison>().RunAsync(connection, Cancellation));
        fixture.Clock.Pass(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        await fixture.Get<QuickComparison>().RunAsync(connection, Cancellation);
        // Others may have changed with the date.
        Assert.Equal(
            2,
            (await fixture.PendingChangesAsync(connection)).Count(pending => pending.HumaId == Id(people[0]))
        );
    }

    [Fact]
    public async Task Check_ChangesWhileTheWebhookIsSilent_AlertsAboutTheWebhook()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(1);
        var connection = await fixture.SynchronizeOnceAsync(people[0]);
        fixture.Clock.Pass(TimeSpan.FromSeconds(1));
        await using var store = fixture.Store();
        var last = fixture.Clock.GetUtcNow().UtcDateTime.AddDays(-9);
        await store.Connections.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.WebhookAddress, "address").SetProperty(row => row.LastMessageAt, last),
            Cancellation
        );
        await fixture.Get<QuickComparison>().RunAsync(connection, Cancellation);
        Assert.Empty(await fixture.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation));
        fixture.World.EditInHuma(people[0].HumaId, SandboxField.Phone, "+4790000001");

        await fixture.Get<QuickComparison>().RunAsync(connection, Cancellation);

        var alert = Assert.Single(await fixture.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation));
        Assert.Equal((AlertReasons.WebhookSilent, "1", "9"), (alert.Problem, alert.Arguments[0], alert.Arguments[1]));
    }

    private static HumaId Id(Someone person) => new($"{person.HumaId}");

    private static async Task<(long Huma, long Xledger)> UsedAsync(SyncFixture fixture, Guid connection)
    {
        await using var store = fixture.Store();
        var fingerprint = await store
            .Connections.Where(row => row.Id == connection)
            .Select(row => row.XledgerTokenFingerprint)
            .SingleAsync(Cancellation);
        var huma = await store.Usage.Where(row => row.Side == Side.Huma).SumAsync(row => row.Requests, Cancellation);
        return (
            huma,
            (await fixture.Get<UsageLedger>().ReadAsync(fingerprint, Side.Xledger, cancellation: Cancellation)).Requests
        );
    }
}
