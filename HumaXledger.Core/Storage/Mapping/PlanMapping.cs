using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HumaXledger.Core.Storage.Mapping;

internal sealed class PlanRecordMapping : IEntityTypeConfiguration<PlanRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<PlanRecord> plan)
    {
        plan.ToTable("Plans");
        plan.BelongsToConnection(row => row.ConnectionId);
        plan.HasOne<ComparisonRecord>()
            .WithMany()
            .HasForeignKey(row => row.ComparisonId)
            .OnDelete(DeleteBehavior.Restrict);
        plan.HasIndex(row => row.EarlierRunId).HasFilter("\"EarlierRunId\" IS NOT NULL");
        plan.HasIndex(row => new { row.ConnectionId, row.Number }).IsUnique();
        // Plans that were made before there were others were reviewed ones.
        plan.Property(row => row.Origin).HasDefaultValue(PlanOrigin.Reviewed).HasSentinel(PlanOrigin.Reviewed);
        // Two administrators may press the button at once; the second is refused.
        plan.Property(row => row.State).IsConcurrencyToken();
        plan.Property(row => row.Blocked)
            .HasConversion(
                new JsonConverter<IReadOnlyList<BlockedChange>>(),
                new JsonComparer<IReadOnlyList<BlockedChange>>()
            );
        plan.Property(row => row.Guards)
            .HasConversion(
                new JsonConverter<IReadOnlyList<GuardResult>>(),
                new JsonComparer<IReadOnlyList<GuardResult>>()
            );
        plan.Property(row => row.Forecast).HasConversion(new JsonConverter<Forecast>(), new JsonComparer<Forecast>());
    }
}

internal sealed class ChangeRecordMapping : IEntityTypeConfiguration<ChangeRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ChangeRecord> change)
    {
        change.ToTable("Changes");
        change.HasReason(row => row.Reason);
        change.HasOne<PlanRecord>().WithMany().HasForeignKey(row => row.PlanId).OnDelete(DeleteBehavior.Restrict);
        change.HasOne<RunRecord>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Restrict);
        change.HasIndex(row => new { row.PlanId, row.Sequence }).IsUnique();
        // The history of one person.
        change.HasIndex(row => row.HumaId);
        change.HasIndex(row => row.XledgerId);
        change.HasIndex(row => row.EarlierId).HasFilter("\"EarlierId\" IS NOT NULL");
    }
}

internal sealed class RunRecordMapping : IEntityTypeConfiguration<RunRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<RunRecord> run)
    {
        run.ToTable("Runs");
        run.HasReason(row => row.Failure);
        run.BelongsToConnection(row => row.ConnectionId);
        run.HasOne<PlanRecord>()
            .WithOne()
            .HasForeignKey<RunRecord>(row => row.PlanId)
            .OnDelete(DeleteBehavior.Restrict);
        run.HasIndex(row => row.PlanId).IsUnique();
        run.HasIndex(row => new { row.ConnectionId, row.Number }).IsUnique();
        // One run at a time per connection, whatever node or process asks.
        run.HasIndex(row => row.ConnectionId, "IX_Runs_OneActive").IsUnique().HasFilter("\"FinishedAt\" IS NULL");
        run.Property(row => row.State).IsConcurrencyToken();
        run.Property(row => row.Attempt).IsConcurrencyToken();
    }
}
