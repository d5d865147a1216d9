using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>What the page of a review asks for, from a real store; it starts no job.</summary>
internal static class SyncPageServices
{
    public static IServiceCollection AddSyncPage(this IServiceCollection services, SyncFixture fixture) =>
        services
            .AddSingleton(fixture.Get<ReaderContexts>())
            .AddSingleton(fixture.Get<Compare>())
            .AddSingleton(fixture.Get<Review>())
            .AddSingleton(fixture.Get<ReviewPlans>())
            .AddSingleton(fixture.Get<StartRun>())
            .AddSingleton(new SyncJobs(null!, null!, null!, null!))
            .AddSingleton(new RunStart(null!, null!, null!, null!, null!, null!))
            .AddSingleton<RunFeed>();
}
