using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync.Inbound;

namespace HumaXledger.Tests.Sync.Watching;

/// <summary>What tests of missed changes do on a connection whose webhook reports.</summary>
internal static class ReconciliationSteps
{
    public static readonly Actor Reader = new("reader", "Ola", null, new HashSet<Role> { Role.IntegrationReviewer });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Four people; the webhook has just brought a message.
    public static async Task<InboundFixture> OpenAsync(bool reconciles)
    {
        // Half a day passes in some of these, and values of other people change with the day.
        var inbound = await InboundFixture.OpenAsync(4, at: new TimeOnly(6, 0));
        var clock = inbound.SyncFixture.Clock;
        clock.Pass(TimeSpan.FromSeconds(1));
        await inbound.SetAsync(connection =>
        {
            connection.WebhookAddress = "address";
            connection.LastMessageAt = clock.GetUtcNow().UtcDateTime.AddDays(1);
            connection.Reconciles = reconciles;
            (connection.DriftCheckAt, connection.DriftThreshold) = (null, int.MaxValue);
        });
        return inbound;
    }

    public static Task<int?> LookAsync(InboundFixture inbound) =>
        inbound.SyncFixture.Get<QuickComparison>().RunAsync(inbound.Connection, Cancellation);

    public static async Task<Guid> CheckAsync(InboundFixture inbound)
    {
        var drift = inbound.SyncFixture.Get<DriftCheck>();
        var check = Assert
            .IsType<Answer<Guid>.Done>(await drift.StartAsync(inbound.Connection, Reader, Cancellation))
            .Value;
        await inbound.SyncFixture.Get<Compare>().RunAsync(check, new NoProgress<CompareProgress>(), Cancellation);
        await drift.ConcludeAsync(check, Cancellation);
        return check;
    }

    public static async Task<int> EnqueueAsync(InboundFixture inbound) =>
        Assert
            .IsType<Answer<int>.Done>(
                await inbound
                    .SyncFixture.Get<Reconciliation>()
                    .EnqueueAsync(inbound.Connection, SyncFixture.Administrator, Cancellation)
            )
            .Value;

    public static async Task<IReadOnlyList<Alert>> AlertsAsync(InboundFixture inbound)
    {
        await inbound.SyncFixture.Get<AlertRounds>().WatchAsync(Cancellation);
        return await inbound
            .SyncFixture.Get<Alerts>()
            .OpenAsync(inbound.Connection, SyncFixture.Administrator, Cancellation);
    }

    public static async Task<IEnumerable<string>> ProblemsAsync(InboundFixture inbound) =>
        (await AlertsAsync(inbound)).Select(alert => alert.Problem);
}
