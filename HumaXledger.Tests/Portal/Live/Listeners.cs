using HumaXledger.Portal.Live;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Live;

/// <summary>The connections of a PostgreSQL by which nodes listen.</summary>
internal sealed class Listeners(PostgresStore store)
{
    /// <summary>What a node that has listened for a while said last.</summary>
    private const string NotesToItself = "SELECT pg_notify%";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Waits until so many nodes listen.</summary>
    public Task AreAsync(int nodes) => Until.SoAsync(async () => (await ProcessesAsync()).Count >= nodes);

    /// <summary>Their server processes.</summary>
    public async Task<IReadOnlyList<int>> ProcessesAsync()
    {
        await using var context = store.Open();
        return await context
            .Database.SqlQuery<int>(
                $"""
                SELECT pid AS "Value" FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = {NodeListener.ApplicationName}
                    AND (query LIKE 'LISTEN%' OR query LIKE {NotesToItself})
                """
            )
            .ToListAsync(Cancellation);
    }

    /// <summary>Ends them from outside, as an operator does.</summary>
    public async Task TerminateAsync()
    {
        var before = await ProcessesAsync();
        await using var context = store.Open();
        await context.Database.ExecuteSqlAsync(
            $"SELECT pg_terminate_backend(pid) FROM unnest({before.ToArray()}) AS pid",
            Cancellation
        );
        await Until.SoAsync(async () => !(await ProcessesAsync()).Intersect(before).Any());
    }
}
