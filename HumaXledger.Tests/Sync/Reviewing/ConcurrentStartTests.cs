using System.Collections.Concurrent;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.Reviewing;

/// <summary>
/// Two administrators, two tabs and two nodes at once: one comparison and one run at a time per connection, and one
/// executor per run.
/// </summary>
public sealed class ConcurrentStartTests(PostgresServer postgres)
{
    private const int AtOnce = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<StorageProvider> Stores => [StorageProvider.Sqlite, StorageProvider.PostgreSql];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Start_ByManyAtOnce_IsOneRunForAll(StorageProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var (connection, plan) = await PlannedAsync(fixture, fixture.Ordinary(1));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(_ =>
                    Task.Run(() =>
                        fixture.Get<StartRun>().StartAsync(plan, SyncFixture.Administrator, null, "en", Cancellation)
                    )
                )
        );

        var run = Assert.Single(answers.Select(answer => Assert.IsType<Answer<Guid>.Done>(answer).Value).Distinct());
        await using var store = fixture.Store();
        Assert.Equal(run, (await store.Runs.SingleAsync(row => row.ConnectionId == connection, Cancellation)).Id);
        Assert.True(await store.Changes.AllAsync(change => change.RunId == run, Cancellation));
        Assert.Equal(1, await store.Activity.CountAsync(row => row.What == ActivityCodes.RunStarted, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Start_AnotherPlanWhileARunIsUnderWay_IsRefusedAndThePlanStays(StorageProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var people = fixture.Ordinary(2);
        var (connection, first) = await PlannedAsync(fixture, people);
        await fixture.StartAsync(first, Cancellation);
        var second = await fixture.PlanAsync(
            await fixture.ChooseAsync(
                await fixture.CompareAsync(connection, Cancellation),
                FieldChoice.UseHuma,
                people,
                Cancellation
            ),
            Cancellation
        );

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(_ =>
                    Task.Run(() =>
                        fixture
                            .Get<StartRun>()
                            .StartAsync(
                                second,
                                SyncFixture.Administrator with
                                {
                                    Name = "Ola",
                                },
                                null,
                                "nb",
                                Cancellation
                            )
                    )
                )
        );

        Assert.All(answers, answer =>
            Assert.Equal(RunReasons.RunUnderWay, Assert.IsType<Answer<Guid>.Refused>(answer).Reason.Code)
        );
        await using var store = fixture.Store();
        Assert.Equal(
            (1, PlanState.Ready),
            (
                await store.Runs.CountAsync(Cancellation),
                (await store.Plans.SingleAsync(row => row.Id == second, Cancellation)).State
            )
        );
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Compare_ByManyAtOnce_IsOneComparison(StorageProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var connection = await fixture.ConnectAsync(Cancellation);

        var started = await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(_ =>
                    Task.Run(() =>
                        fixture.Get<Compare>().StartAsync(connection, SyncFixture.Administrator, Cancellation)
                    )
                )
        );

        Assert.Single(started.Distinct());
        await using var store = fixture.Store();
        Assert.Equal(1, await store.Comparisons.CountAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Run_TakenOverWhileInProgress_EndsOnceAndTheFirstExecutorWritesNoMore(StorageProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var people = fixture.Ordinary(50);
        var (_, plan) = await PlannedAsync(fixture, people, Side.Huma);
        var run = await fixture.StartAsync(plan, Cancellation);
        Task<RunReport>? second = null;
        var reported = new ConcurrentQueue<RunProgress>();

        // A node considered dead continues after another has taken over: here in the middle of its first batch.
        await fixture.RunAsync(run, Cancellation, progress =>
        {
            if (progress.Confirmed > 0 && second is null)
            {
                second = Task.Run(() => fixture.RunAsync(run, Cancellation, reported.Enqueue));
                SpinWait.SpinUntil(() => !reported.IsEmpty, TimeSpan.FromMinutes(1));
            }
        });
        var report = await second!;

        Assert.Equal(
            (RunState.Completed, people.Count, 2),
            (report.Run.State, report.Count(ChangeState.Confirmed), report.Run.Attempt)
        );
        Assert.Single(fixture.Log, line => line.Contains("carried out by another attempt", StringComparison.Ordinal));
        await using var store = fixture.Store();
        Assert.Equal(1, await store.Activity.CountAsync(row => row.What == ActivityCodes.RunCompleted, Cancellation));
    }

    private async Task<SyncFixture> OpenAsync(StorageProvider provider) =>
        provider == StorageProvider.Sqlite
            ? await SyncFixture.OpenAsync(SyncFixture.WithManyOrdinaryPeople, log: LogLevel.Trace)
            : await SyncFixture.OpenAsync(
                SyncFixture.WithManyOrdinaryPeople,
                settings:
                [
                    ("Storage:Provider", "PostgreSql"),
                    ("ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync()),
                ],
                log: LogLevel.Trace
            );

    private static async Task<(Guid Connection, Guid Plan)> PlannedAsync(
        SyncFixture fixture,
        IReadOnlyList<Someone> people,
        Side target = Side.Xledger
    )
    {
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(
                EditOutcome.Done,
                target == Side.Xledger
                    ? fixture.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Fagansvarlig")
                    : fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, "Nygata 7; 0155; Oslo; NO")
            );
        }

        var session = await fixture.CompareAsync(connection, Cancellation);
        session = await fixture.ChooseAsync(
            session,
            target == Side.Xledger ? FieldChoice.UseHuma : FieldChoice.UseXledger,
            people,
            Cancellation
        );
        return (
            connection,
            await fixture.PlanAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation)
        );
    }
}
