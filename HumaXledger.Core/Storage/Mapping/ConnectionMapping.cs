using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Links;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HumaXledger.Core.Storage.Mapping;

internal sealed class ConnectionMapping : IEntityTypeConfiguration<Connection>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Connection> connection)
    {
        connection.ToTable("Connections");
        connection
            .Property(row => row.GuardLimits)
            .HasConversion(
                new JsonConverter<IReadOnlyDictionary<GuardKind, GuardLimit>>(),
                new JsonComparer<IReadOnlyDictionary<GuardKind, GuardLimit>>()
            )
            .HasDefaultValue(Connection.NoLimits);
        connection
            .Property(row => row.ScopeRules)
            .HasConversion(new JsonConverter<IReadOnlyList<ScopeRule>>(), new JsonComparer<IReadOnlyList<ScopeRule>>())
            .HasDefaultValue(Connection.NoScopeRules);
        connection
            .Property(row => row.AlertsTo)
            .HasConversion(
                new JsonConverter<IReadOnlyList<AlertRecipient>>(),
                new JsonComparer<IReadOnlyList<AlertRecipient>>()
            )
            .HasDefaultValue(Array.Empty<AlertRecipient>());
        connection
            .Property(row => row.Employment)
            .HasConversion(new JsonConverter<EmploymentRules>(), new JsonComparer<EmploymentRules>())
            .HasDefaultValue(EmploymentRules.Default);
        connection.Property(row => row.Leavers).HasDefaultValue(LeaverRule.Report).HasSentinel(LeaverRule.Report);
        connection
            .Property(row => row.DriftThreshold)
            .HasDefaultValue(Connection.DefaultDriftThreshold)
            .HasSentinel(Connection.DefaultDriftThreshold);
        connection.Property(row => row.AccessGroup).HasMaxLength(GroupRole.LongestGroup);
        connection.HasIndex(row => row.WebhookAddress).IsUnique();
        connection
            .HasMany(row => row.Policies)
            .WithOne()
            .HasForeignKey(policy => policy.ConnectionId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SetupDraftMapping : IEntityTypeConfiguration<SetupDraftRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<SetupDraftRecord> draft)
    {
        draft.ToTable("SetupDrafts");
        draft.HasIndex(row => row.OwnerId).IsUnique();
    }
}

internal sealed class SettingsDraftMapping : IEntityTypeConfiguration<SettingsDraftRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<SettingsDraftRecord> draft)
    {
        draft.ToTable("SettingsDrafts");
        draft.BelongsToConnection(row => row.ConnectionId);
        draft
            .HasIndex(row => new
            {
                row.OwnerId,
                row.ConnectionId,
                row.Section,
            })
            .IsUnique();
    }
}

internal sealed class FieldPolicyMapping : IEntityTypeConfiguration<FieldPolicy>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<FieldPolicy> policy)
    {
        policy.ToTable("FieldPolicies");
        policy.HasKey(row => new { row.ConnectionId, row.Field });
    }
}

internal sealed class DistinctPairMapping : IEntityTypeConfiguration<DistinctPairRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<DistinctPairRecord> pair)
    {
        pair.ToTable("DistinctPairs");
        pair.BelongsToConnection(row => row.ConnectionId);
        pair.HasIndex(row => new
            {
                row.ConnectionId,
                row.HumaId,
                row.XledgerId,
            })
            .IsUnique();
    }
}

internal sealed class PersonLinkMapping : IEntityTypeConfiguration<PersonLink>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<PersonLink> link)
    {
        link.ToTable("Links");
        link.BelongsToConnection(row => row.ConnectionId);
        link.Property(row => row.LastProcessed).HasDefaultValue(FieldValues.AllUnknown);
        link.Property(row => row.KnownInHuma).HasDefaultValue(FieldValues.AllUnknown);
        link.Property(row => row.KnownInXledger).HasDefaultValue(FieldValues.AllUnknown);
        link.Property(row => row.OtherPersonInHuma).HasDefaultValue(FieldValues.AllUnknown);
        link.Property(row => row.OtherPersonInXledger).HasDefaultValue(FieldValues.AllUnknown);
        link.Ignore(row => row.Identity);
        link.Ignore(row => row.Doubted);
        link.Property(row => row.Proof);
        link.HasIndex(row => new { row.ConnectionId, row.OtherPersonAt }).HasFilter("\"OtherPersonAt\" IS NOT NULL");
        link.Property(row => row.Outlook)
            .HasConversion(
                (ValueConverter)new JsonConverter<EmploymentOutlook>(),
                new JsonComparer<EmploymentOutlook>()
            );
        link.HasIndex(row => new { row.ConnectionId, row.HumaId }).IsUnique();
        link.HasIndex(row => new { row.ConnectionId, row.XledgerId }).IsUnique();
        // Few people have a date to come.
        link.HasIndex(row => new { row.ConnectionId, row.LookAgainOn }).HasFilter("\"LookAgainOn\" IS NOT NULL");
    }
}
