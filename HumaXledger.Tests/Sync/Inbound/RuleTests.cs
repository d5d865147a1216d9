using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>Rules and guards apply to inbound sync as they do to a review.</summary>
public sealed class RuleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rule_Asks_HoldsTheValueUntilApproved()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");

        var pending = await inbound.FollowAsync(person);
        var held = Assert.Single(await inbound.HeldAsync());

        Assert.Equal(
            (PendingChangeState.Held, InboundReasons.RuleAsks, before),
            (pending.State, pending.Reason?.Code, inbound.InXledger(person, SandboxField.JobTitle))
        );
        Assert.Equal(
            (Field.JobTitle, "Teamleder", before, PolicyRule.Ask, HeldValueState.Open),
            (held.Field, held.Huma.TextOrNull, held.Xledger.TextOrNull, held.Rule, held.State)
        );

        await inbound.DecideHeldAsync(write: true);
        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal("Teamleder", inbound.InXledger(person, SandboxField.JobTitle));
        Assert.Equal(PendingChangeState.Written, Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State);
        Assert.Empty(await inbound.HeldAsync());
    }

    [Fact]
    public async Task Rule_AsksAndTheValueIsApprovedWhilePaused_IsLeftWhereALaterReviewLeftIt()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.FollowAsync(person);
        await inbound.SetAsync(row => row.PausedAt = inbound.SyncFixture.Clock.GetUtcNow().UtcDateTime);
        await inbound.DecideHeldAsync(write: true);
        Assert.Equal(
            EditOutcome.Done,
            inbound.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Avdelingsleder")
        );

        await inbound.SyncFixture.ApplyAsync(
            await inbound.SyncFixture.ReviewedAsync(inbound.Connection, [inbound.People[0]], SandboxField.JobTitle, _ =>
                "Fagansvarlig"
            ),
            Cancellation
        );
        await inbound.SetAsync(row => row.PausedAt = null);
        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal("Avdelingsleder", inbound.InXledger(person, SandboxField.JobTitle));
        Assert.Empty(await inbound.HeldAsync());
        Assert.Equal(
            PendingChangeState.NothingToDo,
            Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State
        );
    }

    [Fact]
    public async Task Rule_AsksAndTheValueIsRejected_StaysUntilHumaChangesAgain()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.FollowAsync(person);
        await inbound.DecideHeldAsync(write: false);
        await inbound.ProcessAsync();
        // Without a rule for the field, inbound changes are written.
        await inbound.RuleAsync(Field.JobTitle, null);

        var again = await inbound.FollowAsync(person);
        Assert.Equal(PendingChangeState.NothingToDo, again.State);
        Assert.NotEqual("Teamleder", inbound.InXledger(person, SandboxField.JobTitle));
        inbound.Edit(person, SandboxField.JobTitle, "Avdelingsleder for oppdrag");
        var changed = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.Written, "Avdelingsleder for oppdrag"),
            (changed.State, inbound.InXledger(person, SandboxField.JobTitle))
        );
        Assert.Empty(await inbound.HeldAsync());
    }

    [Fact]
    public async Task Rule_AskedAndXledgerChangedBeforeTheAnswer_AsksAgainWithTheCurrentValue()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.FollowAsync(person);
        Assert.Equal(
            EditOutcome.Done,
            inbound.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Kontorleder")
        );
        await inbound.DecideHeldAsync(write: true);

        await inbound.ProcessAsync();

        var held = Assert.Single(await inbound.HeldAsync());
        Assert.Equal(
            ("Teamleder", "Kontorleder", HeldValueState.Open),
            (held.Huma.TextOrNull, held.Xledger.TextOrNull, held.State)
        );
        Assert.Equal(
            (PendingChangeState.Held, "Kontorleder"),
            (
                Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State,
                inbound.InXledger(person, SandboxField.JobTitle)
            )
        );
    }

    [Theory]
    [InlineData(PolicyRule.XledgerWins)]
    [InlineData(PolicyRule.Ignore)]
    public async Task Rule_KeepsXledger_NothingIsWrittenOrPending(PolicyRule rule)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var before = (inbound.InXledger(person, SandboxField.JobTitle), inbound.XledgerRequests);
        await inbound.RuleAsync(Field.JobTitle, rule);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");

        var pending = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.NothingToDo, before),
            (pending.State, (inbound.InXledger(person, SandboxField.JobTitle), inbound.XledgerRequests))
        );
        Assert.Empty(await inbound.HeldAsync());
    }

    [Fact]
    public async Task Guard_MoreClearedThanUsual_HoldsThemUntilConfirmed()
    {
        await using var inbound = await InboundFixture.OpenAsync(4);
        await inbound.LimitClearedAsync(most: 1);
        var cleared = inbound.People.Skip(1).ToList();
        foreach (var person in cleared)
        {
            inbound.Edit(person, SandboxField.Phone, null);
        }

        inbound.Edit(cleared[0], SandboxField.JobTitle, "Teamleder");
        await inbound.ReportAsync(cleared);
        Assert.Null(await inbound.ProcessAsync());

        // Changes that the guard does not count continue.
        Assert.Equal("Teamleder", inbound.InXledger(cleared[0], SandboxField.JobTitle));
        foreach (var person in cleared)
        {
            var pending = Assert.Single(await inbound.PendingChangesAsync(person.HumaId));
            Assert.Equal(
                (PendingChangeState.Held, InboundReasons.GuardHolds, nameof(GuardKind.ValuesCleared)),
                (pending.State, pending.Reason?.Code, Assert.Single(pending.Reason!.Arguments))
            );
            Assert.NotNull(inbound.InXledger(person, SandboxField.Phone));
        }

        Assert.Equal(3, await inbound.ConfirmLimitAsync());
        Assert.Null(await inbound.ProcessAsync());

        foreach (var person in cleared)
        {
            Assert.Equal(
                (PendingChangeState.Written, null),
                (
                    Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State,
                    inbound.InXledger(person, SandboxField.Phone)
                )
            );
        }
    }

    [Fact]
    public async Task Guard_OneAfterTheOtherWithinAnHour_CountsThemTogetherAndForgetsThemLater()
    {
        await using var inbound = await InboundFixture.OpenAsync(4);
        await inbound.LimitClearedAsync(most: 1);
        async Task<PendingChangeState> ClearAsync(Someone person)
        {
            inbound.Edit(person, SandboxField.Phone, null);
            return (await inbound.FollowAsync(person)).State;
        }

        Assert.Equal(PendingChangeState.Written, await ClearAsync(inbound.People[1]));
        Assert.Equal(PendingChangeState.Held, await ClearAsync(inbound.People[2]));
        inbound.SyncFixture.Clock.Pass(TimeSpan.FromHours(2));

        Assert.Equal(PendingChangeState.Written, await ClearAsync(inbound.People[3]));
    }
}
