using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Core.Xledger.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HumaXledger.Core.Sync;

/// <summary>Registers this folder.</summary>
public static class SyncServices
{
    /// <summary>
    /// Registers what this folder offers; the store is registered apart, and the Xledger client before.
    /// </summary>
    public static IServiceCollection AddSync(this IServiceCollection services)
    {
        services
            .AddOptions<AllowanceOptions>()
            .BindConfiguration(AllowanceOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<AlertOptions>()
            .BindConfiguration(AlertOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<HealthOptions>()
            .BindConfiguration(HealthOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<QuickComparisonOptions>()
            .BindConfiguration(QuickComparisonOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<RevealOptions>()
            .BindConfiguration(RevealOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<RetentionOptions>()
            .BindConfiguration(RetentionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.Replace(ServiceDescriptor.Singleton<ITokenWindows, StoredTokenWindows>());
        return services
            .AddSingleton<AllowanceCheck>()
            .AddSingleton<OutsideSystems>()
            .AddSingleton<SystemChecks>()
            .AddSingleton<ConnectionSetup>()
            .AddSingleton<SetupDrafts>()
            .AddSingleton<SettingsDrafts>()
            .AddSingleton<KeyReplacement>()
            .AddSingleton<ConnectionSettings>()
            .AddSingleton<ConnectionGroups>()
            .AddSingleton<ScopeSettings>()
            .AddSingleton<Compare>()
            .AddSingleton<OpenComparisons>()
            .AddSingleton<OpenDecisions>()
            .AddSingleton<Review>()
            .AddSingleton<ReviewPlans>()
            .AddSingleton<StartRun>()
            .AddSingleton<RunWriter>()
            .AddSingleton<RunPreparation>()
            .AddSingleton<RunExecutor>()
            .AddSingleton<Retry>()
            .AddSingleton<ChangeQueue>()
            .AddSingleton<OtherPeople>()
            .AddSingleton<Alerts>()
            .AddSingleton<ConnectionLifecycle>()
            .AddSingleton<WebhookEndpointCache>()
            .AddSingleton<WebhookKeys>()
            .AddSingleton<UnreadableSecrets>()
            .AddSingleton<ValueKeyRotations>()
            .AddSingleton<ValueKeyWork>()
            .AddSingleton<WebhookStore>()
            .AddSingleton<WebhookInbox>()
            .AddSingleton<DeferredMessages>()
            .AddSingleton<WorkLeases>()
            .AddSingleton<ProfileReading>()
            .AddSingleton<InboundRuns>()
            .AddSingleton<InboundSync>()
            .AddSingleton<LeasedInboundSync>()
            .AddSingleton<Reconciliation>()
            .AddSingleton<DriftCheck>()
            .AddSingleton<QuickReading>()
            .AddSingleton<WebhookSilence>()
            .AddSingleton<QuickComparison>()
            .AddSingleton<TokenHealth>()
            .AddSingleton<MisplacedValues>()
            .AddSingleton<Retention>()
            .AddSingleton<PersonFiles>()
            .AddSingleton<PersonTimeline>()
            .AddSingleton<PersonRemovals>()
            .AddSingleton<Erasure>()
            .AddSingleton<MonthEnd>()
            .AddSingleton<AlertRounds>()
            .AddSingleton<DueTasks>()
            .AddSingleton<DatedChanges>()
            .AddSingleton<MainPositions>()
            .AddSingleton<ComingUp>()
            .AddSingleton<Reveal>()
            .AddSingleton<ActivityInspection>()
            .AddSingleton<ActivitySubjects>()
            .AddSingleton<SnapshotCache>()
            .AddSingleton<OpenDifferences>()
            .AddSingleton<PersonFinder>()
            .AddSingleton<FollowUpPlans>()
            .AddSingleton<Undo>()
            .AddSingleton<RedecideHeldValues>();
    }
}
