using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Database;

/// <summary>Asks the database; a file has this machine's clock.</summary>
public sealed class StoreClock(
    IDbContextFactory<SyncDbContext> contexts,
    StorageConnection connection,
    TimeProvider clock
) : IStoreClock
{
    /// <summary>
    /// From this difference on a clock has to be put right. Quartz takes a node for ended when its last sign of life is
    /// nine seconds old by the clock of another one.
    /// </summary>
    public static readonly TimeSpan IsOff = TimeSpan.FromSeconds(3);

    /// <inheritdoc />
    public async Task<StoreTime> NowAsync(CancellationToken cancellation)
    {
        if (connection.Provider == StorageProvider.Sqlite)
        {
            return new StoreTime(clock.GetUtcNow().UtcDateTime, TimeSpan.Zero);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.Database.OpenConnectionAsync(cancellation);
        var asked = clock.GetUtcNow().UtcDateTime;
        var there = await OfServerAsync(context, cancellation);
        var answered = clock.GetUtcNow().UtcDateTime;
        return new StoreTime(
            answered,
            there < asked ? there - asked
                : there > answered ? there - answered
                : TimeSpan.Zero
        );
    }

    /// <summary>UTC by the clock of a PostgreSQL server, also in the middle of a transaction.</summary>
    internal static async Task<DateTime> OfServerAsync(SyncDbContext context, CancellationToken cancellation) =>
        DateTime.SpecifyKind(
            await context
                .Database.SqlQuery<DateTime>($"SELECT clock_timestamp() AS \"Value\"")
                .SingleAsync(cancellation),
            DateTimeKind.Utc
        );
}
