using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.Inbound;
using HumaXledger.Tests.Sync.Overview;

namespace HumaXledger.Tests.Sync.FollowUps;

/// <summary>What goes on with an undo undoes, too.</summary>
public sealed class ContinuedUndoTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Undo_StoppedAndContinued_IsNotRepeatedByALaterMessage()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var fixture = inbound.SyncFixture;
        var people = inbound.People.Skip(1).ToList();
        var before = people.Select(person => inbound.InXledger(person, SandboxField.JobTitle)).ToList();
        var written = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(inbound.Connection, people, SandboxField.JobTitle, index =>
                $"Teamleder {index}"
            ),
            Cancellation
        );
        var undo = await fixture.StartUndoAsync(new UndoScope(written.Run.Id));
        await fixture.Get<RunExecutor>().StopAsync(undo, SyncFixture.Administrator, Cancellation);
        var stopped = await fixture.RunAsync(undo, Cancellation);
        Assert.Equal((RunState.Stopped, people.Count), (stopped.Run.State, stopped.NotReached));

        await fixture.RetryAsync(stopped, Cancellation);

        Assert.Equal(before, people.Select(person => inbound.InXledger(person, SandboxField.JobTitle)));
        Assert.Equal(people.Count, (await fixture.ReportAsync(written.Run.Id)).Count(ChangeState.Undone));
        foreach (var (index, person) in people.Index())
        {
            inbound.Edit(person, SandboxField.Phone, $"+47 912 34 56{index}");
            await inbound.FollowAsync(person);
        }

        Assert.Equal(before, people.Select(person => inbound.InXledger(person, SandboxField.JobTitle)));
        Assert.All(people, person => Assert.Contains("912", inbound.InXledger(person, SandboxField.Phone)));
        await FiguresCheck.AssertTrueAsync(fixture, inbound.Connection);
        var again = await fixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.Equal(
            people.Count,
            again.Comparison.Differences.Count(difference =>
                difference is { Field: Core.People.Field.JobTitle, NeedsDecision: true }
                && people.Any(person => difference.Pair.Huma.Id == $"{person.HumaId}")
            )
        );
    }
}
