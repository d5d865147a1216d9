using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal;

/// <summary>The real Portal is killed while it works off what Huma told of a thousand people, and started again: everybody is written, and nobody twice.</summary>
public sealed class FollowingCrashTests
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Portal_KilledWhileAThousandPeopleAreWorkedOff_EndsWithEverybodyWrittenOnce()
    {
        await using var workplace = await Workplace.OpenAsync(
            options =>
            {
                options.People = 2_500;
                options.Limits.Xledger.Credits = int.MaxValue;
            },
            sealsItself: true);
        var first = workplace.Ordinary(1)[0];
        var connection = await workplace.ConnectAsync(Cancellation);
        await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, [first], SandboxField.JobTitle, _ => Title), Cancellation);
        await workplace.Get<ConnectionSettings>().SetGuardAsync(connection, GuardKind.PeopleTouched, new GuardLimit(10_000, null), Workplace.Administrator, Cancellation);
        var changed = InBothSystems(workplace).Where(person => person != first).Take(1_000).ToList();
        Assert.Equal(1_000, changed.Count);
        Assert.Equal(EditOutcome.Done, workplace.World.EditInHuma([.. changed.Select(person => person.HumaId)], SandboxField.JobTitle, Title));
        await workplace.Get<NoticeBoard>().PutAsync(connection, [.. changed.Select(person => new HumaId($"{person.HumaId}"))], NoticeSource.Webhook, NoticeKind.Updated, null, Cancellation);
        await using var door = await DeadlyDoor.OpenAsync(workplace.Sandbox.HumaBaseAddress);
        var mails = Directory.CreateTempSubdirectory("humaxledger-mail-");
        try
        {
            // While profiles are read; when a batch was carried out and the answer is lost; when the next one is about to be sent.
            foreach (var (number, writesOnly, at) in new[] { (300, false, Instant.Answered), (1, true, Instant.Committed), (1, true, Instant.Before) })
            {
                var struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var portal = PortalProcess.Start(workplace.ConnectionString, mails.FullName, door.Address);
                door.Arm(number, writesOnly, at, () =>
                {
                    portal.Kill();
                    struck.TrySetResult();
                });
                await struck.Task.WaitAsync(CrashTests.Patience, Cancellation);
                await portal.ExitAsync(Cancellation);
            }

            await using (var portal = PortalProcess.Start(workplace.ConnectionString, mails.FullName, door.Address))
            {
                await AllSettledAsync(workplace, portal);
            }

            await AssertWrittenOnceAsync(workplace, changed);
        }
        finally
        {
            mails.Delete(recursive: true);
        }
    }

    private static IEnumerable<Someone> InBothSystems(Workplace workplace)
    {
        var norway = workplace.World.Xledger.Tokens.All()[0].EntityOwnerDbId;
        return workplace.World.Catalogue.Pairs
            .Where(pair => pair is { Agrees: true, HumaId: not null, EmployeeDbId: not null } && pair.EntityOwnerDbId == norway)
            .Select(pair => new Someone(pair.HumaId!.Value, pair.EmployeeDbId!.Value));
    }

    private static async Task AllSettledAsync(Workplace workplace, PortalProcess portal)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        late.CancelAfter(CrashTests.Patience);
        await using var store = workplace.Store();
        try
        {
            while (await store.Notices.AnyAsync(notice => notice.EndedAt == null, late.Token))
            {
                await Task.Yield();
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            Assert.Fail($"Not all of them were worked off. {portal.Said}");
        }
    }

    private static async Task AssertWrittenOnceAsync(Workplace workplace, IReadOnlyList<Someone> changed)
    {
        Assert.All(changed, person => Assert.Equal(Title, workplace.InXledger(person, SandboxField.JobTitle)));
        await using var store = workplace.Store();
        var confirmed = await (
            from change in store.Changes.AsNoTracking()
            join plan in store.Plans on change.PlanId equals plan.Id
            where plan.Origin == PlanOrigin.FromHuma && change.State == ChangeState.Confirmed
            select change.HumaId).ToListAsync(Cancellation);
        Assert.Equal((changed.Count, changed.Count), (confirmed.Count, confirmed.Distinct().Count()));
        Assert.Equal(changed.Count, await store.Notices.CountAsync(notice => notice.State == NoticeState.Written || notice.State == NoticeState.NothingToDo, Cancellation));
        // Two batches; the one whose answer was lost is told by reading, the one that was never carried out is sent again.
        Assert.InRange(workplace.World.Meter.ThisMonth.WriteRequests, 3, 4);
        await workplace.AssertNothingLeakedAsync(Cancellation);
    }
}
