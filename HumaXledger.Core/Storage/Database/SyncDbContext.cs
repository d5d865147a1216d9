using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Mail;
using HumaXledger.Core.Storage.Mapping;
using HumaXledger.Core.Storage.Nodes;
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

    /// <summary>Whether sealed values stay as they are stored: to seal them anew.</summary>
    internal bool LeavesClosed { get; set; }

    /// <summary>The connections.</summary>
    public DbSet<Connection> Connections => Set<Connection>();

    /// <summary>Set-ups that are not finished.</summary>
    public DbSet<SetupDraftRecord> SetupDrafts => Set<SetupDraftRecord>();

    public DbSet<SettingsDraftRecord> SettingsDrafts => Set<SettingsDraftRecord>();

    /// <summary>Which user is which employee, with their baselines.</summary>
    public DbSet<PersonLink> Links => Set<PersonLink>();

    /// <summary>Pairs that are marked as different people.</summary>
    public DbSet<DistinctPairRecord> DistinctPairs => Set<DistinctPairRecord>();

    /// <summary>Comparisons without their content.</summary>
    public DbSet<ComparisonRecord> Comparisons => Set<ComparisonRecord>();

    /// <summary>The input of each comparison.</summary>
    public DbSet<ComparisonContent> ComparisonContents => Set<ComparisonContent>();

    /// <summary>Decisions of comparisons that are under review.</summary>
    public DbSet<DecisionRecord> Decisions => Set<DecisionRecord>();

    /// <summary>Plans.</summary>
    public DbSet<PlanRecord> Plans => Set<PlanRecord>();

    /// <summary>Planned changes; the journal of the run that carries them out.</summary>
    public DbSet<ChangeRecord> Changes => Set<ChangeRecord>();

    /// <summary>Runs.</summary>
    public DbSet<RunRecord> Runs => Set<RunRecord>();

    /// <summary>Requests per token and month.</summary>
    public DbSet<UsageRecord> Usage => Set<UsageRecord>();

    /// <summary>
    /// What is added here is numbered and chained when the transaction commits, and is not in the database before.
    /// </summary>
    public DbSet<ActivityRecord> Activity => Set<ActivityRecord>();

    /// <summary>The one row that says where the activity log ends.</summary>
    public DbSet<ChainHead> ActivityHead => Set<ChainHead>();

    /// <summary>Messages of the webhooks.</summary>
    public DbSet<WebhookMessage> Messages => Set<WebhookMessage>();

    /// <summary>Secrets and tokens of the webhooks.</summary>
    public DbSet<WebhookKey> WebhookKeys => Set<WebhookKey>();

    /// <summary>The queue of people to check again.</summary>
    public DbSet<PendingChange> PendingChanges => Set<PendingChange>();

    /// <summary>The running processes on this database.</summary>
    public DbSet<NodeRecord> Nodes => Set<NodeRecord>();

    /// <summary>People who changed in Huma without a message.</summary>
    public DbSet<MissedChange> MissedChanges => Set<MissedChange>();

    /// <summary>Values awaiting approval.</summary>
    public DbSet<HeldValue> HeldValues => Set<HeldValue>();

    /// <summary>Findings of difference checks.</summary>
    public DbSet<DriftReport> DriftReports => Set<DriftReport>();

    /// <summary>The last test of each key and token.</summary>
    public DbSet<SystemHealth> Health => Set<SystemHealth>();

    /// <summary>Problems, open and over.</summary>
    public DbSet<Alert> Alerts => Set<Alert>();

    /// <summary>Mails that the mail server did not accept.</summary>
    public DbSet<UndeliveredMail> UndeliveredMails => Set<UndeliveredMail>();

    /// <summary>Which process works on which connection.</summary>
    public DbSet<WorkLease> Leases => Set<WorkLease>();

    /// <summary>The requests of each Xledger token, of all nodes.</summary>
    public DbSet<TokenLimitRecord> TokenLimits => Set<TokenLimitRecord>();

    /// <summary>Who is signed in.</summary>
    public DbSet<SignInSession> Sessions => Set<SignInSession>();

    /// <summary>Sign-ins whose answer was taken.</summary>
    public DbSet<SpentState> SpentStates => Set<SpentState>();

    /// <summary>The key ring.</summary>
    public DbSet<StoredKey> Keys => Set<StoredKey>();

    /// <summary>Rotations of the value keys.</summary>
    public DbSet<ValueKeyRotation> ValueKeyRotations => Set<ValueKeyRotation>();

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
        if (IsLimited)
        {
            Limit(modelBuilder);
        }
    }
}
