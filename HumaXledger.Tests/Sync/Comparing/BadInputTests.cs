using System.Text.Json.Nodes;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.Comparing;

/// <summary>
/// Invalid answers during a comparison: they are reported with their place, the rest is read, and nothing is concluded
/// from an incomplete read.
/// </summary>
public sealed class BadInputTests
{
    private const string EmployeesQuery = "query Employees(";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultKind.HtmlInsteadOfJson, XledgerReasons.NotJson)]
    [InlineData(FaultKind.Status502Html, XledgerReasons.Server)]
    [InlineData(FaultKind.GraphQlErrorWithoutData, XledgerReasons.Unhandled)]
    [InlineData(FaultKind.TruncatedJson, XledgerReasons.BrokenAnswer)]
    [InlineData(FaultKind.ConnectionResetBefore, XledgerReasons.ConnectionLost)]
    public Task Compare_InvalidAnswerOfXledger_FailsWithTheProblem(FaultKind kind, string code) =>
        FailsAsync(
            new FaultRule(kind)
            {
                System = OutsideSystem.Xledger,
                Contains = EmployeesQuery,
                Times = int.MaxValue,
            },
            code
        );

    [Theory]
    [InlineData(FaultKind.HtmlInsteadOfJson, HumaReasons.AnswerNotJson)]
    [InlineData(FaultKind.Status502Html, HumaReasons.ServerError)]
    [InlineData(FaultKind.TruncatedJson, HumaReasons.AnswerBroken)]
    [InlineData(FaultKind.ConnectionResetBefore, HumaReasons.ConnectionBroken)]
    public Task Compare_InvalidAnswerOfHuma_FailsWithTheRequest(FaultKind kind, string code) =>
        FailsAsync(
            new FaultRule(kind)
            {
                System = OutsideSystem.Huma,
                Contains = "/huma/users",
                Times = int.MaxValue,
            },
            code
        );

    [Theory]
    [InlineData(OutsideSystem.Xledger, EmployeesQuery, FaultKind.PageMissing, XledgerReasons.Paging)]
    [InlineData(OutsideSystem.Xledger, EmployeesQuery, FaultKind.Status500, XledgerReasons.Server)]
    [InlineData(OutsideSystem.Huma, "/huma/users?", FaultKind.PageMissing, ConnectionReasons.ReadIncomplete)]
    [InlineData(OutsideSystem.Huma, "/huma/users?", FaultKind.Status500, HumaReasons.ServerError)]
    public Task Compare_PageThatFailsHalfWay_FailsAsAWhole(
        OutsideSystem system,
        string where,
        FaultKind kind,
        string code
    ) =>
        FailsAsync(
            new FaultRule(kind)
            {
                System = system,
                Contains = where,
                FromCall = 3,
                Times = int.MaxValue,
            },
            code
        );

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    public async Task Compare_TokenRevokedSinceTheSetUp_FailsWithATokenReason(int status)
    {
        await using var fixture = await SyncFixture.OpenAsync(
            sandbox => sandbox.Switches.Xledger.BadTokenStatus = status,
            log: LogLevel.Trace
        );
        var connection = await fixture.ConnectAsync(Cancellation);
        fixture.Revoke(revoked: true);

        var record = await fixture.TryCompareAsync(connection, Cancellation);

        Assert.Equal((ComparisonState.Failed, XledgerReasons.TokenRejected), (record.State, record.Failure?.Code));
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Compare_EntityWithoutEmployees_IsEmptyAndBlocksEveryAddition()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var employee in fixture.World.Xledger.Employees.All())
        {
            fixture.World.DeleteInXledger(employee.DbId);
        }

        var session = await fixture.DecideEverythingAsync(
            await fixture.CompareAsync(connection, Cancellation),
            Cancellation
        );

        Assert.Equal(0, session.Record.XledgerCount);
        Assert.Empty(session.Comparison.Differences);
        Assert.Contains(session.Preview.Guards, guard =>
            guard is { Kind: GuardKind.SideShrunken, Side: Side.Xledger, Holds: true }
        );
        Assert.Empty(session.Preview.Changes);
    }

    [Fact]
    public async Task Compare_PeopleWithoutId_AreReportedAndNoOneIsAddedOnTheirSide()
    {
        await using var fixture = await SyncFixture.OpenAsync(detour: true, log: LogLevel.Trace);
        var connection = await fixture.ConnectAsync(Cancellation);
        fixture.Detour.Amend = (call, answer) =>
        {
            if (call.Contains(EmployeesQuery, StringComparison.Ordinal))
            {
                answer["data"]!["page"]!["edges"]![0]!["node"]!["dbId"] = null;
            }
            else if (
                call.StartsWith("GET /huma/users?", StringComparison.Ordinal)
                && call.Contains("isActive=true", StringComparison.Ordinal)
                && call.Contains("offset=0", StringComparison.Ordinal)
            )
            {
                answer["items"]![0]!.AsObject().Remove("id");
            }
        };

        var session = await fixture.CompareAsync(connection, Cancellation);

        Assert.Equal(
            [(Side.Huma, HumaReasons.PersonWithoutId), (Side.Xledger, XledgerReasons.RecordUnreadable)],
            session.Comparison.Input.Problems.Select(problem => (problem.Side, problem.Reason.Code)).Order()
        );
        foreach (var target in new[] { Side.Huma, Side.Xledger })
        {
            Assert.NotEmpty(session.AddCandidates(target));
            Assert.All(session.AddCandidates(target), candidate =>
                Assert.Contains(candidate.Obstacles, obstacle =>
                    obstacle.Reason.Code == PlanningReasons.AddIncompleteRead
                )
            );
        }

        Assert.NotEmpty(session.Comparison.Differences);
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Compare_PeopleWithoutEmailOrEmploymentId_CannotBeAddedWithTheReason()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var (hired, user) = (fixture.World.HireInXledger(), fixture.World.HireInHuma());
        fixture.World.EditInXledger(hired, SandboxField.Email, null);
        fixture.World.EditInHuma(user, SandboxField.EmploymentId, null);

        var session = await fixture.CompareAsync(connection, Cancellation);

        Assert.Equal(
            new Reason(ValueReasons.RequiredMissing, FieldRules.For(Field.Email).Name),
            Obstacle(session, Side.Huma, $"{hired}")
        );
        Assert.Equal(
            new Reason(ValueReasons.RequiredMissing, FieldRules.For(Field.EmploymentId).Name),
            Obstacle(session, Side.Xledger, $"{user}")
        );

        static Reason Obstacle(ReviewSession session, Side target, string id) =>
            Assert
                .Single(session.AddCandidates(target).Single(candidate => candidate.Person.Id == id).Obstacles)
                .Reason;
    }

    [Fact]
    public async Task Compare_TwoEmployeesWithOneEmailAndNumber_NeitherIsMatchedToTheWrongUser()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var people = fixture.Ordinary(2);
        var (one, other) = (fixture.World.PersonByHumaId(people[0].HumaId)!, people[1]);
        fixture.World.EditInXledger(other.EmployeeDbId, SandboxField.Email, one.Xledger[SandboxField.Email]);
        fixture.World.EditInXledger(
            other.EmployeeDbId,
            SandboxField.EmploymentId,
            one.Xledger[SandboxField.EmploymentId]
        );

        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseXledger,
            people,
            Cancellation
        );

        Assert.All(people, person =>
            Assert.Contains(session.Comparison.Matches.Pairs, pair =>
                pair.Huma.Id == $"{person.HumaId}" && pair.Xledger.Id == $"{person.EmployeeDbId}"
            )
        );
        Assert.Empty(session.Preview.Changes);
        Assert.Equal(
            [Field.Email, Field.EmploymentId],
            NotOffered(session, other, Side.Xledger, PlanningReasons.PlanNotUnique)
        );
    }

    [Fact]
    public async Task Compare_EmploymentThatEndsBeforeItStarts_IsShownAndNotCopied()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var person = fixture.Ordinary(1);
        Assert.Equal(
            EditOutcome.Done,
            fixture.World.EditInHuma(person[0].HumaId, SandboxField.EmploymentEnd, "1980-01-31")
        );

        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            person,
            Cancellation
        );

        Assert.Empty(session.Preview.Changes);
        Assert.Equal(
            [Field.EmploymentEnd],
            NotOffered(session, person[0], Side.Huma, ValueReasons.DatesEndBeforeStart)
        );
    }

    /// <summary>The person's fields for which this side's value cannot be chosen, for this reason.</summary>
    private static IEnumerable<Field> NotOffered(ReviewSession session, Someone person, Side source, string code) =>
        session
            .Comparison.Differences.Where(difference =>
                difference.Pair.Huma.Id == $"{person.HumaId}"
                && difference.Forbidden.GetValueOrDefault(source)?.Reason.Code == code
            )
            .Select(difference => difference.Field);

    [Fact]
    public async Task Compare_EmployeeWithoutContact_IsComparedAndNotWritableWithTheReason()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var person = fixture.Ordinary(1)[0];
        var store = fixture.World.Xledger;
        store.Edit(edit => edit.Change(store.Employees.Find(person.EmployeeDbId)!, row => row.ContactDbId = null));

        var session = await fixture.CompareAsync(connection, Cancellation);
        var pair = session.Comparison.Matches.Pairs.Single(pair => pair.Xledger.Id == $"{person.EmployeeDbId}");
        session = await fixture
            .Get<Review>()
            .DecideMatchesAsync(
                session,
                [new(new HumaId(pair.Huma.Id), new XledgerId(pair.Xledger.Id))],
                SyncFixture.Administrator,
                Cancellation
            );

        var title = session.Comparison.Differences.Single(difference =>
            difference.Pair.Xledger.Id == $"{person.EmployeeDbId}" && difference.Field == Field.JobTitle
        );
        Assert.Equal(ValueReasons.NoContact, title.Forbidden[Side.Huma].Reason.Code);
    }

    [Fact]
    public async Task Compare_AnswersOfTenMegabytesWithUnknownData_IgnoresTheUnknownData()
    {
        await using var fixture = await SyncFixture.OpenAsync(detour: true);
        var connection = await fixture.ConnectAsync(Cancellation);
        var before = await fixture.CompareAsync(connection, Cancellation);
        var padding = new string('x', 10 * 1024 * 1024);
        var padded = 0;
        fixture.Detour.Amend = (call, answer) =>
        {
            if (
                call.Contains(EmployeesQuery, StringComparison.Ordinal)
                || call.Contains("offset=0", StringComparison.Ordinal)
            )
            {
                answer["newSinceYesterday"] = new JsonObject { ["kind"] = "NEVER_SEEN", ["content"] = padding };
                Interlocked.Increment(ref padded);
            }
        };

        var after = await fixture.CompareAsync(connection, Cancellation);

        Assert.Equal(3, padded);
        Assert.Equal(
            before.Comparison.Differences.Select(difference => difference.Key),
            after.Comparison.Differences.Select(difference => difference.Key)
        );
        Assert.Empty(after.Comparison.Input.Problems);
    }

    // The comparison fails as a whole, names the place, leaves nothing behind, and works again without the fault.
    private static async Task FailsAsync(FaultRule fault, string code)
    {
        await using var fixture = await SyncFixture.OpenAsync(
            settings: ("Xledger:PageSize", "50"),
            log: LogLevel.Trace
        );
        var connection = await fixture.ConnectAsync(Cancellation);
        fixture.World.Faults.Add(fault);

        var record = await fixture.TryCompareAsync(connection, Cancellation);

        Assert.Equal((ComparisonState.Failed, code), (record.State, record.Failure?.Code));
        Assert.Null(await fixture.Get<ComparisonArchive>().LoadAsync(connection, record.Id, Cancellation));
        Assert.Null(await fixture.Get<Review>().FindOpenAsync(connection, Actor.System, Cancellation));
        await fixture.AssertNothingLeakedAsync(Cancellation);

        fixture.World.Faults.Clear();
        Assert.NotEmpty((await fixture.CompareAsync(connection, Cancellation)).Comparison.Differences);
    }
}
