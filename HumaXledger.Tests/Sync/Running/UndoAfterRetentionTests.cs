using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Running;

public sealed class UndoAfterRetentionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Undo_OfARunWithADeletedComparison_StillRestores()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.SynchronizeOnceAsync(person);
        fixture.Clock.Pass(TimeSpan.FromDays(40));
        await fixture.CompareAsync(connection, Cancellation);
        await fixture.Get<Retention>().RunAsync(Cancellation);
        await using var store = fixture.Store();
        Assert.Equal(1, await store.ComparisonContents.CountAsync(Cancellation));
        var scope = new UndoScope(await store.Runs.Select(run => run.Id).SingleAsync(Cancellation));
        var none = new HashSet<GuardKind>();

        var review = await fixture.Get<Undo>().ReviewAsync(scope, none, Actor.System, Cancellation);
        var plan = Assert
            .IsType<Answer<Guid>.Done>(
                await fixture
                    .Get<Undo>()
                    .MakePlanAsync(scope, none, review!.Shown, SyncFixture.Administrator, Cancellation)
            )
            .Value;
        var report = await fixture.RunAsync(await fixture.StartAsync(plan, Cancellation), Cancellation);

        Assert.Equal((RunState.Completed, 1), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.Equal("Lagerleder", fixture.World.PersonByHumaId(person.HumaId)!.Xledger[SandboxField.JobTitle]);
    }
}
