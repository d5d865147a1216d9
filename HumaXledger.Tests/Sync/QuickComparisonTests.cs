using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

public sealed class QuickComparisonTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Look_SomebodyMovedCameLeftAndIsGone_GivesWordOfEachOnceAndAsksXledgerNothing(StorageProvider provider)
    {
        (string, string)[] settings = provider == StorageProvider.Sqlite ? [] : [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync())];
        await using var workplace = await Workplace.OpenAsync(settings: settings);
        var people = workplace.Ordinary(4);
        var connection = await workplace.SettleAsync(people[0]);
        var look = workplace.Get<QuickComparison>();
        Assert.Equal(0, await look.RunAsync(connection, Cancellation));
        var before = await UsedAsync(workplace, connection);
        workplace.World.EditInHuma(people[0].HumaId, SandboxField.Phone, "+4790000001");
        workplace.World.DeactivateInHuma(people[1].HumaId);
        workplace.World.DeleteInHuma(people[2].HumaId);

        Assert.Equal(3, await look.RunAsync(connection, Cancellation));
        Assert.Equal(0, await look.RunAsync(connection, Cancellation));

        var notices = await workplace.NoticesAsync(connection);
        Assert.Equal(
            new[] { (Id(people[0]), NoticeKind.Updated), (Id(people[1]), NoticeKind.Updated), (Id(people[2]), NoticeKind.Deleted) }.ToHashSet(),
            notices.Select(notice => (notice.HumaId, notice.Kind)).ToHashSet());
        Assert.All(notices, notice => Assert.Equal((NoticeSource.QuickComparison, NoticeState.Waiting), (notice.Source, notice.State)));
        var after = await UsedAsync(workplace, connection);
        Assert.Equal(before.Xledger, after.Xledger);
        // What the settings say a look costs.
        var told = 2 * await look.RequestsAsync(connection, Cancellation);
        Assert.InRange(after.Huma - before.Huma, told * 0.8, told * 1.2);
    }

    [Fact]
    public async Task Look_HumaDoesNotAnswer_ConcludesNothingAndAlertsUntilItDoes()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(1);
        var connection = await workplace.SettleAsync(people[0]);
        workplace.World.EditInHuma(people[0].HumaId, SandboxField.Phone, "+4790000001");
        workplace.World.Faults.Add(new FaultRule(FaultKind.Status503) { System = OutsideSystem.Huma, Times = int.MaxValue });

        Assert.Null(await workplace.Get<QuickComparison>().RunAsync(connection, Cancellation));

        Assert.Empty(await workplace.NoticesAsync(connection));
        Assert.Equal(AlertReasons.Huma, Assert.Single(await workplace.Get<Alerts>().OpenAsync(connection, Cancellation)).Problem);
        workplace.World.CalmDown();
        Assert.Equal(1, await workplace.Get<QuickComparison>().RunAsync(connection, Cancellation));
        Assert.Empty(await workplace.Get<Alerts>().OpenAsync(connection, Cancellation));
    }

    [Fact]
    public async Task Look_WhatCameToAHaltADayAgo_IsGivenAnotherTry()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(1);
        var connection = await workplace.SettleAsync(people[0]);
        workplace.World.EditInHuma(people[0].HumaId, SandboxField.Phone, "+4790000001");
        await workplace.Get<QuickComparison>().RunAsync(connection, Cancellation);
        await using (var store = workplace.Store())
        {
            await store.Notices.ExecuteUpdateAsync(set => set.SetProperty(notice => notice.State, NoticeState.Failed), Cancellation);
        }

        Assert.Equal(0, await workplace.Get<QuickComparison>().RunAsync(connection, Cancellation));
        workplace.Clock.Pass(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        Assert.Equal(1, await workplace.Get<QuickComparison>().RunAsync(connection, Cancellation));
    }

    [Fact]
    public async Task Look_ChangesWhileTheWebhookIsSilent_AlertsAboutTheWebhook()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(1);
        var connection = await workplace.SettleAsync(people[0]);
        await using var store = workplace.Store();
        var last = workplace.Clock.GetUtcNow().UtcDateTime.AddDays(-9);
        await store.Connections.ExecuteUpdateAsync(set => set.SetProperty(row => row.WebhookAddress, "address").SetProperty(row => row.LastMessageAt, last), Cancellation);
        await workplace.Get<QuickComparison>().RunAsync(connection, Cancellation);
        Assert.Empty(await workplace.Get<Alerts>().OpenAsync(connection, Cancellation));
        workplace.World.EditInHuma(people[0].HumaId, SandboxField.Phone, "+4790000001");

        await workplace.Get<QuickComparison>().RunAsync(connection, Cancellation);

        var alert = Assert.Single(await workplace.Get<Alerts>().OpenAsync(connection, Cancellation));
        Assert.Equal((AlertReasons.WebhookSilent, "1", "9"), (alert.Problem, alert.Arguments[0], alert.Arguments[1]));
    }

    private static HumaId Id(Someone person) => new($"{person.HumaId}");

    private static async Task<(long Huma, long Xledger)> UsedAsync(Workplace workplace, Guid connection)
    {
        await using var store = workplace.Store();
        var fingerprint = await store.Connections.Where(row => row.Id == connection).Select(row => row.XledgerTokenFingerprint).SingleAsync(Cancellation);
        var huma = await store.Usage.Where(row => row.Side == Side.Huma).SumAsync(row => row.Requests, Cancellation);
        return (huma, (await workplace.Get<UsageLedger>().ReadAsync(fingerprint, Side.Xledger, cancellation: Cancellation)).Requests);
    }
}
