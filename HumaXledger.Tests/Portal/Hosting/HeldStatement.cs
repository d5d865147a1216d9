using Npgsql;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>Holds one statement inside PostgreSQL until it is let go, by an advisory lock.</summary>
internal sealed class HeldStatement : IAsyncDisposable
{
    // No lock of the product has two numbers.
    private const int Lock = 4711;

    private readonly NpgsqlConnection _connection;

    private HeldStatement(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Arms it.</summary>
    public static async Task<HeldStatement> ArmAsync(string database, AtStatement at, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(cancellation);
        var held = new HeldStatement(connection);
        await held.ExecuteAsync(
            $$"""
            SELECT pg_advisory_lock({{Lock}}, 1);
            CREATE SEQUENCE held_row;
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('held_row') = {{at.Number}} THEN
                    PERFORM pg_advisory_xact_lock_shared({{Lock}}, 1);
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER hold BEFORE {{at.Event}} ON "{{at.Table}}"
            FOR EACH ROW WHEN ({{at.Condition}}) EXECUTE FUNCTION hold();
            """,
            cancellation
        );
        return held;
    }

    /// <summary>Waits until a statement is held.</summary>
    /// <returns>The process of PostgreSQL that runs it, and the name of the client's connection.</returns>
    public async Task<(int Backend, string Client)> ReachedAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            await using var command = _connection.CreateCommand();
            command.CommandText = $"""
                SELECT activity.pid, activity.application_name
                FROM pg_locks JOIN pg_stat_activity AS activity USING (pid)
                WHERE locktype = 'advisory' AND classid = {Lock} AND NOT granted
                """;
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            if (await reader.ReadAsync(cancellation))
            {
                return (reader.GetInt32(0), reader.GetString(1));
            }
        }

        throw new OperationCanceledException(cancellation);
    }

    /// <summary>Rolls the statement back, as the end of its client does, and holds none any more.</summary>
    public Task RollBackAsync(int backend, CancellationToken cancellation) =>
        ExecuteAsync(
            $"SELECT pg_terminate_backend({backend}, 10000); SELECT pg_advisory_unlock({Lock}, 1);",
            cancellation
        );

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
