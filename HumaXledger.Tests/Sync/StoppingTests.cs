using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync;

/// <summary>Somebody asks to stop while a run writes.</summary>
public sealed class StoppingTests
{
    private const string Address = "Nygata 7; 0155; Oslo; NO";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_AfterTheFirstBatch_EndsThereReportsTheRestAndCanBeTakenUpAgain()
    {
        await using var workplace = await Workplace.OpenAsync(Workplace.WithManyOrdinaryPeople);
        var people = workplace.Ordinary(50);
        var run = await PreparedAsync(workplace, people);
        Task? stopping = null;

        var report = await workplace.RunAsync(run, Cancellation, progress =>
        {
            if (progress.Confirmed > 0)
            {
                // The journal has saved and goes on when this returns: the wish must be there by then.
                stopping ??= StopAsync(workplace, run);
                stopping.Wait(Cancellation);
            }
        });

        Assert.Equal(RunState.Stopped, report.Run.State);
        Assert.InRange(report.Count(ChangeState.Confirmed), 1, people.Count - 1);
        Assert.Equal(people.Count, report.Count(ChangeState.Confirmed) + report.NotReached);
        Assert.Equal(report.Count(ChangeState.Confirmed), people.Count(person => InHuma(workplace, person) == Address));

        var again = await workplace.RetryAsync(report, Cancellation);
        Assert.Equal((RunState.Completed, report.NotReached), (again.Run.State, again.Count(ChangeState.Confirmed)));
        Assert.All(people, person => Assert.Equal(Address, InHuma(workplace, person)));
    }

    [Fact]
    public async Task Stop_BeforeTheRunHasBegun_IsHeard()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var run = await PreparedAsync(workplace, people);
        await StopAsync(workplace, run);

        var report = await workplace.RunAsync(run, Cancellation);

        Assert.Equal((RunState.Stopped, people.Count), (report.Run.State, report.NotReached));
        Assert.All(people, person => Assert.NotEqual(Address, InHuma(workplace, person)));
    }

    [Fact]
    public async Task Stop_ManyTimesWhileTheRunSaves_ThrowsNowhereAndStops()
    {
        await using var workplace = await Workplace.OpenAsync(Workplace.WithManyOrdinaryPeople);
        var people = workplace.Ordinary(50);
        var run = await PreparedAsync(workplace, people);

        var running = workplace.RunAsync(run, Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StopAsync(workplace, run)));
        var report = await running;

        Assert.Equal(RunState.Stopped, report.Run.State);
        Assert.Equal(people.Count, report.Count(ChangeState.Confirmed) + report.NotReached);
        Assert.Equal(report.Count(ChangeState.Confirmed), people.Count(person => InHuma(workplace, person) == Address));
    }

    private static Task StopAsync(Workplace workplace, Guid run) => Task.Run(() => workplace.Get<Apply>().StopAsync(run, Workplace.Administrator, Cancellation));

    // A run that waits with a new address for each of these people, to be written to Huma in several batches.
    private static async Task<Guid> PreparedAsync(Workplace workplace, IReadOnlyList<Someone> people)
    {
        var connection = await workplace.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(EditOutcome.Done, workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, Address));
        }

        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseXledger, people, Cancellation);
        session = await workplace.ConfirmGuardsAsync(session, Cancellation);
        Assert.Equal(people.Count, session.Preview.Changes.Count);
        return await workplace.StartAsync(await workplace.PlanAsync(session, Cancellation), Cancellation);
    }

    private static string InHuma(Workplace workplace, Someone person) => workplace.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Address];
}
