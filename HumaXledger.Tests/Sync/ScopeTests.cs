using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
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
using HumaXledger.Tests.Sync.FromHuma;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

/// <summary>Whom a rule leaves out is not synchronized on any way: by hand, by a message, by adding, by a check.</summary>
public sealed class ScopeTests
{
    private static readonly ScopeRule Consultants = new ScopeRule.WithContract("Consultant");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManualSync_LeftOutByContract_HasNoDifferenceStaysLinkedAndIsNotWritten()
    {
        await using var following = await Following.OpenAsync(3);
        var (consultant, other) = (following.People[1], following.People[2]);
        MakeConsultant(following, consultant);
        following.Edit(consultant, SandboxField.JobTitle, "Rådgiver II");
        following.Edit(other, SandboxField.JobTitle, "Teamleder");
        await RuleAsync(following, Consultants);

        var session = await following.Workplace.CompareAsync(following.Connection, Cancellation);
        var report = await following.Workplace.ApplyAsync(await following.Workplace.ChooseAsync(session, FieldChoice.UseHuma, [consultant, other], Cancellation), Cancellation);

        Assert.Equal(Consultants, Assert.Single(session.Comparison.OutOfScope, one => one.Huma?.Id == $"{consultant.HumaId}").Why.Rule);
        Assert.DoesNotContain(session.Comparison.Matches.OnlyInXledger, person => person.Id == $"{consultant.EmployeeDbId}");
        Assert.Equal(1, report.Count(ChangeState.Confirmed));
        Assert.Equal(("Teamleder", true), (following.InXledger(other, SandboxField.JobTitle), "Rådgiver II" != following.InXledger(consultant, SandboxField.JobTitle)));
        Assert.NotNull(await following.LinkAsync(consultant.HumaId));

        var figures = (await following.Workplace.Get<OpenDifferences>().ReadAsync(following.Connection, Cancellation))!;
        Assert.Equal(session.Comparison.OutOfScope.Count, figures.OutOfScope);
        Assert.Equal(Consultants, figures.Find(new HumaId($"{consultant.HumaId}"), null)!.LeftOut!.Rule);
        Assert.Empty(figures.Of(new PersonRef(Side.Huma, $"{consultant.HumaId}")));
    }

    [Fact]
    public async Task Message_OfALeftOutPerson_WritesNothingAndIsCaughtUpWhenTheRuleGoes()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var (before, requests) = (following.InXledger(person, SandboxField.JobTitle), following.XledgerRequests);
        await RuleAsync(following, new ScopeRule.Employee(new XledgerId($"{person.EmployeeDbId}")));
        following.Edit(person, SandboxField.JobTitle, "Teamleder");

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.NothingToDo, PlanningReasons.ScopeListed, before, requests), (notice.State, notice.ReasonCode, following.InXledger(person, SandboxField.JobTitle), following.XledgerRequests));
        Assert.Equal(0, await following.Workplace.Get<QuickComparison>().RunAsync(following.Connection, Cancellation));
        await RuleAsync(following);
        Assert.Equal(1, await following.Workplace.Get<QuickComparison>().RunAsync(following.Connection, Cancellation));
        Assert.Null(await following.WorkOffAsync());
        Assert.Equal("Teamleder", following.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task Message_OfALeaverWhoIsLeftOut_SetsNoEndDate()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        await following.SetAsync(row => row.Leavers = LeaverRule.SetEndDate);
        await RuleAsync(following, new ScopeRule.User(new HumaId($"{person.HumaId}")));
        Assert.Equal(EditOutcome.Done, following.World.DeactivateInHuma(person.HumaId));

        Assert.Equal(PlanningReasons.ScopeListed, (await following.FollowAsync(person)).ReasonCode);
        Assert.Equal(EditOutcome.Done, following.World.DeleteInHuma(person.HumaId));
        Assert.Equal(PlanningReasons.ScopeListed, (await following.FollowAsync(person, NoticeKind.Deleted)).ReasonCode);

        Assert.Null(following.World.PersonByEmployee(person.EmployeeDbId)!.Xledger.GetValueOrDefault(SandboxField.EmploymentEnd));
    }

    [Fact]
    public async Task NewPerson_LeftOut_IsNeitherAddedNorLinked()
    {
        await using var following = await Following.OpenAsync(1);
        await following.SetAsync(row => row.AddNewPeople = true);
        await RuleAsync(following, Consultants);
        var (consultant, ordinary) = (following.World.HireInHuma(), following.World.HireInHuma());
        MakeConsultant(following, new Someone(consultant, 0));

        var notice = await following.FollowAsync(consultant, NoticeKind.Created);

        Assert.Equal((NoticeState.NothingToDo, PlanningReasons.ScopeContract), (notice.State, notice.ReasonCode));
        Assert.Null(await following.LinkAsync(consultant));
        Assert.Equal(NoticeState.Written, (await following.FollowAsync(ordinary, NoticeKind.Created)).State);
    }

    [Fact]
    public async Task Group_MembersOfATeam_AreReadWithTheProfile()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var team = following.World.Huma.Find(person.HumaId)!.Groups[1];
        await RuleAsync(following, new ScopeRule.InGroup($"{team}", "team", "Drift"));
        following.Edit(person, SandboxField.JobTitle, "Teamleder");

        var notice = await following.FollowAsync(person);
        var session = await following.Workplace.CompareAsync(following.Connection, Cancellation);

        Assert.Equal((NoticeState.NothingToDo, PlanningReasons.ScopeGroup, "Drift"), (notice.State, notice.ReasonCode, Assert.Single(notice.ReasonArguments)));
        var members = session.Comparison.Input.Huma.Where(user => following.World.Huma.Find(Guid.Parse(user.Id))!.Groups.Contains(team)).Select(user => user.Id).Order().ToList();
        Assert.Equal(members, session.Comparison.OutOfScope.Where(one => one.Huma is not null).Select(one => one.Huma!.Id).Order());
        Assert.All(session.Comparison.OutOfScope, one => Assert.False(one.Why.Unsure));
    }

    [Fact]
    public async Task DifferenceCheck_LeftOut_TellsNothingOfThem()
    {
        await using var following = await Following.OpenAsync(3);
        var before = await CheckAsync(following);
        following.Edit(following.People[1], SandboxField.JobTitle, "Teamleder");
        Assert.Equal(EditOutcome.Done, following.World.DeactivateInHuma(following.People[2].HumaId));
        await RuleAsync(following, new ScopeRule.User(new HumaId($"{following.People[1].HumaId}")), new ScopeRule.User(new HumaId($"{following.People[2].HumaId}")));

        var found = await CheckAsync(following);

        Assert.Equal((before.Differences, 0, 0, before.OnlyInXledger), (found.Differences, found.Missed, found.MissedPeople.Count, found.OnlyInXledger));
    }

    [Fact]
    public async Task Undo_OfWhatWasWrittenBefore_StaysPossible()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var before = following.InXledger(person, SandboxField.JobTitle);
        following.Edit(person, SandboxField.JobTitle, "Teamleder");
        await following.FollowAsync(person);
        await RuleAsync(following, new ScopeRule.User(new HumaId($"{person.HumaId}")));
        var run = (await following.ChangesAsync())[^1].RunId!.Value;
        var undo = following.Workplace.Get<Undo>();
        var review = (await undo.ReviewAsync(new UndoScope(run), new HashSet<GuardKind>(), Cancellation))!;
        var plan = Assert.IsType<Answer<Guid>.Done>(await undo.MakePlanAsync(new UndoScope(run), new HashSet<GuardKind>(), review.Shown, Workplace.Administrator, Cancellation)).Value;

        await following.Workplace.RunAsync(await following.Workplace.StartAsync(plan, Cancellation), Cancellation);

        Assert.Equal(before, following.InXledger(person, SandboxField.JobTitle));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManualSync_TheRuleWasSavedAfterThePlan_IsNotWritten(bool started)
    {
        await using var following = await Following.OpenAsync(3);
        var (person, other) = (following.People[1], following.People[2]);
        var before = following.InXledger(person, SandboxField.JobTitle);
        following.Edit(person, SandboxField.JobTitle, "Rådgiver II");
        following.Edit(other, SandboxField.JobTitle, "Teamleder");
        var workplace = following.Workplace;
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(following.Connection, Cancellation), FieldChoice.UseHuma, [person, other], Cancellation);
        var plan = await workplace.PlanAsync(session, Cancellation);
        var run = started ? await workplace.StartAsync(plan, Cancellation) : default;
        await RuleAsync(following, new ScopeRule.User(new HumaId($"{person.HumaId}")));
        run = started ? run : await workplace.StartAsync(plan, Cancellation);

        await workplace.RunAsync(run, Cancellation);

        Assert.Equal((before, "Teamleder"), (following.InXledger(person, SandboxField.JobTitle), following.InXledger(other, SandboxField.JobTitle)));
        await using var store = workplace.Store();
        var change = await store.Changes.AsNoTracking().SingleAsync(change => change.RunId == run && change.HumaId == new HumaId($"{person.HumaId}"), Cancellation);
        Assert.Equal((ChangeState.Refused, PlanningReasons.ScopeListed), (change.State, change.ReasonCode));
    }

    [Fact]
    public async Task Save_WhatWasPreviewed_OnceAndOnlyWhileItIsStillSo()
    {
        await using var following = await Following.OpenAsync(2);
        MakeConsultant(following, following.People[1]);
        await following.Workplace.CompareAsync(following.Connection, Cancellation);
        var settings = following.Workplace.Get<ScopeSettings>();
        var preview = await settings.PreviewAsync(following.Connection, [Consultants], Cancellation);
        Assert.Equal($"{following.People[1].HumaId}", Assert.Single(preview.People).Huma!.Id);
        Assert.NotNull(preview.ComparedAt);

        Assert.Null(await settings.SaveAsync(following.Connection, preview, Workplace.Administrator, Cancellation));
        Assert.Null(await settings.SaveAsync(following.Connection, preview, Workplace.Administrator, Cancellation));
        var other = await settings.PreviewAsync(following.Connection, [Consultants, new ScopeRule.Ended(12)], Cancellation);
        await following.Workplace.CompareAsync(following.Connection, Cancellation);
        Assert.Equal(ReviewReasons.ScopeOvertaken, (await settings.SaveAsync(following.Connection, other, Workplace.Administrator, Cancellation))?.Code);

        await using var store = following.Workplace.Store();
        Assert.Equal([Consultants], (await store.Connections.AsNoTracking().SingleAsync(Cancellation)).ScopeRules);
        Assert.Equal(["1", "1"], Assert.Single(await store.Activity.AsNoTracking().Where(act => act.What == ActivityCodes.ScopeChanged).ToListAsync(Cancellation)).Arguments);
        var reviewer = new Actor("reviewer", "Ola", null, new HashSet<Role> { Role.IntegrationReviewer });
        await Assert.ThrowsAsync<ActRefused>(() => settings.SaveAsync(following.Connection, preview, reviewer, Cancellation));
    }

    private static void MakeConsultant(Following following, Someone person) => Assert.NotNull(following.World.Huma.Change(
        person.HumaId, user => user with { Positions = [.. user.Positions.Select(position => position with { ContractType = "Consultant" })] }, out _));

    private static Task RuleAsync(Following following, params ScopeRule[] rules) => following.SetAsync(row => row.ScopeRules = rules);

    private static async Task<DriftFindings> CheckAsync(Following following)
    {
        var check = Assert.IsType<Answer<Guid>.Done>(await following.Workplace.Get<DriftCheck>().StartAsync(following.Connection, Workplace.Administrator, Cancellation)).Value;
        await following.Workplace.Get<Compare>().RunAsync(check, new Silent(), Cancellation);
        await using var store = following.Workplace.Store();
        return (await store.DriftReports.AsNoTracking().SingleAsync(report => report.ComparisonId == check, Cancellation)).Findings;
    }

    private sealed class Silent : IProgress<CompareProgress>
    {
        public void Report(CompareProgress value)
        {
        }
    }
}
