using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Mapping;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Storage.Sessions;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// All that is stored. One context per operation, from <see cref="IDbContextFactory{TContext}"/>. A subclass and a
/// migration set per provider.
/// </summary>
public abstract partial class SyncDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>What values of people are sealed with; null only where migrations are made.</summary>
    internal ValueVault? Vault { get; } = options.FindExtension<Sealing>()?.Vault;

    public DbSet<Connection> Connections => Set<Connection>();

    public DbSet<PersonLink> Links => Set<PersonLink>();

    public DbSet<DistinctPairRecord> DistinctPairs => Set<DistinctPairRecord>();

    public DbSet<ComparisonRecord> Comparisons => Set<ComparisonRecord>();

    public DbSet<ComparisonContent> ComparisonContents => Set<ComparisonContent>();

    public DbSet<DecisionRecord> Decisions => Set<DecisionRecord>();

    public DbSet<PlanRecord> Plans => Set<PlanRecord>();

    public DbSet<ChangeRecord> Changes => Set<ChangeRecord>();

    public DbSet<RunRecord> Runs => Set<RunRecord>();

    public DbSet<UsageRecord> Usage => Set<UsageRecord>();

    /// <summary>
    /// What is added here is numbered and chained when the transaction commits, and is not in the database before.
    /// </summary>
    public DbSet<ActivityRecord> Activity => Set<ActivityRecord>();

    public DbSet<ChainHead> ActivityHead => Set<ChainHead>();

    public DbSet<WebhookMessage> Messages => Set<WebhookMessage>();

    public DbSet<WebhookKey> WebhookKeys => Set<WebhookKey>();

    public DbSet<PendingChange> PendingChanges => Set<PendingChange>();

    public DbSet<HeldValue> HeldValues => Set<HeldValue>();

    public DbSet<DriftReport> DriftReports => Set<DriftReport>();

    public DbSet<SystemHealth> Health => Set<SystemHealth>();

    public DbSet<Alert> Alerts => Set<Alert>();

    public DbSet<WorkLease> Leases => Set<WorkLease>();

    public DbSet<SignInSession> Sessions => Set<SignInSession>();

    public DbSet<StoredKey> Keys => Set<StoredKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        // As text: readable in the database, and a member may be inserted without renumbering what is stored.
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<HumaId>().HaveConversion<HumaIdConverter>();
        configurationBuilder.Properties<XledgerId>().HaveConversion<XledgerIdConverter>();
        configurationBuilder.Properties<ProtectedSecret>().HaveConversion<ProtectedSecretConverter>();
        configurationBuilder.Properties<FieldValue>().HaveConversion<FieldValueConverter>();
        configurationBuilder.Properties<FieldValues>().HaveConversion<FieldValuesConverter, FieldValuesComparer>();
        configurationBuilder
            .Properties<IReadOnlyList<string>>()
            .HaveConversion<JsonConverter<IReadOnlyList<string>>, JsonComparer<IReadOnlyList<string>>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(SyncDbContext).Assembly);
        if (Vault is not null)
        {
            Sealing.Apply(modelBuilder, Vault);
        }
    }
}
