using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Comparing;

/// <summary>
/// People out of scope are not synchronized in any way: manually, by a message, by adding, by a check.
/// </summary>
public sealed class ScopeTests
{
    private static readonly ScopeRule Consultants = new ScopeRule.WithContract("Consultant");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManualSync_OutOfScopeByContract_HasNoDifferenceStaysLinkedAndIsNotWritten()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (consultant, other) = (inbound.People[1], inbound.People[2]);
        MakeConsultant(inbound, consultant);
        inbound.Edit(consultant, SandboxField.JobTitle, "Rådgiver II");
        inbound.Edit(other, SandboxField.JobTitle, "Teamleder");
        await RuleAsync(inbound, Consultants);

        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        var report = await inbound.SyncFixture.ApplyAsync(
            await inbound.SyncFixture.ChooseAsync(session, FieldChoice.UseHuma, [consultant, other], Cancellation),
            Cancellation
        );

        Assert.Equal(
            Consultants,
            Assert.Single(session.Comparison.OutOfScope, one => one.Huma?.Id == $"{consultant.HumaId}").Why.Rule
        );
        Assert.DoesNotContain(session.Comparison.Matches.OnlyInXledger, person =>
            person.Id == $"{consultant.EmployeeDbId}"
        );
        Assert.Equal(1, report.Count(ChangeState.Confirmed));
        Assert.Equal(
            ("Teamleder", true),
            (
                inbound.InXledger(other, SandboxField.JobTitle),
                "Rådgiver II" != inbound.InXledger(consultant, SandboxField.JobTitle)
            )
        );
        Assert.NotNull(await inbound.LinkAsync(consultant.HumaId));

        var figures = (
            await inbound.SyncFixture.Get<OpenDifferences>().ReadAsync(inbound.Connection, Actor.System, Cancellation)
        )!;
        Assert.Equal(session.Comparison.OutOfScope.Count, figures.OutOfScope);
        Assert.Equal(Consultants, figures.Find(new HumaId($"{consultant.HumaId}"), null)!.LeftOut!.Rule);
        Assert.Empty(figures.Of(new PersonRef(Side.Huma, $"{consultant.HumaId}")));
    }

    [Fact]
    public async Task Message_OfAPersonOutOfScope_WritesNothingUntilTheRuleIsRemoved()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var (before, requests) = (inbound.InXledger(person, SandboxField.JobTitle), inbound.XledgerRequests);
        await RuleAsync(inbound, new ScopeRule.Employee(new XledgerId($"{person.EmployeeDbId}")));
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");

        var pending = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.NothingToDo, PlanningReasons.ScopeListed, before, requests),
            (
                pending.State,
                pending.Reason?.Code,
                inbound.InXledger(person, SandboxField.JobTitle),
                inbound.XledgerRequests
            )
        );
        Assert.Equal(0, await inbound.SyncFixture.Get<QuickComparison>().RunAsync(inbound.Connection, Cancellation));
        await RuleAsync(inbound);
        Assert.Equal(1, await inbound.SyncFixture.Get<QuickComparison>().RunAsync(inbound.Connection, Cancellation));
        Assert.Null(await inbound.ProcessAsync());
        Assert.Equal("Teamleder", inbound.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task Message_OfALeaverOutOfScope_SetsNoEndDate()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await inbound.SetAsync(row => row.Leavers = LeaverRule.SetEndDate);
        await RuleAsync(inbound, new ScopeRule.User(new HumaId($"{person.HumaId}")));
        Assert.Equal(EditOutcome.Done, inbound.World.DeactivateInHuma(person.HumaId));

        Assert.Equal(PlanningReasons.ScopeListed, (await inbound.FollowAsync(person)).Reason?.Code);
        Assert.Equal(EditOutcome.Done, inbound.World.DeleteInHuma(person.HumaId));
        Assert.Equal(
            PlanningReasons.ScopeListed,
            (await inbound.FollowAsync(person, PendingChangeKind.Deleted)).Reason?.Code
        );

        Assert.Null(
            inbound.World.PersonByEmployee(person.EmployeeDbId)!.Xledger.GetValueOrDefault(SandboxField.EmploymentEnd)
        );
    }

    [Fact]
    public async Task NewPerson_OutOfScope_IsNeitherAddedNorLinked()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        await RuleAsync(inbound, Consultants);
        var (consultant, ordinary) = (inbound.World.HireInHuma(), inbound.World.HireInHuma());
        MakeConsultant(inbound, new Someone(consultant, 0));

        var pending = await inbound.FollowAsync(consultant, PendingChangeKind.Created);

        Assert.Equal(
            (PendingChangeState.NothingToDo, PlanningReasons.ScopeContract),
            (pending.State, pending.Reason?.Code)
        );
        Assert.Null(await inbound.LinkAsync(consultant));
        Assert.Equal(
            PendingChangeState.Written,
            (await inbound.FollowAsync(ordinary, PendingChangeKind.Created)).State
        );
    }

    [Fact]
    public async Task Group_MembersOfATeam_AreReadWithTheProfile()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var team = inbound.World.Huma.Find(person.HumaId)!.Groups[1];
        await RuleAsync(inbound, new ScopeRule.InGroup($"{team}", "team", "Drift"));
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");

        var pending = await inbound.FollowAsync(person);
        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);

        Assert.Equal(
            (PendingChangeState.NothingToDo, PlanningReasons.ScopeGroup, "Drift"),
            (pending.State, pending.Reason?.Code, Assert.Single(pending.Reason!.Arguments))
        );
        var members = session
            .Comparison.Input.Huma.Where(user => inbound.World.Huma.Find(Guid.Parse(user.Id))!.Groups.Contains(team))
            .Select(user => user.Id)
            .Order()
            .ToList();
        Assert.Equal(
            members,
            session.Comparison.OutOfScope.Where(one => one.Huma is not null).Select(one => one.Huma!.Id).Order()
        );
        Assert.All(session.Comparison.OutOfScope, one => Assert.False(one.Why.Unsure));
    }

    [Fact]
    public async Task DifferenceCheck_PeopleOutOfScope_AreNotReported()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var before = await CheckAsync(inbound);
        inbound.Edit(inbound.People[1], SandboxField.JobTitle, "Teamleder");
        Assert.Equal(EditOutcome.Done, inbound.World.DeactivateInHuma(inbound.People[2].HumaId));
        await RuleAsync(
            inbound,
            new ScopeRule.User(new HumaId($"{inbound.People[1].HumaId}")),
            new ScopeRule.User(new HumaId($"{inbound.People[2].HumaId}"))
        );

        var found = await CheckAsync(inbound);

        Assert.Equal(
            (before.Differences, 0, 0, before.OnlyInXledger),
            (found.Differences, found.Missed, found.MissedPeople.Count, found.OnlyInXledger)
        );
    }

    [Fact]
    public async Task Undo_OfEarlierWritesOutOfScope_StaysPossible()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.FollowAsync(person);
        await RuleAsync(inbound, new ScopeRule.User(new HumaId($"{person.HumaId}")));
        var run = (await inbound.ChangesAsync())[^1].RunId!.Value;
        var undo = inbound.SyncFixture.Get<Undo>();
        var review = (
            await undo.ReviewAsync(new UndoScope(run), new HashSet<GuardKind>(), Actor.System, Cancellation)
        )!;
        var plan = Assert
            .IsType<Answer<Guid>.Done>(
                await undo.MakePlanAsync(
                    new UndoScope(run),
                    new HashSet<GuardKind>(),
                    review.Shown,
                    SyncFixture.Administrator,
                    Cancellation
                )
            )
            .Value;

        await inbound.SyncFixture.RunAsync(await inbound.SyncFixture.StartAsync(plan, Cancellation), Cancellation);

        Assert.Equal(before, inbound.InXledger(person, SandboxField.JobTitle));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManualSync_TheRuleWasSavedAfterThePlan_IsNotWritten(bool started)
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (person, other) = (inbound.People[1], inbound.People[2]);
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        inbound.Edit(person, SandboxField.JobTitle, "Rådgiver II");
        inbound.Edit(other, SandboxField.JobTitle, "Teamleder");
        var fixture = inbound.SyncFixture;
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(inbound.Connection, Cancellation),
            FieldChoice.UseHuma,
            [person, other],
            Cancellation
        );
        var plan = await fixture.PlanAsync(session, Cancellation);
        var run = started ? await fixture.StartAsync(plan, Cancellation) : default;
        await RuleAsync(inbound, new ScopeRule.User(new HumaId($"{person.HumaId}")));
        run = started ? run : await fixture.StartAsync(plan, Cancellation);

        await fixture.RunAsync(run, Cancellation);

        Assert.Equal(
            (before, "Teamleder"),
            (inbound.InXledger(person, SandboxField.JobTitle), inbound.InXledger(other, SandboxField.JobTitle))
        );
        await using var store = fixture.Store();
        var change = await store
            .Changes.AsNoTracking()
            .SingleAsync(
                change => change.RunId == run && change.HumaId == new HumaId($"{person.HumaId}"),
                Cancellation
            );
        Assert.Equal((ChangeState.Refused, PlanningReasons.ScopeListed), (change.State, change.Reason?.Code));
    }

    [Fact]
    public async Task Save_PreviewedRules_SavesOnceAndOnlyWhileThePreviewIsCurrent()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        MakeConsultant(inbound, inbound.People[1]);
        await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        var settings = inbound.SyncFixture.Get<ScopeSettings>();
        var preview = await settings.PreviewAsync(inbound.Connection, [Consultants], Actor.System, Cancellation);
        Assert.Equal($"{inbound.People[1].HumaId}", Assert.Single(preview.People).Huma!.Id);
        Assert.NotNull(preview.ComparedAt);

        Assert.Null(await settings.SaveAsync(inbound.Connection, preview, SyncFixture.Administrator, Cancellation));
        Assert.Null(await settings.SaveAsync(inbound.Connection, preview, SyncFixture.Administrator, Cancellation));
        var other = await settings.PreviewAsync(
            inbound.Connection,
            [Consultants, new ScopeRule.Ended(12)],
            Actor.System,
            Cancellation
        );
        await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.Equal(
            ReviewReasons.ScopeOvertaken,
            (await settings.SaveAsync(inbound.Connection, other, SyncFixture.Administrator, Cancellation))?.Code
        );

        await using var store = inbound.SyncFixture.Store();
        Assert.Equal([Consultants], (await store.Connections.AsNoTracking().SingleAsync(Cancellation)).ScopeRules);
        Assert.Equal(
            ["1", "1"],
            Assert
                .Single(
                    await store
                        .Activity.AsNoTracking()
                        .Where(act => act.What == ActivityCodes.ScopeChanged)
                        .ToListAsync(Cancellation)
                )
                .Arguments
        );
        var reviewer = new Actor("reviewer", "Ola", null, new HashSet<Role> { Role.IntegrationReviewer });
        await Assert.ThrowsAsync<ActRefused>(() =>
            settings.SaveAsync(inbound.Connection, preview, reviewer, Cancellation)
        );
    }

    private static void MakeConsultant(InboundFixture inbound, Someone person) =>
        Assert.NotNull(
            inbound.World.Huma.Change(
                person.HumaId,
                user =>
                    user with
                    {
                        Positions =
                        [
                            .. user.Positions.Select(position => position with { ContractType = "Consultant" }),
                        ],
                    },
                out _
            )
        );

    private static Task RuleAsync(InboundFixture inbound, params ScopeRule[] rules) =>
        inbound.SetAsync(row => row.ScopeRules = rules);

    private static async Task<DriftFindings> CheckAsync(InboundFixture inbound)
    {
        var check = Assert
            .IsType<Answer<Guid>.Done>(
                await inbound
                    .SyncFixture.Get<DriftCheck>()
                    .StartAsync(inbound.Connection, SyncFixture.Administrator, Cancellation)
            )
            .Value;
        await inbound.SyncFixture.Get<Compare>().RunAsync(check, new Silent(), Cancellation);
        await using var store = inbound.SyncFixture.Store();
        return (
            await store.DriftReports.AsNoTracking().SingleAsync(report => report.ComparisonId == check, Cancellation)
        ).Findings;
    }

    private sealed class Silent : IProgress<CompareProgress>
    {
        public void Report(CompareProgress value) { }
    }
}
