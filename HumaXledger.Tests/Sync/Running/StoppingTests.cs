using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>A stop is requested while a run writes.</summary>
public sealed class StoppingTests
{
    private const string Address = "Nygata 7; 0155; Oslo; NO";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_AfterTheFirstBatch_EndsThereReportsTheRestAndCanBeResumed()
    {
        await using var fixture = await SyncFixture.OpenAsync(SyncFixture.WithManyOrdinaryPeople);
        var people = fixture.Ordinary(50);
        var run = await PreparedAsync(fixture, people);
        Task? stopping = null;

        var report = await fixture.RunAsync(run, Cancellation, progress =>
        {
            if (progress.Confirmed > 0)
            {
                // The journal has saved and continues when this returns: the request must exist by then.
                stopping ??= StopAsync(fixture, run);
                stopping.Wait(Cancellation);
            }
        });

        Assert.Equal(RunState.Stopped, report.Run.State);
        Assert.InRange(report.Count(ChangeState.Confirmed), 1, people.Count - 1);
        Assert.Equal(people.Count, report.Count(ChangeState.Confirmed) + report.NotReached);
        Assert.Equal(report.Count(ChangeState.Confirmed), people.Count(person => InHuma(fixture, person) == Address));

        var again = await fixture.RetryAsync(report, Cancellation);
        Assert.Equal((RunState.Completed, report.NotReached), (again.Run.State, again.Count(ChangeState.Confirmed)));
        Assert.All(people, person => Assert.Equal(Address, InHuma(fixture, person)));
    }

    [Fact]
    public async Task Stop_BeforeTheRunHasStarted_IsObeyed()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var run = await PreparedAsync(fixture, people);
        await StopAsync(fixture, run);

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal((RunState.Stopped, people.Count), (report.Run.State, report.NotReached));
        Assert.All(people, person => Assert.NotEqual(Address, InHuma(fixture, person)));
    }

    [Fact]
    public async Task Stop_ManyTimesWhileTheRunSaves_NeverThrowsAndStops()
    {
        await using var fixture = await SyncFixture.OpenAsync(SyncFixture.WithManyOrdinaryPeople);
        var people = fixture.Ordinary(50);
        var run = await PreparedAsync(fixture, people);

        var running = fixture.RunAsync(run, Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StopAsync(fixture, run)));
        var report = await running;

        Assert.Equal(RunState.Stopped, report.Run.State);
        Assert.Equal(people.Count, report.Count(ChangeState.Confirmed) + report.NotReached);
        Assert.Equal(report.Count(ChangeState.Confirmed), people.Count(person => InHuma(fixture, person) == Address));
    }

    private static Task StopAsync(SyncFixture fixture, Guid run) =>
        Task.Run(() => fixture.Get<RunExecutor>().StopAsync(run, SyncFixture.Administrator, Cancellation));

    // A waiting run with a new address for each of these people, to be written to Huma in several batches.
    private static async Task<Guid> PreparedAsync(SyncFixture fixture, IReadOnlyList<Someone> people)
    {
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, Address)
            );
        }

        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseXledger,
            people,
            Cancellation
        );
        session = await fixture.ConfirmGuardsAsync(session, Cancellation);
        Assert.Equal(people.Count, session.Preview.Changes.Count);
        return await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
    }

    private static string InHuma(SyncFixture fixture, Someone person) =>
        fixture.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Address];
}
