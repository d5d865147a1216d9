using HumaXledger.Core.Storage.Activity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace HumaXledger.Core.Storage.Database;

/// <summary>The store in PostgreSQL: several nodes.</summary>
public sealed class PostgresSyncDbContext(DbContextOptions<PostgresSyncDbContext> options) : SyncDbContext(options)
{
    internal static void Use(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString).AddInterceptors(ActsAtCommit.Instance);
}

/// <summary>For <c>eng/add-migration</c>; nothing is connected to.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresSyncDbContext>
{
    /// <inheritdoc />
    public PostgresSyncDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresSyncDbContext>();
        PostgresSyncDbContext.Use(options, "Host=localhost;Database=design-time");
        return new PostgresSyncDbContext(options.Options);
    }
}
