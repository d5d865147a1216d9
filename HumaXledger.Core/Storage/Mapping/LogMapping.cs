using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HumaXledger.Core.Storage.Mapping;

internal sealed class UsageRecordMapping : IEntityTypeConfiguration<UsageRecord>
{
    public void Configure(EntityTypeBuilder<UsageRecord> usage)
    {
        usage.ToTable("Usage");
        usage.HasKey(row => new { row.Fingerprint, row.Side, row.Month });
    }
}

internal sealed class ActivityRecordMapping : IEntityTypeConfiguration<ActivityRecord>
{
    // No foreign key: what was done to a connection outlives it.
    public void Configure(EntityTypeBuilder<ActivityRecord> activity)
    {
        activity.ToTable("Activity");
        activity.HasIndex(row => new { row.ConnectionId, row.Id });
    }
}

internal sealed class StoredKeyMapping : IEntityTypeConfiguration<StoredKey>
{
    public void Configure(EntityTypeBuilder<StoredKey> key) => key.ToTable("Keys");
}
