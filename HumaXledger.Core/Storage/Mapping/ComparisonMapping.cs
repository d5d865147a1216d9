using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Reviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HumaXledger.Core.Storage.Mapping;

internal sealed class ComparisonRecordMapping : IEntityTypeConfiguration<ComparisonRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ComparisonRecord> comparison)
    {
        comparison.ToTable("Comparisons");
        comparison.HasReason(row => row.Failure);
        comparison.BelongsToConnection(row => row.ConnectionId);
        comparison
            .Property(row => row.Purpose)
            .HasDefaultValue(ComparisonPurpose.Review)
            .HasSentinel(ComparisonPurpose.Review);
        comparison.HasIndex(row => new { row.ConnectionId, row.StartedAt });
        // What is asked of all connections at once, every minute: few of many rows.
        comparison.HasIndex(row => row.ConnectionId, "IX_Comparisons_Running").HasFilter("\"State\" = 'Running'");
        comparison.HasIndex(row => row.StartedAt, "IX_Comparisons_DriftChecks").HasFilter("\"Purpose\" = 'DriftCheck'");
    }
}

internal sealed class ComparisonContentMapping : IEntityTypeConfiguration<ComparisonContent>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ComparisonContent> content)
    {
        content.ToTable("ComparisonContents");
        content.HasKey(row => row.ComparisonId);
        content
            .HasOne<ComparisonRecord>()
            .WithOne()
            .HasForeignKey<ComparisonContent>(row => row.ComparisonId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DecisionRecordMapping : IEntityTypeConfiguration<DecisionRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<DecisionRecord> decision)
    {
        decision.ToTable("Decisions");
        decision
            .HasOne<ComparisonRecord>()
            .WithMany()
            .HasForeignKey(row => row.ComparisonId)
            .OnDelete(DeleteBehavior.Cascade);
        decision
            .HasIndex(row => new
            {
                row.ComparisonId,
                row.Kind,
                row.Subject,
            })
            .IsUnique();
    }
}
