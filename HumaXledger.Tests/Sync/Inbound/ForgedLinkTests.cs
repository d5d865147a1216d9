using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>A person who can write the database cannot have one person's values written to another.</summary>
public sealed class ForgedLinkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoPeopleExchanged_NothingIsWrittenUntilSomebodyAnswers_AndAnAlertIsRaised()
    {
        await using var inbound = await InboundFixture.OpenAsync(3, sealsItself: true);
        var (one, other) = (inbound.People[1], inbound.People[2]);
        await ExchangeAsync(inbound, one, other);
        var before = inbound.XledgerRequests;
        inbound.Edit(one, SandboxField.BankAccount, "12345678903");

        var pending = await inbound.FollowAsync(one);

        Assert.Equal((PendingChangeState.Held, InboundReasons.LinkDoubted), (pending.State, pending.Reason?.Code));
        Assert.Equal(before, inbound.XledgerRequests);
        await inbound.SyncFixture.Get<MisplacedValues>().NoteAsync(Cancellation);
        var alerts = await inbound
            .SyncFixture.Get<Alerts>()
            .OpenAsync(inbound.Connection, SyncFixture.Administrator, Cancellation);
        Assert.Contains(alerts, alert => alert.Problem == AlertReasons.ValuesMisplaced);

        var compared = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);

        Assert.Equal(
            new[] { $"{one.HumaId}", $"{other.HumaId}" }.Order(StringComparer.Ordinal),
            compared.Comparison.OtherPeople.Select(person => person.Pair.Huma.Id).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("""UPDATE "Links" SET "Proof" = NULL""")]
    [InlineData("""UPDATE "Links" SET "MainPositionId" = 'another'""")]
    public async Task Changed_AndConfirmedByAnAdministrator_IsWrittenAgain_WithoutWhatSomethingElseChose(string change)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await using (var store = inbound.SyncFixture.Store())
        {
            await store.Database.ExecuteSqlRawAsync(change, Cancellation);
        }

        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        Assert.Equal(PendingChangeState.Held, (await inbound.FollowAsync(person)).State);
        var others = inbound.SyncFixture.Get<OtherPeople>();
        var held = Assert.Single(await others.ReadAsync(inbound.Connection, Actor.System, Cancellation));
        Assert.True(held.Doubted);

        Assert.Null(await others.ConfirmAsync(held, SyncFixture.Administrator, Cancellation));
        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal("Teamleder", inbound.InXledger(person, SandboxField.JobTitle));
        var link = (await inbound.LinkAsync(person.HumaId))!;
        Assert.Equal((false, null), (link.Doubted, link.MainPositionId));
    }

    [Fact]
    public async Task QuestionPutIntoTheDatabase_ShowsTheRecordsThatItLinks()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (person, other, fixture) = (inbound.People[1], inbound.People[2], inbound.SyncFixture);
        var input = (await fixture.CompareAsync(inbound.Connection, Cancellation)).Comparison.Input;
        var (linked, employee) = (
            input.Huma.Single(one => one.Id == $"{person.HumaId}"),
            input.Xledger.Single(one => one.Id == $"{other.EmployeeDbId}")
        );
        await ExchangeAsync(inbound, person, other);
        await using (var store = fixture.Store())
        {
            var id = new HumaId($"{person.HumaId}");
            var link = await store.Links.SingleAsync(row => row.HumaId == id, Cancellation);
            // As if the employee's own user were linked.
            link.OtherPersonAt = link.LinkedAt;
            link.OtherPersonInHuma = link.OtherPersonInXledger = InClear(employee);
            store.Entry(link).Property(row => row.KnownInHuma).CurrentValue = InClear(employee);
            await store.SaveChangesAsync(Cancellation);
        }

        var others = fixture.Get<OtherPeople>();
        var held = Assert.Single(await others.ReadAsync(inbound.Connection, Actor.System, Cancellation));

        Assert.Equal(
            (true, linked.DisplayName, linked.DisplayName, employee.DisplayName),
            (held.Doubted, held.Name, Person.NameIn(held.InHuma), Person.NameIn(held.InXledger))
        );
        Assert.False(held.Before[Field.FamilyName].IsKnown);
        // A page that did not show the doubt proves nothing.
        Assert.Equal(
            ReviewReasons.OtherPersonOvertaken,
            (await others.ConfirmAsync(held with { Doubted = false }, SyncFixture.Administrator, Cancellation))?.Code
        );
        Assert.True((await inbound.LinkAsync(person.HumaId))!.Doubted);
    }

    [Fact]
    public async Task Doubted_DeletedInHuma_IsHeldAndGetsNoEndDate()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await inbound.SetAsync(row => row.Leavers = LeaverRule.SetEndDate);
        await DoubtAsync(inbound, person);
        Assert.Equal(EditOutcome.Done, inbound.World.DeleteInHuma(person.HumaId));

        var pending = await inbound.FollowAsync(person, PendingChangeKind.Deleted);

        Assert.Equal((PendingChangeState.Held, InboundReasons.LinkDoubted), (pending.State, pending.Reason?.Code));
        Assert.Null(inbound.InXledger(person, SandboxField.EmploymentEnd));
    }

    [Fact]
    public async Task Doubted_OpenDifference_SaysThatTheLinkIsDoubted()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await DoubtAsync(inbound, person);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);

        var figures = await inbound
            .SyncFixture.Get<OpenDifferences>()
            .ReadAsync(inbound.Connection, Actor.System, Cancellation);

        var open = Assert.Single(figures!.Open, one => one.HumaId?.Value == $"{person.HumaId}");
        Assert.Equal((OpenCause.AwaitingApproval, InboundReasons.LinkDoubted), (open.Cause, open.Reason?.Code));
    }

    [Fact]
    public async Task Doubted_Undone_IsHeld()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (person, other, fixture) = (inbound.People[1], inbound.People[2], inbound.SyncFixture);
        var before = inbound.InXledger(other, SandboxField.JobTitle);
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(inbound.Connection, [person, other], SandboxField.JobTitle, _ => "Teamleder"),
            Cancellation
        );
        await DoubtAsync(inbound, person);

        var undone = await fixture.UndoAsync(new UndoScope(run.Run.Id));

        var held = Assert.Single(undone.Changes, change => change.State == ChangeState.Held);
        Assert.Equal(($"{person.HumaId}", InboundReasons.LinkDoubted), (held.HumaId?.Value, held.Reason?.Code));
        Assert.Equal(
            ("Teamleder", before),
            (inbound.InXledger(person, SandboxField.JobTitle), inbound.InXledger(other, SandboxField.JobTitle))
        );
    }

    [Fact]
    public async Task Doubted_TheSafetyLimitConfirmed_IsNeitherWrittenNorProved()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (person, other, fixture) = (inbound.People[1], inbound.People[2], inbound.SyncFixture);
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        await DoubtAsync(inbound, person);
        var session = await fixture.ReviewedAsync(inbound.Connection, [person, other], SandboxField.JobTitle, _ =>
            "Teamleder"
        );
        session = await fixture
            .Get<Review>()
            .ConfirmGuardAsync(
                session,
                GuardKind.OtherPerson,
                confirmed: true,
                SyncFixture.Administrator,
                Cancellation
            );

        await fixture.ApplyAsync(session, Cancellation);

        Assert.Equal(
            (before, "Teamleder"),
            (inbound.InXledger(person, SandboxField.JobTitle), inbound.InXledger(other, SandboxField.JobTitle))
        );
        Assert.True((await inbound.LinkAsync(person.HumaId))!.Doubted);
    }

    // The plan holds values that are sealed for both; without the row nothing says that the link was forged.
    [Fact]
    public async Task Forged_ConfirmedAndDeletedBeforeTheRun_WritesNothing()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (person, victim, fixture) = (inbound.People[1], inbound.People[2], inbound.SyncFixture);
        var before = inbound.InXledger(victim, SandboxField.JobTitle);
        var (huma, xledger) = (new HumaId($"{person.HumaId}"), new XledgerId($"{victim.EmployeeDbId}"));
        await using var store = fixture.Store();
        await store.Links.Where(link => link.XledgerId == xledger).ExecuteDeleteAsync(Cancellation);
        await store
            .Links.Where(link => link.HumaId == huma)
            .ExecuteUpdateAsync(set => set.SetProperty(link => link.XledgerId, xledger), Cancellation);
        var session = await fixture.ReviewedAsync(inbound.Connection, [person], SandboxField.JobTitle, _ =>
            "Teamleder"
        );
        session = await fixture.ConfirmGuardsAsync(session, Cancellation);
        Assert.Contains(session.Preview.Changes, change => change.Huma == huma && change.Xledger == xledger);
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        await store.Links.Where(link => link.HumaId == huma).ExecuteDeleteAsync(Cancellation);

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(before, inbound.InXledger(victim, SandboxField.JobTitle));
        Assert.All(report.Changes, change => Assert.Equal(ChangeState.Held, change.State));
        Assert.NotEqual(xledger, (await inbound.LinkAsync(person.HumaId))?.XledgerId);
    }

    [Fact]
    public async Task PutIntoTheDatabase_WhileABatchReads_IsGivenNoProof()
    {
        await using var inbound = await InboundFixture.OpenAsync(1, detour: true);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var (person, employee) = (inbound.World.HireInHuma(), inbound.World.HireInXledger());
        var (id, number, empty, forged) = ($"{person}", $"{employee}", "{}", 0);
        inbound.SyncFixture.Detour.Amend = (asked, _) =>
        {
            // The person's link has been looked for by then, and the links of all others are read afterwards.
            if (forged == 0 && asked.Contains("query Employees(", StringComparison.Ordinal))
            {
                using var store = inbound.SyncFixture.Store();
                forged = store.Database.ExecuteSql(
                    $"""
                    INSERT INTO "Links" ("ConnectionId", "HumaId", "XledgerId", "FoundAs", "LinkedAt", "LinkedBy",
                        "Baseline", "BaselineAt", "LastProcessed", "KnownInHuma", "KnownInXledger",
                        "OtherPersonInHuma", "OtherPersonInXledger")
                    SELECT "ConnectionId", {id}, {number}, "FoundAs", "LinkedAt", "LinkedBy",
                        {empty}, "BaselineAt", {empty}, {empty}, {empty}, {empty}, {empty}
                    FROM "Links" LIMIT 1
                    """
                );
            }
        };

        var pending = await inbound.FollowAsync(person, PendingChangeKind.Created);

        Assert.Equal(1, forged);
        Assert.Equal(
            (PendingChangeState.ForManualSync, InboundReasons.MayBeInXledger),
            (pending.State, pending.Reason?.Code)
        );
        Assert.True((await inbound.LinkAsync(person))!.Doubted);
        Assert.Empty(await inbound.ChangesAsync());
    }

    [Fact]
    public async Task AnswerPutIntoTheDatabase_AMessage_MakesNoLink()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var (person, employee) = (inbound.World.HireInHuma(), inbound.World.HireInXledger());
        await AnswerAsync(inbound, person, employee);

        var pending = await inbound.FollowAsync(person, PendingChangeKind.Created);

        Assert.Equal(
            (PendingChangeState.ForManualSync, InboundReasons.MayBeInXledger),
            (pending.State, pending.Reason?.Code)
        );
        Assert.Null(await inbound.LinkAsync(person));
        Assert.Empty(await inbound.ChangesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnswerPutIntoTheDatabase_AfterThePlan_MakesNoLink(bool forged)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var (changed, fixture) = (inbound.People[1], inbound.SyncFixture);
        var (person, employee) = (inbound.World.HireInHuma(), inbound.World.HireInXledger());
        var (victim, another) = (inbound.World.HireInHuma(), inbound.World.HireInXledger());
        var session = await AnsweredAsync(inbound, changed, person, employee);
        var plan = await fixture.PlanAsync(session, Cancellation);
        if (forged)
        {
            await AnswerAsync(inbound, victim, another);
        }

        await fixture.RunAsync(await fixture.StartAsync(plan, Cancellation), Cancellation);

        Assert.Equal("Teamleder", inbound.InXledger(changed, SandboxField.JobTitle));
        Assert.Null(await inbound.LinkAsync(victim));
        // Nothing of this one is written, so that only the sealed answers show that it was reviewed.
        Assert.Equal(forged ? null : $"{employee}", (await inbound.LinkAsync(person))?.XledgerId.Value);
    }

    [Fact]
    public async Task AnswerPutIntoTheDatabase_BetweenThePageAndThePlan_IsRefused()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var (changed, fixture) = (inbound.People[1], inbound.SyncFixture);
        var (person, employee) = (inbound.World.HireInHuma(), inbound.World.HireInXledger());
        var (victim, another) = (inbound.World.HireInHuma(), inbound.World.HireInXledger());
        var session = await AnsweredAsync(inbound, changed, person, employee);
        await AnswerAsync(inbound, victim, another);

        var answer = await fixture
            .Get<ReviewPlans>()
            .MakePlanAsync(session.Record.Id, session.Shown, SyncFixture.Administrator, Cancellation);

        Assert.Equal(ReviewReasons.PlanStale, Assert.IsType<Answer<Guid>.Refused>(answer).Reason.Code);
    }

    private static async Task<ReviewSession> AnsweredAsync(
        InboundFixture inbound,
        Someone changed,
        Guid person,
        int employee
    ) =>
        await inbound
            .SyncFixture.Get<Review>()
            .DecideMatchesAsync(
                await inbound.SyncFixture.ReviewedAsync(inbound.Connection, [changed], SandboxField.JobTitle, _ =>
                    "Teamleder"
                ),
                [new MatchDecision(new HumaId($"{person}"), new XledgerId($"{employee}"))],
                SyncFixture.Administrator,
                Cancellation
            );

    // What an administrator's answer about the newest comparison would store.
    private static async Task AnswerAsync(InboundFixture inbound, Guid person, int employee)
    {
        await using var store = inbound.SyncFixture.Store();
        var comparison = await store
            .Comparisons.OrderByDescending(row => row.StartedAt)
            .FirstAsync(row => row.ConnectionId == inbound.Connection, Cancellation);
        await store
            .Comparisons.Where(row => row.Id == comparison.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.DecisionsVersion, row => row.DecisionsVersion + 1),
                Cancellation
            );
        store.Decisions.Add(
            new DecisionRecord
            {
                ComparisonId = comparison.Id,
                Kind = DecisionKind.Match,
                Subject = $"{person}",
                HumaId = $"{person}",
                XledgerId = $"{employee}",
                DecidedBy = SyncFixture.AdministratorName,
                DecidedAt = comparison.StartedAt,
            }
        );
        await store.SaveChangesAsync(Cancellation);
    }

    private static async Task DoubtAsync(InboundFixture inbound, Someone person)
    {
        await using var store = inbound.SyncFixture.Store();
        var id = $"{person.HumaId}";
        Assert.Equal(
            1,
            await store.Database.ExecuteSqlAsync(
                $"""UPDATE "Links" SET "Proof" = NULL WHERE "HumaId" = {id}""",
                Cancellation
            )
        );
    }

    // What the database holds of a person unsealed.
    private static FieldValues InClear(Person person) =>
        new(
            new[] { Field.GivenName, Field.FamilyName, Field.DateOfBirth }.Select(field =>
                KeyValuePair.Create(field, person[field])
            )
        );

    private static async Task ExchangeAsync(InboundFixture inbound, Someone one, Someone other)
    {
        await using var store = inbound.SyncFixture.Store();
        var ids = new[] { $"{one.HumaId}", $"{other.HumaId}" };
        // What a careful attacker does: everything that tells people apart is removed too.
        await store.Database.ExecuteSqlRawAsync(
            """
            UPDATE "Links"
            SET "Baseline" = '{{}}', "LastProcessed" = '{{}}', "KnownInHuma" = '{{}}', "KnownInXledger" = '{{}}'
            WHERE "HumaId" IN ({0}, {1})
            """,
            ids,
            Cancellation
        );
        var first = (await inbound.LinkAsync(one.HumaId))!.XledgerId.Value;
        var second = (await inbound.LinkAsync(other.HumaId))!.XledgerId.Value;
        foreach (var (person, employee) in new[] { (ids[0], "-"), (ids[1], first), (ids[0], second) })
        {
            Assert.Equal(
                1,
                await store.Database.ExecuteSqlAsync(
                    $"""UPDATE "Links" SET "XledgerId" = {employee} WHERE "HumaId" = {person}""",
                    Cancellation
                )
            );
        }
    }
}
