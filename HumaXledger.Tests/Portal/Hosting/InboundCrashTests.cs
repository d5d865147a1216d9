using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync;
using HumaXledger.Tests.Sync.Connections;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// The real Portal is killed while it processes pending changes of a thousand people, and restarted: each person is
/// written exactly once.
/// </summary>
public sealed class InboundCrashTests
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Portal_KilledWhileAThousandPeopleAreProcessed_WritesEachPersonOnce()
    {
        await using var fixture = await SyncFixture.OpenAsync(
            options =>
            {
                options.People = 2_500;
                options.Limits.Xledger.Credits = int.MaxValue;
            },
            realTime: true,
            sealsItself: true,
            log: LogLevel.Trace
        );
        var first = fixture.Ordinary(1)[0];
        var connection = await fixture.ConnectAsync(Cancellation);
        await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, [first], SandboxField.JobTitle, _ => Title),
            Cancellation
        );
        await fixture
            .Get<ConnectionSettings>()
            .ChangeAsync(
                connection,
                values => values.With(GuardKind.PeopleTouched, new GuardLimit(10_000, null)),
                SyncFixture.Administrator,
                Cancellation
            );
        var changed = InBothSystems(fixture).Where(person => person != first).Take(1_000).ToList();
        Assert.Equal(1_000, changed.Count);
        Assert.Equal(
            EditOutcome.Done,
            fixture.World.EditInHuma([.. changed.Select(person => person.HumaId)], SandboxField.JobTitle, Title)
        );
        await fixture
            .Get<ChangeQueue>()
            .PutAsync(
                connection,
                [.. changed.Select(person => new HumaId($"{person.HumaId}"))],
                PendingChangeSource.Webhook,
                PendingChangeKind.Updated,
                null,
                Cancellation
            );
        await using var door = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        var mails = Directory.CreateTempSubdirectory("humaxledger-mail-");
        try
        {
            // While profiles are read; when a batch is executed and its answer is lost; just before the next one is
            // sent.
            foreach (
                var (number, writesOnly, at) in new[]
                {
                    (300, false, Instant.Answered),
                    (1, true, Instant.Committed),
                    (1, true, Instant.Before),
                }
            )
            {
                var struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var portal = await PortalProcess.StartAsync(
                    fixture.ConnectionString,
                    mails.FullName,
                    door.Address
                );
                door.Arm(number, writesOnly, at, () =>
                {
                    portal.Kill();
                    struck.TrySetResult();
                });
                await struck.Task.WaitAsync(CrashTests.Patience, Cancellation);
                await portal.ExitAsync(Cancellation);
            }

            await using (
                var portal = await PortalProcess.StartAsync(fixture.ConnectionString, mails.FullName, door.Address)
            )
            {
                await AllSettledAsync(fixture, portal);
            }

            await AssertWrittenOnceAsync(fixture, changed);
        }
        finally
        {
            mails.Delete(recursive: true);
        }
    }

    private static IEnumerable<Someone> InBothSystems(SyncFixture fixture)
    {
        var norway = fixture.World.Xledger.Tokens.All()[0].EntityOwnerDbId;
        return fixture
            .World.Catalogue.Pairs.Where(pair =>
                pair is { Agrees: true, HumaId: not null, EmployeeDbId: not null } && pair.EntityOwnerDbId == norway
            )
            .Select(pair => new Someone(pair.HumaId!.Value, pair.EmployeeDbId!.Value));
    }

    private static async Task AllSettledAsync(SyncFixture fixture, PortalProcess portal)
    {
        await using var store = fixture.Store();
        try
        {
            await Until.SoAsync(
                async () => !await store.PendingChanges.AnyAsync(pending => pending.EndedAt == null, Cancellation),
                CrashTests.Patience
            );
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            Assert.Fail($"Not all of them were processed. {portal.Said}");
        }
    }

    private static async Task AssertWrittenOnceAsync(SyncFixture fixture, IReadOnlyList<Someone> changed)
    {
        Assert.All(changed, person => Assert.Equal(Title, fixture.InXledger(person, SandboxField.JobTitle)));
        await using var store = fixture.Store();
        var confirmed = await (
            from change in store.Changes.AsNoTracking()
            join plan in store.Plans on change.PlanId equals plan.Id
            where plan.Origin == PlanOrigin.FromHuma && change.State == ChangeState.Confirmed
            select change.HumaId
        ).ToListAsync(Cancellation);
        Assert.Equal((changed.Count, changed.Count), (confirmed.Count, confirmed.Distinct().Count()));
        Assert.Equal(
            changed.Count,
            await store.PendingChanges.CountAsync(
                pending =>
                    pending.State == PendingChangeState.Written || pending.State == PendingChangeState.NothingToDo,
                Cancellation
            )
        );
        // Two batches; the one with the lost answer is resolved by reading, the one never executed is sent again.
        Assert.InRange(fixture.World.Meter.ThisMonth.WriteRequests, 3, 4);
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }
}
