using System.Data.Common;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Portal.Jobs;
using HumaXledger.Sandbox;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace HumaXledger.Tests.Sync;

/// <summary>The store fails while a run writes: nothing that was done is lost or done again, and the run goes on when the fault is over.</summary>
public sealed class StoreFaultRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_StoreFullInTheMiddle_WaitsGoesOnByItselfAndWritesNothingTwice()
    {
        await using var workplace = await Workplace.OpenAsync(Workplace.WithManyOrdinaryPeople, racing: true);
        var people = workplace.Ordinary(50);
        var run = await PreparedAsync(workplace, people);
        var writes = 0;
        workplace.World.Huma.Changed += _ => Interlocked.Increment(ref writes);
        var told = new List<Reason>();
        var full = false;

        await new StoreFaults(workplace.Clock, NullLogger<StoreFaults>.Instance).OutlastAsync(
            async () => await workplace.RunAsync(run, Cancellation, progress =>
            {
                if (progress.Confirmed > 0 && !full)
                {
                    full = true;
                    MostPages(workplace, FullNow);
                }
            }),
            reason =>
            {
                told.Add(reason);
                MostPages(workplace, int.MaxValue - 1);
            },
            Cancellation);

        Assert.Equal([new Reason(StorageReasons.Full)], told);
        var report = await ReportAsync(workplace, run);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.All(people, person => Assert.Equal(Title, workplace.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Address]));
        Assert.Equal(people.Count, writes);
    }

    [Fact]
    public async Task Run_StoreLockedBySomebodyElse_WaitsAndGoesOn()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true, storage: ";Default Timeout=1");
        var people = workplace.Ordinary(3);
        var run = await PreparedAsync(workplace, people);
        await using var other = new SqliteConnection($"Data Source={workplace.Get<StorageConnection>().File};Pooling=False");
        await other.OpenAsync(Cancellation);
        await ExecuteAsync(other, "BEGIN IMMEDIATE; UPDATE Runs SET Number = Number;");
        var told = new List<Reason>();

        await new StoreFaults(workplace.Clock, NullLogger<StoreFaults>.Instance).OutlastAsync(
            async () => await workplace.RunAsync(run, Cancellation),
            reason =>
            {
                told.Add(reason);
                ExecuteAsync(other, "ROLLBACK;").GetAwaiter().GetResult();
            },
            Cancellation);

        Assert.Equal([new Reason(StorageReasons.Locked)], told);
        var report = await ReportAsync(workplace, run);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
    }

    private const string Title = "Nygata 7; 0155; Oslo; NO";
    private const int FullNow = 1;

    private static async Task<Guid> PreparedAsync(Workplace workplace, IReadOnlyList<Someone> people)
    {
        var connection = await workplace.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(EditOutcome.Done, workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, Title));
        }

        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseXledger, people, Cancellation);
        var run = await workplace.StartAsync(await workplace.PlanAsync(await workplace.ConfirmGuardsAsync(session, Cancellation), Cancellation), Cancellation);
        // Pages that migrations and deleted rows left would be room.
        await using var store = workplace.Store();
        await store.Database.ExecuteSqlRawAsync("VACUUM;", Cancellation);
        return run;
    }

    private static async Task<RunReport> ReportAsync(Workplace workplace, Guid run)
    {
        await using var store = workplace.Store();
        return (await RunReport.LoadAsync(store, run, Cancellation))!;
    }

    // SQLite keeps this limit for each connection, and the pool hands the same few out again.
    private static void MostPages(Workplace workplace, int most)
    {
        var contexts = Enumerable.Range(0, 8).Select(_ => workplace.Store()).ToList();
        foreach (var context in contexts)
        {
            context.Database.OpenConnection();
            ExecuteAsync(context.Database.GetDbConnection(), $"PRAGMA max_page_count = {most};").GetAwaiter().GetResult();
        }

        contexts.ForEach(context => context.Dispose());
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
