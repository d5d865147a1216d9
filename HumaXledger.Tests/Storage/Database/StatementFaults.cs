using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HumaXledger.Tests.Storage.Database;

/// <summary>
/// Lets statements that write to tables of a PostgreSQL database fail inside the server, each with one code: every
/// second statement from arming on, until no code is left.
/// </summary>
internal static class StatementFaults
{
    /// <summary>Not raised: the server ends the backend that runs the statement.</summary>
    public const string Terminated = PostgresErrorCodes.AdminShutdown;

    /// <summary>What PostgreSQL reports while it, its machine or another transaction is in the way.</summary>
    public static IReadOnlyList<string> Passing { get; } =
    [
        Terminated,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.QueryCanceled,
        PostgresErrorCodes.TooManyConnections,
        PostgresErrorCodes.OutOfMemory,
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.ConnectionFailure,
        PostgresErrorCodes.IoError,
        PostgresErrorCodes.DiskFull,
        PostgresErrorCodes.ReadOnlySqlTransaction,
    ];

    public static async Task ArmAsync(
        SyncDbContext context,
        IReadOnlyList<string> tables,
        IReadOnlyList<string> codes,
        CancellationToken cancellation
    )
    {
        await ExecuteAsync(
            context,
            $$"""
            DROP SEQUENCE IF EXISTS statement_number;
            CREATE SEQUENCE statement_number;
            CREATE OR REPLACE FUNCTION fail_every_second() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                number bigint := nextval('statement_number');
                code text := CASE WHEN number % 2 = 0 THEN (TG_ARGV[0]::text[])[number / 2] END;
            BEGIN
                IF code = '{{Terminated}}' THEN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                    PERFORM pg_sleep(10);
                ELSIF code IS NOT NULL THEN
                    RAISE EXCEPTION 'struck' USING ERRCODE = code;
                END IF;
                RETURN NULL;
            END $$;
            """,
            cancellation
        );
        foreach (var table in tables)
        {
            await ExecuteAsync(
                context,
                $$"""
                CREATE OR REPLACE TRIGGER fail_every_second BEFORE INSERT OR UPDATE ON "{{table}}"
                FOR EACH STATEMENT EXECUTE FUNCTION fail_every_second('{{{string.Join(',', codes)}}}')
                """,
                cancellation
            );
        }
    }

    /// <summary>Disarms, and returns how many statements were counted.</summary>
    public static async Task<long> DisarmAsync(SyncDbContext context, CancellationToken cancellation)
    {
        await ExecuteAsync(context, "DROP FUNCTION fail_every_second() CASCADE", cancellation);
        return await context
            .Database.SqlQuery<long>($"""SELECT last_value AS "Value" FROM statement_number""")
            .SingleAsync(cancellation);
    }

    // Not through EF Core, which takes braces for parameters.
    private static async Task ExecuteAsync(SyncDbContext context, string sql, CancellationToken cancellation)
    {
        await context.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancellation);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }
}
