using System.Collections.Concurrent;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Outages;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Outages;

/// <summary>Runs of one connection that are disturbed, on people of whom the sample has nothing special.</summary>
internal sealed class OutageRun
{
    private const string Address = "Nygata 7; 0155; Oslo; NO";

    private readonly RunningPortal _portal;
    private readonly Guid _connection;
    private readonly Queue<Someone> _people;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentBag<Task> _disturbances = [];

    public OutageRun(RunningPortal portal, Guid connection)
    {
        (_portal, _connection) = (portal, connection);
        var unusual = portal.World.Catalogue.Cases.SelectMany(one => one.People).ToHashSet();
        var norway = portal.World.Xledger.Tokens.All()[0].EntityOwnerDbId;
        _people = new(
            portal
                .World.Catalogue.Pairs.Where(pair =>
                    pair is { Agrees: true, HumaId: not null, EmployeeDbId: not null }
                    && pair.EntityOwnerDbId == norway
                    && !unusual.Contains(pair)
                )
                .Select(pair => new Someone(pair.HumaId!.Value, pair.EmployeeDbId!.Value))
        );
    }

    /// <summary>A person that nothing was done with yet.</summary>
    public Someone NextPerson() => _people.Dequeue();

    /// <summary>
    /// Writes the address of some people to Huma, one request each, and asserts that each was written once and is in
    /// the journal as confirmed.
    /// </summary>
    /// <param name="atWrite">
    /// Called with the number of the write, from 1, in the middle of its request: what it has done is not noted yet.
    /// </param>
    public async Task RunAsync(int number, Action<int> atWrite, CancellationToken cancellation)
    {
        List<Someone> people = [.. Enumerable.Range(0, number).Select(_ => NextPerson())];
        foreach (var person in people)
        {
            _portal.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, Address);
        }

        var session = await _portal.CompareAsync(_connection, cancellation);
        var ids = people.Select(person => $"{person.HumaId}").ToHashSet();
        var wanted = session
            .Comparison.Differences.Where(difference =>
                ids.Contains(difference.Pair.Huma.Id) && Review.Can(difference, FieldChoice.UseXledger)
            )
            .ToList();
        (session, _) = await _portal
            .Get<Review>()
            .DecideAsync(session, wanted, FieldChoice.UseXledger, ConnectedPortal.Administrator, cancellation);
        session = await _portal.ConfirmGuardsAsync(session, cancellation);
        var writes = 0;
        _portal.World.Huma.Changed += _ => atWrite(Interlocked.Increment(ref writes));

        var run = await _portal.ApplyAsync(session, cancellation);
        await Task.WhenAll(_disturbances);

        var report = await ReportAsync(run, cancellation);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.All(people, person =>
            Assert.Equal(Address, _portal.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Address])
        );
        Assert.Equal(people.Count, writes);
    }

    // Right after a failover, Npgsql may still refuse: for some seconds it remembers what each server was.
    private async Task<RunReport> ReportAsync(Guid run, CancellationToken cancellation)
    {
        RunReport? report = null;
        await Until.SoAsync(async () =>
        {
            try
            {
                await using var store = await _portal
                    .Get<IDbContextFactory<SyncDbContext>>()
                    .CreateDbContextAsync(cancellation);
                report = await RunReport.LoadAsync(store, run, cancellation);
                return true;
            }
            catch (Exception fault) when (StoreFault.PassingCauseOf(fault) is not null)
            {
                return false;
            }
        });
        return report!;
    }

    /// <summary>
    /// Begins a fault of the database, and ends it once the portal has met it. <see cref="RunAsync"/> waits for that.
    /// Several writes are under way at once: the next fault, and its write, wait for the end of this one, since a
    /// server that is away takes no order.
    /// </summary>
    public void Disturb(Func<Task> begin, Func<Task> end)
    {
        var outages = _portal.Get<StoreOutages>();
        _turn.Wait();
        var met = outages.Met;
        try
        {
            begin().GetAwaiter().GetResult();
        }
        catch (Exception fault)
        {
            _disturbances.Add(Task.FromException(fault));
            _turn.Release();
            return;
        }

        _disturbances.Add(Task.Run(EndAsync));

        async Task EndAsync()
        {
            try
            {
                await Until.SoAsync(() => outages.Met != met, RunningPortal.Patience);
                await end();
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    /// <summary>Does something to the database between two faults.</summary>
    public void Do(Func<Task> act)
    {
        _turn.Wait();
        try
        {
            act().GetAwaiter().GetResult();
        }
        finally
        {
            _turn.Release();
        }
    }
}
