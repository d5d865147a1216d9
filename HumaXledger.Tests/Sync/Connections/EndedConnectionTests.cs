using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Connections;

/// <summary>What Core refuses after a connection has ended, and what can be started again.</summary>
public sealed class EndedConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ended_Connection_ReadsAndWritesNothingAndItsPeopleCanBeConnectedAgain()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var person = fixture.Ordinary(1);
        Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(person[0].HumaId, SandboxField.JobTitle, "Husvert"));
        var report = await fixture.ApplyAsync(
            await fixture.ChooseAsync(
                await fixture.CompareAsync(connection, Cancellation),
                FieldChoice.UseHuma,
                person,
                Cancellation
            ),
            Cancellation
        );
        Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(person[0].HumaId, SandboxField.JobTitle, "Vaktmester"));
        var planned = await fixture.PlanAsync(
            await fixture.ChooseAsync(
                await fixture.CompareAsync(connection, Cancellation),
                FieldChoice.UseHuma,
                person,
                Cancellation
            ),
            Cancellation
        );
        Assert.Null(
            await fixture
                .Get<ConnectionLifecycle>()
                .DisconnectAsync(connection, SyncFixture.NorwegianCompany, SyncFixture.Administrator, Cancellation)
        );
        var requests = fixture.World.Meter.ThisMonth.Requests;

        var start = Assert.IsType<Answer<Guid>.Refused>(
            await fixture.Get<StartRun>().StartAsync(planned, SyncFixture.Administrator, null, "en", Cancellation)
        );
        var compared = await fixture.TryCompareAsync(connection, Cancellation);

        Assert.Equal(ReviewReasons.PlanStale, start.Reason.Code);
        Assert.Equal(
            (ComparisonState.Failed, ConnectionReasons.ConnectionEnded),
            (compared.State, compared.Failure?.Code)
        );
        Assert.Equal(requests, fixture.World.Meter.ThisMonth.Requests);
        await using var store = fixture.Store();
        var ended = (await RunReport.LoadAsync(store, report.Run.Id, Cancellation))!;
        Assert.Equal((1, false, false), (ended.Count(ChangeState.Confirmed), ended.CanUndo, ended.CanRetry));
        Assert.NotEqual(connection, await fixture.ConnectAsync(Cancellation));
    }

    [Fact]
    public async Task Ended_PlanMadeAfterwards_IsRefusedBecauseTheConnectionEnded()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var person = fixture.Ordinary(1);
        Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(person[0].HumaId, SandboxField.JobTitle, "Husvert"));
        var planned = await fixture.PlanAsync(
            await fixture.ChooseAsync(
                await fixture.CompareAsync(connection, Cancellation),
                FieldChoice.UseHuma,
                person,
                Cancellation
            ),
            Cancellation
        );
        Assert.Null(
            await fixture
                .Get<ConnectionLifecycle>()
                .DisconnectAsync(connection, SyncFixture.NorwegianCompany, SyncFixture.Administrator, Cancellation)
        );
        await using (var store = fixture.Store())
        {
            // As left by a page of another node that made the plan at the same time.
            await store
                .Plans.Where(plan => plan.Id == planned)
                .ExecuteUpdateAsync(set => set.SetProperty(plan => plan.State, PlanState.Ready), Cancellation);
        }

        var start = Assert.IsType<Answer<Guid>.Refused>(
            await fixture.Get<StartRun>().StartAsync(planned, SyncFixture.Administrator, null, "en", Cancellation)
        );

        Assert.Equal(ConnectionReasons.ConnectionEnded, start.Reason.Code);
    }
}
