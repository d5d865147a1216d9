using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Mail;
using HumaXledger.Core.Storage.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HumaXledger.Core.Storage.Mapping;

internal sealed class WebhookMessageMapping : IEntityTypeConfiguration<WebhookMessage>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<WebhookMessage> message)
    {
        message.ToTable("Messages");
        message.HasReason(row => row.Reason);
        message.BelongsToConnection(row => row.ConnectionId);
        message.HasIndex(row => new { row.ConnectionId, row.Id });
        message.HasIndex(row => new { row.ConnectionId, row.Fingerprint });
        // What retention removes.
        message.HasIndex(row => row.ReceivedAt);
    }
}

internal sealed class WebhookKeyMapping : IEntityTypeConfiguration<WebhookKey>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<WebhookKey> key)
    {
        key.ToTable("WebhookKeys");
        key.BelongsToConnection(row => row.ConnectionId);
        key.HasIndex(row => row.ConnectionId, "IX_WebhookKeys_OneCurrent")
            .IsUnique()
            .HasFilter("\"ExpiresAt\" IS NULL");
    }
}

internal sealed class PendingChangeMapping : IEntityTypeConfiguration<PendingChange>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<PendingChange> pending)
    {
        pending.ToTable("PendingChanges");
        pending.HasReason(row => row.Reason);
        pending.BelongsToConnection(row => row.ConnectionId);
        // The message may be removed by retention; the result stays.
        pending
            .HasOne<WebhookMessage>()
            .WithMany()
            .HasForeignKey(row => row.MessageId)
            .OnDelete(DeleteBehavior.SetNull);
        pending.HasIndex(row => new
        {
            row.ConnectionId,
            row.State,
            row.DueAt,
        });
        pending.HasIndex(row => new
        {
            row.ConnectionId,
            row.HumaId,
            row.Id,
        });
        pending.HasIndex(row => new { row.ConnectionId, row.EndedAt });
        // What is asked of all connections at once, every few seconds or minutes: few of many rows.
        pending
            .HasIndex(row => new { row.DueAt, row.ConnectionId }, "IX_PendingChanges_Waiting")
            .HasFilter("\"State\" = 'Waiting'");
        pending.HasIndex(row => row.ConnectionId, "IX_PendingChanges_Writing").HasFilter("\"State\" = 'Writing'");
        pending
            .HasIndex(row => new { row.ConnectionId, row.HumaId }, "IX_PendingChanges_Failed")
            .HasFilter("\"State\" = 'Failed'");
        pending
            .HasIndex(row => new { row.ConnectionId, row.HumaId }, "IX_PendingChanges_Held")
            .HasFilter("\"State\" = 'Held'");
        pending.HasIndex(row => row.RunId).HasFilter("\"RunId\" IS NOT NULL");
    }
}

internal sealed class MissedChangeMapping : IEntityTypeConfiguration<MissedChange>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<MissedChange> missed)
    {
        missed.ToTable("MissedChanges");
        missed.HasKey(row => new { row.ConnectionId, row.HumaId });
        missed.BelongsToConnection(row => row.ConnectionId);
    }
}

internal sealed class HeldValueMapping : IEntityTypeConfiguration<HeldValue>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<HeldValue> held)
    {
        held.ToTable("HeldValues");
        held.BelongsToConnection(row => row.ConnectionId);
        held.HasIndex(row => new
            {
                row.ConnectionId,
                row.HumaId,
                row.Field,
            })
            .IsUnique();
    }
}

internal sealed class SystemHealthMapping : IEntityTypeConfiguration<SystemHealth>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<SystemHealth> health)
    {
        health.ToTable("Health");
        health.HasReason(row => row.Reason);
        health.BelongsToConnection(row => row.ConnectionId);
        health.HasKey(row => new { row.ConnectionId, row.Side });
    }
}

internal sealed class AlertMapping : IEntityTypeConfiguration<Alert>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.ToTable("Alerts");
        alert.HasReason(row => row.Why);
        alert.BelongsToConnection(row => row.ConnectionId);
        // One problem is mailed once, whatever node notices it again.
        alert
            .HasIndex(row => new { row.ConnectionId, row.Problem }, "IX_Alerts_OneOpen")
            .IsUnique()
            .HasFilter("\"ClosedAt\" IS NULL");
    }
}

internal sealed class UndeliveredMailMapping : IEntityTypeConfiguration<UndeliveredMail>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<UndeliveredMail> mail)
    {
        mail.ToTable("UndeliveredMails");
        mail.HasReason(row => row.Reason);
        mail.BelongsToConnection(row => row.ConnectionId);
        mail.HasOne<RunRecord>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Restrict);
        mail.HasOne<Alert>().WithMany().HasForeignKey(row => row.AlertId).OnDelete(DeleteBehavior.Cascade);
        mail.HasIndex(row => row.DueAt).HasFilter("\"DueAt\" IS NOT NULL");
    }
}

internal sealed class DriftReportMapping : IEntityTypeConfiguration<DriftReport>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<DriftReport> report)
    {
        report.ToTable("DriftReports");
        report.HasKey(row => row.ComparisonId);
        report
            .HasOne<ComparisonRecord>()
            .WithMany()
            .HasForeignKey(row => row.ComparisonId)
            .OnDelete(DeleteBehavior.Cascade);
        report.BelongsToConnection(row => row.ConnectionId);
        report.HasIndex(row => new { row.ConnectionId, row.At });
        report
            .Property(row => row.Findings)
            .HasConversion(new JsonConverter<DriftFindings>(), new JsonComparer<DriftFindings>());
    }
}

internal sealed class WorkLeaseMapping : IEntityTypeConfiguration<WorkLease>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<WorkLease> lease)
    {
        lease.ToTable("Leases");
        lease.HasKey(row => row.ConnectionId);
        lease.BelongsToConnection(row => row.ConnectionId);
    }
}

internal sealed class TokenLimitMapping : IEntityTypeConfiguration<TokenLimitRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<TokenLimitRecord> limit)
    {
        limit.ToTable("TokenLimits");
        limit.HasKey(row => row.Token);
    }
}
