using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync.FromHuma;

/// <summary>Rules and guards hold for what Huma tells by itself as they do for a review.</summary>
public sealed class RuleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rule_Asks_HoldsTheValueUntilSomebodyHasItWritten()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var before = following.InXledger(person, SandboxField.JobTitle);
        await following.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        following.Edit(person, SandboxField.JobTitle, "Teamleder");

        var notice = await following.FollowAsync(person);
        var held = Assert.Single(await following.HeldAsync());

        Assert.Equal((NoticeState.Held, InboundReasons.RuleAsks, before), (notice.State, notice.ReasonCode, following.InXledger(person, SandboxField.JobTitle)));
        Assert.Equal((Field.JobTitle, "Teamleder", before, PolicyRule.Ask, HeldValueState.Open), (held.Field, held.Huma.TextOrNull, held.Xledger.TextOrNull, held.Rule, held.State));

        await following.Workplace.Get<NoticeBoard>().DecideAsync(following.Connection, ShownHeldValues.None.Only([held]), write: true, Workplace.Administrator, Cancellation);
        Assert.Null(await following.WorkOffAsync());

        Assert.Equal("Teamleder", following.InXledger(person, SandboxField.JobTitle));
        Assert.Equal(NoticeState.Written, Assert.Single(await following.NoticesAsync(person.HumaId)).State);
        Assert.Empty(await following.HeldAsync());
    }

    [Fact]
    public async Task Rule_AsksAndSomebodyLeavesIt_StaysUntilHumaChangesAgain()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        await following.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        following.Edit(person, SandboxField.JobTitle, "Teamleder");
        await following.FollowAsync(person);
        await following.Workplace.Get<NoticeBoard>().DecideAsync(following.Connection, ShownHeldValues.None.Only([(await following.HeldAsync())[0]]), write: false, Workplace.Administrator, Cancellation);
        await following.WorkOffAsync();
        // Without a rule of its own, what Huma tells is written.
        await following.RuleAsync(Field.JobTitle, null);

        var again = await following.FollowAsync(person);
        Assert.Equal(NoticeState.NothingToDo, again.State);
        Assert.NotEqual("Teamleder", following.InXledger(person, SandboxField.JobTitle));
        following.Edit(person, SandboxField.JobTitle, "Avdelingsleder for oppdrag");
        var changed = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Written, "Avdelingsleder for oppdrag"), (changed.State, following.InXledger(person, SandboxField.JobTitle)));
        Assert.Empty(await following.HeldAsync());
    }

    [Fact]
    public async Task Rule_AskedAndXledgerMovedBeforeTheAnswer_IsAskedAnewWithWhatIsThereNow()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        await following.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        following.Edit(person, SandboxField.JobTitle, "Teamleder");
        await following.FollowAsync(person);
        Assert.Equal(EditOutcome.Done, following.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Kontorleder"));
        await following.Workplace.Get<NoticeBoard>().DecideAsync(following.Connection, ShownHeldValues.None.Only([(await following.HeldAsync())[0]]), write: true, Workplace.Administrator, Cancellation);

        await following.WorkOffAsync();

        var held = Assert.Single(await following.HeldAsync());
        Assert.Equal(("Teamleder", "Kontorleder", HeldValueState.Open), (held.Huma.TextOrNull, held.Xledger.TextOrNull, held.State));
        Assert.Equal((NoticeState.Held, "Kontorleder"), (Assert.Single(await following.NoticesAsync(person.HumaId)).State, following.InXledger(person, SandboxField.JobTitle)));
    }

    [Theory]
    [InlineData(PolicyRule.XledgerWins)]
    [InlineData(PolicyRule.Ignore)]
    public async Task Rule_LeavesXledgerAsItIs_NothingIsWrittenAndNothingWaits(PolicyRule rule)
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var before = (following.InXledger(person, SandboxField.JobTitle), following.XledgerRequests);
        await following.RuleAsync(Field.JobTitle, rule);
        following.Edit(person, SandboxField.JobTitle, "Teamleder");

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.NothingToDo, before), (notice.State, (following.InXledger(person, SandboxField.JobTitle), following.XledgerRequests)));
        Assert.Empty(await following.HeldAsync());
    }

    [Fact]
    public async Task Guard_MorePeopleClearedThanUsual_HoldsThemUntilSomebodyConfirms()
    {
        await using var following = await Following.OpenAsync(4);
        await GuardAsync(following, most: 1);
        var cleared = following.People.Skip(1).ToList();
        foreach (var person in cleared)
        {
            following.Edit(person, SandboxField.Phone, null);
        }

        following.Edit(cleared[0], SandboxField.JobTitle, "Teamleder");
        await following.TellAsync(cleared);
        Assert.Null(await following.WorkOffAsync());

        // What the guard does not watch goes on.
        Assert.Equal("Teamleder", following.InXledger(cleared[0], SandboxField.JobTitle));
        foreach (var person in cleared)
        {
            var notice = Assert.Single(await following.NoticesAsync(person.HumaId));
            Assert.Equal((NoticeState.Held, InboundReasons.GuardHolds, nameof(GuardKind.ValuesCleared)), (notice.State, notice.ReasonCode, Assert.Single(notice.ReasonArguments)));
            Assert.NotNull(following.InXledger(person, SandboxField.Phone));
        }

        var confirmed = await following.Workplace.Get<NoticeBoard>().ConfirmGuardAsync(following.Connection, new HeldByGuard(GuardKind.ValuesCleared, 3), Workplace.Administrator, Cancellation);
        Assert.Equal(3, Assert.IsType<Answer<int>.Done>(confirmed).Value);
        Assert.Null(await following.WorkOffAsync());

        foreach (var person in cleared)
        {
            Assert.Equal((NoticeState.Written, null), (Assert.Single(await following.NoticesAsync(person.HumaId)).State, following.InXledger(person, SandboxField.Phone)));
        }
    }

    [Fact]
    public async Task Guard_OneAfterTheOtherWithinAnHour_CountsThemTogetherAndForgetsThemLater()
    {
        await using var following = await Following.OpenAsync(4, racing: true);
        await GuardAsync(following, most: 1);
        async Task<NoticeState> ClearAsync(Someone person)
        {
            following.Edit(person, SandboxField.Phone, null);
            return (await following.FollowAsync(person)).State;
        }

        Assert.Equal(NoticeState.Written, await ClearAsync(following.People[1]));
        Assert.Equal(NoticeState.Held, await ClearAsync(following.People[2]));
        following.Workplace.Clock.Pass(TimeSpan.FromHours(2));

        Assert.Equal(NoticeState.Written, await ClearAsync(following.People[3]));
    }

    private static Task GuardAsync(Following following, int most) =>
        following.Workplace.Get<ConnectionSettings>().SetGuardAsync(following.Connection, GuardKind.ValuesCleared, new GuardLimit(most, null), Workplace.Administrator, Cancellation);
}
