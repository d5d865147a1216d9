using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>What the run of a review leaves of what messages from Huma brought before it.</summary>
public sealed class MessagesBesideReviewTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approved_AndTheSynchronizationIsStopped_IsKeptUntilOneEnds()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var fixture = inbound.SyncFixture;
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.Ask);
        inbound.Edit(inbound.People[1], SandboxField.JobTitle, "Teamleder");
        await inbound.FollowAsync(inbound.People[1]);
        await ApproveAndPauseAsync(inbound);
        var run = await fixture.StartAsync(
            await fixture.PlanAsync(await ReviewOfAnotherAsync(inbound), Cancellation),
            Cancellation
        );
        await fixture.Get<RunExecutor>().StopAsync(run, SyncFixture.Administrator, Cancellation);

        var stopped = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(RunState.Stopped, stopped.Run.State);
        Assert.Equal(HeldValueState.Write, Assert.Single(await inbound.HeldAsync()).State);
        await fixture.RetryAsync(stopped, Cancellation);
        Assert.Empty(await inbound.HeldAsync());
    }

    [Fact]
    public async Task Held_ByALimitSinceTheReviewWasReadAndLeftThere_IsNotWrittenLater()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var (fixture, person) = (inbound.SyncFixture, inbound.People[1]);
        await inbound.LimitClearedAsync(most: 0);
        inbound.Edit(person, SandboxField.Phone, null);
        var session = await fixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.Equal(PendingChangeState.Held, (await inbound.FollowAsync(person)).State);
        session = await fixture.ChooseAsync(session, FieldChoice.Skip, [person], Cancellation);
        await fixture.ApplyAsync(session, Cancellation);

        await inbound.LimitClearedAsync(most: 10);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.FollowAsync(person);

        Assert.Equal("Teamleder", inbound.InXledger(person, SandboxField.JobTitle));
        Assert.NotNull(inbound.InXledger(person, SandboxField.Phone));
    }

    [Fact]
    public async Task Approved_AndTheReviewCouldNotReadTheField_IsWritten()
    {
        await using var inbound = await InboundFixture.OpenAsync(2, detour: true);
        var person = inbound.People[1];
        var number = inbound.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Identification];
        Assert.Equal(
            EditOutcome.Done,
            inbound.World.EditInXledger(person.EmployeeDbId, SandboxField.Identification, null)
        );
        inbound.Edit(person, SandboxField.Identification, null);
        await inbound.FollowAsync(person);
        await inbound.RuleAsync(Field.Identification, PolicyRule.Ask);
        inbound.Edit(person, SandboxField.Identification, number);
        await inbound.FollowAsync(person);
        await ApproveAndPauseAsync(inbound);
        inbound.SyncFixture.Detour.Amend = (asked, answer) =>
        {
            if (asked.Contains("query Employees(", StringComparison.Ordinal))
            {
                foreach (var edge in answer["data"]!["page"]!["edges"]!.AsArray())
                {
                    if ($"{edge!["node"]!["dbId"]}" == $"{person.EmployeeDbId}")
                    {
                        edge["node"]!["contact"]!["socialSec"] = JsonValue.Create("999999*****");
                    }
                }
            }
        };

        await inbound.SyncFixture.ApplyAsync(await ReviewOfAnotherAsync(inbound), Cancellation);
        inbound.SyncFixture.Detour.Amend = null;
        await inbound.SetAsync(row => row.PausedAt = null);
        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal(number, inbound.InXledger(person, SandboxField.Identification));
    }

    [Fact]
    public async Task Processed_SinceTheReviewWasRead_StaysProcessed()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.XledgerWins);
        var session = await ReviewOfAnotherAsync(inbound);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        Assert.Equal(PendingChangeState.NothingToDo, (await inbound.FollowAsync(person)).State);

        await inbound.SyncFixture.ApplyAsync(session, Cancellation);
        await inbound.RuleAsync(Field.JobTitle, PolicyRule.HumaWins);
        var again = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.NothingToDo, before),
            (again.State, inbound.InXledger(person, SandboxField.JobTitle))
        );
    }

    private static async Task ApproveAndPauseAsync(InboundFixture inbound)
    {
        await inbound.SetAsync(row => row.PausedAt = inbound.SyncFixture.Clock.GetUtcNow().UtcDateTime);
        await inbound.DecideHeldAsync(write: true);
    }

    private static Task<ReviewSession> ReviewOfAnotherAsync(InboundFixture inbound) =>
        inbound.SyncFixture.ReviewedAsync(inbound.Connection, [inbound.People[0]], SandboxField.JobTitle, _ =>
            "Fagansvarlig"
        );
}
