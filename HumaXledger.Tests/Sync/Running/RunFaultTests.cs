using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>
/// Faults between the review and the last write: the result reports them, nothing is lost, nothing is written twice.
/// </summary>
public sealed class RunFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OneBadPersonInABatch_IsRefusedWithAReasonAndTheOthersAreWritten()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var people = fixture.Ordinary(7);
        var session = await ReviewedAsync(
            fixture,
            people,
            SandboxField.JobTitle,
            _ => "Fagansvarlig",
            (people[3], SandboxField.EmploymentId, "990001")
        );
        fixture.World.EditInXledger(fixture.World.HireInXledger(), SandboxField.EmploymentId, "990001");

        var report = await fixture.ApplyAsync(session, Cancellation);

        Assert.Equal(RunState.Completed, report.Run.State);
        var refused = Assert.Single(report.People.SelectMany(person => person.In(ChangeState.Refused)));
        Assert.Equal((Field.EmploymentId, XledgerReasons.DuplicateCode), (refused.Field, refused.Reason?.Code));
        Assert.Equal(people.Count, report.Count(ChangeState.Confirmed));
        Assert.All(people, person => Assert.Equal("Fagansvarlig", InXledger(fixture, person, SandboxField.JobTitle)));
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Run_ValuesEditedSinceTheReview_AreHeldAndNotOverwritten()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(4);
        IReadOnlyList<Someone> toXledger = [people[0], people[1]],
            toHuma = [people[2], people[3]];
        var session = await ReviewedAsync(fixture, toXledger, SandboxField.JobTitle, _ => "Direktør");
        foreach (var person in toHuma)
        {
            fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Konsulent");
        }

        session = await fixture.ChooseAsync(
            await fixture.CompareAsync(session.Connection.Id, Cancellation),
            FieldChoice.UseHuma,
            toXledger,
            Cancellation
        );
        session = await fixture.ChooseAsync(session, FieldChoice.UseXledger, toHuma, Cancellation);
        fixture.World.EditInXledger(toXledger[0].EmployeeDbId, SandboxField.JobTitle, "Husvert");
        fixture.World.EditInHuma(toHuma[0].HumaId, SandboxField.JobTitle, "Husvert");

        var report = await fixture.ApplyAsync(session, Cancellation);

        var held = report.People.SelectMany(person => person.In(ChangeState.Held)).ToList();
        Assert.Equal([Side.Huma, Side.Xledger], held.Select(change => change.Target).Order());
        Assert.All(held, change =>
            Assert.Equal((RunReasons.MovedSinceReview, "Husvert"), (change.Reason?.Code, change.After!.TextOrNull))
        );
        Assert.Equal(2, report.Count(ChangeState.Confirmed));
        Assert.Equal("Husvert", InXledger(fixture, toXledger[0], SandboxField.JobTitle));
        Assert.Equal("Direktør", InXledger(fixture, toXledger[1], SandboxField.JobTitle));
        Assert.Equal("Husvert", fixture.World.PersonByHumaId(toHuma[0].HumaId)!.Huma[SandboxField.JobTitle]);
        Assert.Equal("Konsulent", fixture.World.PersonByHumaId(toHuma[1].HumaId)!.Huma[SandboxField.JobTitle]);
    }

    [Theory]
    [InlineData(FaultKind.ConnectionResetAfter)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.ConnectionResetBefore)]
    public async Task Run_AnswerLostAfterWritingToXledger_IsResolvedByReading(FaultKind kind)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(3);
        var session = await ReviewedAsync(fixture, people, SandboxField.JobTitle, _ => "Fagansvarlig");
        fixture.World.Faults.Add(new FaultRule(kind) { System = OutsideSystem.Xledger, Contains = "mutation Update" });

        var report = await fixture.ApplyAsync(session, Cancellation);

        Assert.Empty(fixture.World.Faults.Pending);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.All(people, person => Assert.Equal("Fagansvarlig", InXledger(fixture, person, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Run_AnswerLostAfterAddingToBothSystems_AddsNoOneTwice()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var connection = await fixture.ConnectAsync(Cancellation);
        var (user, employee) = (fixture.World.HireInHuma(), fixture.World.HireInXledger());
        var session = await fixture.CompareAsync(connection, Cancellation);
        session = await fixture
            .Get<Review>()
            .ChooseAdditionsAsync(
                session,
                [new XledgerId($"{employee}")],
                [new HumaId($"{user}")],
                SyncFixture.Administrator,
                Cancellation
            );
        var code = fixture.World.PersonByHumaId(user)!.Huma[SandboxField.EmploymentId];
        var email = fixture.World.PersonByEmployee(employee)!.Xledger[SandboxField.Email];
        var (users, employees) = (fixture.World.Huma.All().Count, fixture.World.Xledger.Employees.All().Count);
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.ConnectionResetAfter)
            {
                System = OutsideSystem.Xledger,
                Contains = "mutation AddEmployees",
            }
        );
        // The first call about users is the one that adds.
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.ConnectionResetAfter) { System = OutsideSystem.Huma, Contains = "/huma/users" }
        );

        var report = await fixture.ApplyAsync(session, Cancellation);

        Assert.Empty(fixture.World.Faults.Pending);
        Assert.Equal(RunState.Completed, report.Run.State);
        Assert.Single(report.Added(Side.Huma));
        Assert.Single(report.Added(Side.Xledger));
        Assert.Equal(
            (users + 1, employees + 1),
            (fixture.World.Huma.All().Count, fixture.World.Xledger.Employees.All().Count)
        );
        Assert.Single(fixture.World.Xledger.Employees.All(), row => row.Code == code);
        Assert.Single(fixture.World.Huma.All(), one =>
            string.Equals(one.Email, email, StringComparison.OrdinalIgnoreCase)
        );
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Run_TokenRevokedBeforeTheFirstWrite_FailsWithNothingWrittenAndCanBeResumed()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var people = fixture.Ordinary(3);
        var session = await ReviewedAsync(fixture, people, SandboxField.JobTitle, _ => "Fagansvarlig");

        var report = await fixture.ApplyAsync(session, Cancellation, progress =>
            fixture.Revoke(progress.Target == Side.Xledger)
        );

        Assert.Equal((RunState.Failed, XledgerReasons.TokenRejected), (report.Run.State, report.Run.Failure?.Code));
        Assert.Equal((0, people.Count), (report.Count(ChangeState.Confirmed), report.NotReached));
        Assert.All(people, person =>
            Assert.NotEqual("Fagansvarlig", InXledger(fixture, person, SandboxField.JobTitle))
        );
        await AssertRetryCompletesAsync(fixture, report, people);
    }

    [Fact]
    public async Task Run_TokenRevokedBetweenWriteAndReadBack_FailsUnconfirmedAndCanBeResumed()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var people = fixture.Ordinary(3);
        var session = await ReviewedAsync(fixture, people, SandboxField.JobTitle, _ => "Fagansvarlig");
        var revoked = 0;
        fixture.World.Xledger.Changed += _ =>
        {
            if (Interlocked.Exchange(ref revoked, 1) == 0)
            {
                fixture.Revoke(revoked: true);
            }
        };

        var report = await fixture.ApplyAsync(session, Cancellation);

        Assert.Equal((RunState.Failed, XledgerReasons.TokenRejected), (report.Run.State, report.Run.Failure?.Code));
        Assert.Equal((0, people.Count), (report.Count(ChangeState.Confirmed), report.NotReached));
        Assert.All(people, person => Assert.Equal("Fagansvarlig", InXledger(fixture, person, SandboxField.JobTitle)));
        await AssertRetryCompletesAsync(fixture, report, people);
    }

    [Fact]
    public async Task Run_AnswerLostAndTheValueChangedByAnotherUser_IsHeldAndNotSentAgain()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var session = await ReviewedAsync(fixture, people, SandboxField.JobTitle, _ => "Fagansvarlig");
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.ConnectionResetBefore)
            {
                System = OutsideSystem.Xledger,
                Contains = "UpdateContacts",
            }
        );
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.EditedMeanwhile)
            {
                System = OutsideSystem.Xledger,
                Contains = "EmployeesByIds",
                FromCall = 2,
                Edit = new MeanwhileEdit(
                    OutsideSystem.Xledger,
                    $"{people[0].EmployeeDbId}",
                    SandboxField.JobTitle,
                    "Rådgiver"
                ),
            }
        );

        var report = await fixture.ApplyAsync(session, Cancellation);

        var held = Assert.Single(report.Changes, change => change.State == ChangeState.Held);
        Assert.Equal((RunReasons.MovedSinceReview, "Rådgiver"), (held.Reason?.Code, held.After!.TextOrNull));
        Assert.Equal(
            ["Rådgiver", "Fagansvarlig"],
            people.Select(person => InXledger(fixture, person, SandboxField.JobTitle))
        );
    }

    [Theory]
    [InlineData("Employee write missing", Field.EmploymentEnd, SandboxField.EmploymentEnd, "2040-01-31", "Employee")]
    [InlineData("Contact write missing", Field.JobTitle, SandboxField.JobTitle, "Fagansvarlig", "Contact")]
    public async Task Run_TokenWithoutAWriteRight_NamesTheRight(
        string token,
        Field field,
        SandboxField edited,
        string value,
        string scope
    )
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1);
        var session = await ReviewedAsync(fixture, person, edited, _ => value, token: token);

        var report = await fixture.ApplyAsync(session, Cancellation);

        var reason =
            report.Run.State == RunState.Failed
                ? (report.Run.Failure?.Code, report.Run.Failure?.Arguments)
                : report
                    .People.SelectMany(one => one.In(ChangeState.Refused))
                    .Where(change => change.Field == field)
                    .Select(change => (change.Reason?.Code, change.Reason?.Arguments))
                    .Single();
        Assert.Equal(XledgerReasons.RightMissing, reason.Item1);
        Assert.Equal([scope, "write"], reason.Item2!.Skip(1));
        Assert.NotEqual(value, InXledger(fixture, person[0], edited));
    }

    [Fact]
    public async Task Run_HumaFailsInTheMiddle_KeepsTheConfirmedWritesAndCanBeResumed()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var connection = await fixture.ConnectAsync(Cancellation);
        var people = fixture.Ordinary(12);
        foreach (var person in people)
        {
            fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, "Nygata 7; 0155; Oslo; NO");
        }

        var session = await fixture.ConfirmGuardsAsync(
            await fixture.ChooseAsync(
                await fixture.CompareAsync(connection, Cancellation),
                FieldChoice.UseXledger,
                people,
                Cancellation
            ),
            Cancellation
        );
        // Twelve reads and four writes succeed.
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.Status500)
            {
                System = OutsideSystem.Huma,
                Contains = "/huma/users/",
                FromCall = 17,
                Times = int.MaxValue,
            }
        );

        var report = await fixture.ApplyAsync(session, Cancellation);

        Assert.Equal((RunState.Failed, HumaReasons.ServerError), (report.Run.State, report.Run.Failure?.Code));
        Assert.InRange(report.Count(ChangeState.Confirmed), 1, people.Count - 1);
        Assert.Equal(people.Count, report.Count(ChangeState.Confirmed) + report.NotReached);
        foreach (var change in report.People.SelectMany(person => person.In(ChangeState.Confirmed)))
        {
            Assert.Equal(
                "Nygata 7; 0155; Oslo; NO",
                fixture.World.PersonByHumaId(Guid.Parse(change.HumaId!.Value.Value))!.Huma[SandboxField.Address]
            );
        }

        fixture.World.Faults.Clear();
        var again = await fixture.RetryAsync(report, Cancellation);
        Assert.Equal((RunState.Completed, report.NotReached), (again.Run.State, again.Count(ChangeState.Confirmed)));
        Assert.All(people, person =>
            Assert.Equal(
                "Nygata 7; 0155; Oslo; NO",
                fixture.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Address]
            )
        );
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    private static async Task AssertRetryCompletesAsync(
        SyncFixture fixture,
        RunReport report,
        IReadOnlyList<Someone> people
    )
    {
        await fixture.AssertNothingLeakedAsync(Cancellation);
        fixture.Revoke(revoked: false);
        var again = await fixture.RetryAsync(report, Cancellation);
        Assert.Equal((RunState.Completed, people.Count), (again.Run.State, again.Count(ChangeState.Confirmed)));
        Assert.All(people, person => Assert.Equal("Fagansvarlig", InXledger(fixture, person, SandboxField.JobTitle)));
    }

    // Connected, edited in Huma, compared, and everything chosen from Huma for these people.
    private static async Task<ReviewSession> ReviewedAsync(
        SyncFixture fixture,
        IReadOnlyList<Someone> people,
        SandboxField field,
        Func<int, string> value,
        (Someone Person, SandboxField Field, string Value)? also = null,
        string token = $"Full rights, {SyncFixture.NorwegianCompany}"
    )
    {
        var connection = await fixture.ConnectAsync(Cancellation, token);
        for (var index = 0; index < people.Count; index++)
        {
            Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(people[index].HumaId, field, value(index)));
        }

        if (also is { } more)
        {
            Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(more.Person.HumaId, more.Field, more.Value));
        }

        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            people,
            Cancellation
        );
        Assert.Equal(people.Count + (also is null ? 0 : 1), session.Preview.Changes.Count);
        return session;
    }

    private static string? InXledger(SyncFixture fixture, Someone person, SandboxField field) =>
        fixture.World.PersonByEmployee(person.EmployeeDbId)!.Xledger.GetValueOrDefault(field);
}
