using HumaXledger.Portal.Jobs;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Live;
using HumaXledger.Tests.Storage.Database;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Jobs;

/// <summary>The worker of changes from Huma ends as soon as the host is asked to stop.</summary>
public sealed class InboundSyncWorkerTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The host logs a service that ends by a cancellation before it says itself that it stops as failed.
    [Fact]
    public async Task Stopping_BeforeTheHostSaysThatItStops_IsNoFault()
    {
        await using var node = await LiveNode.StartAsync(await store.SettingsAsync(), add: services =>
            services.AddSingleton<InboundSyncWorker>()
        );
        var worker = node.Get<InboundSyncWorker>();
        await worker.StartAsync(Cancellation);

        await worker.StoppingAsync(Cancellation);

        await worker.ExecuteTask!.WaitAsync(Until.Patience, Cancellation);
    }
}
