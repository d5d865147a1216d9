using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage;

/// <summary>
/// All that is stored. One context per operation, from <see cref="IDbContextFactory{TContext}"/>. A subclass and a migration set per provider.
/// </summary>
public abstract class SyncDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Connection> Connections => Set<Connection>();

    public DbSet<PersonLink> Links => Set<PersonLink>();

    public DbSet<ComparisonRecord> Comparisons => Set<ComparisonRecord>();

    public DbSet<ComparisonContent> ComparisonContents => Set<ComparisonContent>();

    public DbSet<DecisionRecord> Decisions => Set<DecisionRecord>();

    public DbSet<PlanRecord> Plans => Set<PlanRecord>();

    public DbSet<ChangeRecord> Changes => Set<ChangeRecord>();

    public DbSet<RunRecord> Runs => Set<RunRecord>();

    public DbSet<UsageRecord> Usage => Set<UsageRecord>();

    public DbSet<ActivityRecord> Activity => Set<ActivityRecord>();

    public DbSet<StoredKey> Keys => Set<StoredKey>();
}
