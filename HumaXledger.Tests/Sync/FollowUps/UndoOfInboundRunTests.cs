using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.EntityFrameworkCore;
using static HumaXledger.Tests.Sync.Watching.ReconciliationSteps;

namespace HumaXledger.Tests.Sync.FollowUps;

/// <summary>
/// An undo of what Huma's messages wrote concerns these people. The comparison that was the newest one then was
/// reviewed by no administrator.
/// </summary>
public sealed class UndoOfInboundRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Undo_AMissedChangeOfAnotherPerson_IsStillWritten()
    {
        await using var inbound = await OpenAsync(reconciles: false);
        var missed = inbound.People[2];
        inbound.Edit(missed, SandboxField.JobTitle, "Teamleder");
        await CheckAsync(inbound);

        await UndoMessageAsync(inbound);

        Assert.Equal(1, await EnqueueAsync(inbound));
        Assert.Null(await inbound.ProcessAsync());
        Assert.Equal("Teamleder", inbound.InXledger(missed, SandboxField.JobTitle));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Undo_ANewPersonWhoMatchesAnEmployee_IsNotLinked(bool underReview)
    {
        await using var inbound = await OpenAsync(reconciles: false);
        var (person, employee) = (inbound.World.HireInHuma(), inbound.World.HireInXledger());
        foreach (var (field, value) in inbound.World.PersonByHumaId(person)!.Huma)
        {
            if (field is not (SandboxField.BankAccount or SandboxField.JobTitle))
            {
                Assert.Equal(EditOutcome.Done, inbound.World.EditInXledger(employee, field, value));
            }
        }

        if (underReview)
        {
            await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        }
        else
        {
            await CheckAsync(inbound);
        }

        await UndoMessageAsync(inbound);

        Assert.Null(await inbound.LinkAsync(person));
    }

    [Fact]
    public async Task Undo_AnApprovalThatWaitsForItsNextTry_IsKeptAndWritten()
    {
        await using var inbound = await OpenAsync(reconciles: false);
        var approved = inbound.People[2];
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        inbound.Edit(approved, SandboxField.JobTitle, "Teamleder");
        await inbound.FollowAsync(approved);
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.HumaWins);
        await inbound.DecideHeldAsync(write: true);
        await using var store = inbound.SyncFixture.Store();
        var waiting = store.PendingChanges.Where(pending => pending.State == PendingChangeState.Waiting);
        await waiting.ExecuteUpdateAsync(
            set =>
                set.SetProperty(pending => pending.DueAt, inbound.SyncFixture.Clock.GetUtcNow().UtcDateTime.AddDays(1)),
            Cancellation
        );
        inbound.SyncFixture.Clock.Pass(TimeSpan.FromMinutes(1));
        await CheckAsync(inbound);

        await UndoMessageAsync(inbound);

        Assert.Equal(HeldValueState.Write, Assert.Single(await inbound.HeldAsync()).State);
        await waiting.ExecuteUpdateAsync(
            set => set.SetProperty(pending => pending.DueAt, PendingChange.AtOnce),
            Cancellation
        );
        Assert.Null(await inbound.ProcessAsync());
        Assert.Equal("Teamleder", inbound.InXledger(approved, SandboxField.JobTitle));
    }

    // A message about one person is written and undone.
    private static async Task UndoMessageAsync(InboundFixture inbound)
    {
        var person = inbound.People[1];
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        inbound.Edit(person, SandboxField.JobTitle, "Kontorleder");
        var written = await inbound.FollowAsync(person);
        Assert.Equal(
            (PendingChangeState.Written, "Kontorleder"),
            (written.State, inbound.InXledger(person, SandboxField.JobTitle))
        );

        await inbound.SyncFixture.UndoAsync(new UndoScope(written.RunId!.Value));

        Assert.Equal(before, inbound.InXledger(person, SandboxField.JobTitle));
    }
}
