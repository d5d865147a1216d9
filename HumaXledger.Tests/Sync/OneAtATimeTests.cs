using System.Collections.Concurrent;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

/// <summary>Two administrators, two tabs and two nodes at once: one comparison and one run at a time per connection, and one hand on each run.</summary>
public sealed class OneAtATimeTests(PostgresServer postgres)
{
    private const int AtOnce = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<StorageProvider> Stores => [StorageProvider.Sqlite, StorageProvider.PostgreSql];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Start_ByManyAtOnce_IsOneRunAndAllAreLedToIt(StorageProvider provider)
    {
        await using var workplace = await OpenAsync(provider);
        var (connection, plan) = await PlannedAsync(workplace, workplace.Ordinary(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => workplace.Get<Apply>().StartAsync(plan, Workplace.Administrator, null, "en", Cancellation))));

        var run = Assert.Single(answers.Select(answer => Assert.IsType<Answer<Guid>.Done>(answer).Value).Distinct());
        await using var store = workplace.Store();
        Assert.Equal(run, (await store.Runs.SingleAsync(row => row.ConnectionId == connection, Cancellation)).Id);
        Assert.True(await store.Changes.AllAsync(change => change.RunId == run, Cancellation));
        Assert.Equal(1, await store.Activity.CountAsync(row => row.What == ActivityCodes.RunStarted, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Start_AnotherPlanWhileARunIsUnderWay_IsRefusedAndThePlanStays(StorageProvider provider)
    {
        await using var workplace = await OpenAsync(provider);
        var people = workplace.Ordinary(2);
        var (connection, first) = await PlannedAsync(workplace, people);
        await workplace.StartAsync(first, Cancellation);
        var second = await workplace.PlanAsync(await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseHuma, people, Cancellation), Cancellation);

        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => workplace.Get<Apply>().StartAsync(second, Workplace.Administrator with { Name = "Ola" }, null, "nb", Cancellation))));

        Assert.All(answers, answer => Assert.Equal(RunReasons.RunUnderWay, Assert.IsType<Answer<Guid>.Refused>(answer).Reason.Code));
        await using var store = workplace.Store();
        Assert.Equal((1, PlanState.Ready), (await store.Runs.CountAsync(Cancellation), (await store.Plans.SingleAsync(row => row.Id == second, Cancellation)).State));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Compare_ByManyAtOnce_IsOneComparison(StorageProvider provider)
    {
        await using var workplace = await OpenAsync(provider);
        var connection = await workplace.ConnectAsync(Cancellation);

        var started = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => workplace.Get<Compare>().StartAsync(connection, Workplace.Administrator, Cancellation))));

        Assert.Single(started.Distinct());
        await using var store = workplace.Store();
        Assert.Equal(1, await store.Comparisons.CountAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Run_TakenOverWhileItIsUnderWay_EndsOnceAndTheFirstHandWritesNoMore(StorageProvider provider)
    {
        await using var workplace = await OpenAsync(provider);
        var people = workplace.Ordinary(50);
        var (_, plan) = await PlannedAsync(workplace, people, Side.Huma);
        var run = await workplace.StartAsync(plan, Cancellation);
        Task<RunReport>? second = null;
        var told = new ConcurrentQueue<RunProgress>();

        // A node that is taken for dead goes on when another has begun: here in the middle of its first batch.
        await workplace.RunAsync(run, Cancellation, progress =>
        {
            if (progress.Confirmed > 0 && second is null)
            {
                second = Task.Run(() => workplace.RunAsync(run, Cancellation, told.Enqueue));
                SpinWait.SpinUntil(() => !told.IsEmpty, TimeSpan.FromMinutes(1));
            }
        });
        var report = await second!;

        Assert.Equal((RunState.Completed, people.Count, 2), (report.Run.State, report.Count(ChangeState.Confirmed), report.Run.Attempt));
        Assert.Single(workplace.Log, line => line.Contains("carried out by another attempt", StringComparison.Ordinal));
        await using var store = workplace.Store();
        Assert.Equal(1, await store.Activity.CountAsync(row => row.What == ActivityCodes.RunCompleted, Cancellation));
    }

    private async Task<Workplace> OpenAsync(StorageProvider provider) => provider == StorageProvider.Sqlite
        ? await Workplace.OpenAsync(Workplace.WithManyOrdinaryPeople, racing: true)
        : await Workplace.OpenAsync(Workplace.WithManyOrdinaryPeople, racing: true, settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync())]);

    private static async Task<(Guid Connection, Guid Plan)> PlannedAsync(Workplace workplace, IReadOnlyList<Someone> people, Side target = Side.Xledger)
    {
        var connection = await workplace.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(EditOutcome.Done, target == Side.Xledger
                ? workplace.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Fagansvarlig")
                : workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, "Nygata 7; 0155; Oslo; NO"));
        }

        var session = await workplace.CompareAsync(connection, Cancellation);
        session = await workplace.ChooseAsync(session, target == Side.Xledger ? FieldChoice.UseHuma : FieldChoice.UseXledger, people, Cancellation);
        return (connection, await workplace.PlanAsync(await workplace.ConfirmGuardsAsync(session, Cancellation), Cancellation));
    }
}
