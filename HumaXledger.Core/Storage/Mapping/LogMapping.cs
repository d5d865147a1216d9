using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HumaXledger.Core.Storage.Mapping;

internal sealed class UsageRecordMapping : IEntityTypeConfiguration<UsageRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<UsageRecord> usage)
    {
        usage.ToTable("Usage");
        usage.HasKey(row => new
        {
            row.Fingerprint,
            row.Side,
            row.Month,
        });
    }
}

internal sealed class ActivityRecordMapping : IEntityTypeConfiguration<ActivityRecord>
{
    // No foreign key: what was done to a connection outlives it.
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ActivityRecord> activity)
    {
        activity.ToTable("Activity");
        // Pages of the log are read from its end, filtered by one of these.
        activity.HasIndex(row => row.Number).IsUnique();
        activity.HasIndex(row => new { row.ConnectionId, row.Number });
        activity.HasIndex(row => new { row.Who, row.Number });
        activity.HasIndex(row => new { row.What, row.Number });
        activity.HasIndex(row => row.At);
    }
}

internal sealed class ChainHeadMapping : IEntityTypeConfiguration<ChainHead>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ChainHead> head)
    {
        head.ToTable("ActivityChain");
        head.Property(row => row.Id).ValueGeneratedNever();
        head.HasData(
            new ChainHead
            {
                Id = ChainHead.OnlyId,
                Hash = ActivityForm.Beginning,
                CutHash = ActivityForm.Beginning,
            }
        );
    }
}

internal sealed class ValueKeyRotationMapping : IEntityTypeConfiguration<ValueKeyRotation>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ValueKeyRotation> rotation)
    {
        rotation.ToTable("ValueKeyRotations");
        rotation.Property(row => row.Id).ValueGeneratedNever();
    }
}

internal sealed class StoredKeyMapping : IEntityTypeConfiguration<StoredKey>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<StoredKey> key) => key.ToTable("Keys");
}
