using HumaXledger.Core.Storage.Activity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace HumaXledger.Core.Storage.Database;

/// <summary>The store in one SQLite file: one node, nothing to install.</summary>
public sealed class SqliteSyncDbContext(DbContextOptions<SqliteSyncDbContext> options) : SyncDbContext(options)
{
    internal static void Use(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlite(connectionString).AddInterceptors(SqliteBusyTimeout.Instance, ActsAtCommit.Instance);
}

/// <summary>For <c>eng/add-migration</c>; nothing is connected to.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteSyncDbContext>
{
    /// <inheritdoc />
    public SqliteSyncDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteSyncDbContext>();
        SqliteSyncDbContext.Use(options, "Data Source=design-time.db");
        return new SqliteSyncDbContext(options.Options);
    }
}
