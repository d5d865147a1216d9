using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Storage.Activity;

/// <summary>An activity log for each test, and what somebody with all rights on the database can do.</summary>
public abstract class ActivityStoreTest<T>(T store) : IClassFixture<T>, IAsyncLifetime
    where T : TestStore
{
    protected static readonly Actor Kari = new("tenant:1", "Kari", null, new HashSet<Role>()) { From = "192.0.2.7" };

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected T Store => store;

    protected ActivityLog Log => store.Get<ActivityLog>();

    // An empty log for each test: assertions are about the whole log.
    public async ValueTask InitializeAsync() =>
        await ForceAsync(
            $"""DELETE FROM "Activity"; DELETE FROM "ActivityChain"; INSERT INTO "ActivityChain" VALUES (1, 0, '{ActivityForm.Beginning}', 0, '{ActivityForm.Beginning}')"""
        );

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    // At a time after all cuts of these tests.
    protected Task<ChainVerdict> CheckAsync(ChainMark? mark = null) =>
        store
            .Get<ChainCheck>()
            .RunAsync(mark, new CutRule(365, TestStore.Start.UtcDateTime.AddDays(500)), Cancellation);

    protected async Task AppendAsync(int acts)
    {
        await using var context = store.Open();
        context.Activity.AddRange(
            Enumerable
                .Range(1, acts)
                .Select(act => ActivityRecord.Of(Kari, $"act {act}", store.Clock.Now.UtcDateTime, null, [$"{act}"]))
        );
        await context.SaveChangesAsync(Cancellation);
    }

    protected async Task ForceAsync(string statement)
    {
        await using var context = store.Open();
        var (off, on) = await GuardsAsync(context);
        await context.Database.ExecuteSqlRawAsync(
            $"{off} {statement}; {on}"
                .Replace("{", "{{", StringComparison.Ordinal)
                .Replace("}", "}}", StringComparison.Ordinal),
            Cancellation
        );
    }

    protected async Task<List<ActivityRecord>> EntriesAsync()
    {
        await using var context = store.Open();
        return await context.Activity.AsNoTracking().OrderBy(entry => entry.Number).ToListAsync(Cancellation);
    }

    // SQL of a database administrator to disable and restore the guards.
    private static async Task<(string Off, string On)> GuardsAsync(SyncDbContext context)
    {
        if (context is PostgresSyncDbContext)
        {
            return ("SET session_replication_role = replica;", "SET session_replication_role = DEFAULT;");
        }

        var triggers = await context
            .Database.SqlQuery<string>($"""SELECT sql AS "Value" FROM sqlite_master WHERE type = 'trigger'""")
            .ToListAsync(Cancellation);
        return (
            """DROP TRIGGER "ActivityNotChanged"; DROP TRIGGER "ActivityNotDeleted";""",
            string.Join(";", triggers)
        );
    }
}
