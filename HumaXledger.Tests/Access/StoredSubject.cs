using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Access;

/// <summary>
/// A connection with what belongs to one, stored in a running Portal. It is ended, so that an act on it that is not
/// refused does nothing else.
/// </summary>
internal sealed record StoredSubject(Connection Connection, ComparisonRecord Comparison, PlanRecord Plan, RunRecord Run)
{
    public Guid Id => Connection.Id;

    public static async Task<StoredSubject> AddAsync(RunningPortal portal, string name, string? group)
    {
        var at = TestStore.Start.UtcDateTime;
        var connection = Samples.Connection();
        (connection.Name, connection.AccessGroup, connection.DisconnectedAt) = (name, group, at);
        var comparison = new ComparisonRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = connection.Id,
            StartedAt = at,
            StartedBy = "Kari",
            // Else the portal would carry them out.
            State = ComparisonState.Closed,
        };
        await using var store = await portal
            .Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        store.AddRange(connection, comparison);
        await store.SaveChangesAsync(TestContext.Current.CancellationToken);
        var contexts = portal.Get<IDbContextFactory<SyncDbContext>>();
        var plan = await new SavedPlans(portal.Get<PlanStore>(), contexts).SaveAsync(
            connection.Id,
            comparison.Id,
            Samples.Plan(Samples.Change(1)),
            "Kari"
        );
        var run = Samples.Run(plan, 1);
        (run.State, run.FinishedAt) = (RunState.Completed, at);
        store.Add(run);
        store.Add(
            new DriftReport
            {
                ComparisonId = comparison.Id,
                ConnectionId = connection.Id,
                At = at,
                Findings = new DriftFindings(0, 0, 0, [], 0, 0, 0, new Dictionary<Field, int>()),
            }
        );
        await store.SaveChangesAsync(TestContext.Current.CancellationToken);
        return new StoredSubject(connection, comparison, plan, run);
    }
}
