using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync;

/// <summary>What may go wrong between the review and the last write: the result says what happened, nothing is lost, nothing happens twice.</summary>
public sealed class RunFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OneBadPersonInABatch_IsRefusedWithAReasonAndTheOthersAreWritten()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(7);
        var session = await ReviewedAsync(workplace, people, SandboxField.JobTitle, _ => "Fagansvarlig", (people[3], SandboxField.EmploymentId, "990001"));
        workplace.World.EditInXledger(workplace.World.HireInXledger(), SandboxField.EmploymentId, "990001");

        var report = await workplace.ApplyAsync(session, Cancellation);

        Assert.Equal(RunState.Completed, report.Run.State);
        var refused = Assert.Single(report.People.SelectMany(person => person.In(ChangeState.Refused)));
        Assert.Equal((Field.EmploymentId, XledgerReasons.DuplicateCode), (refused.Field, refused.ReasonCode));
        Assert.Equal(people.Count, report.Count(ChangeState.Confirmed));
        Assert.All(people, person => Assert.Equal("Fagansvarlig", InXledger(workplace, person, SandboxField.JobTitle)));
        await workplace.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Run_ValuesEditedSinceTheReview_AreHeldAndNotOverwritten()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(4);
        IReadOnlyList<Someone> toXledger = [people[0], people[1]], toHuma = [people[2], people[3]];
        var session = await ReviewedAsync(workplace, toXledger, SandboxField.JobTitle, _ => "Direktør");
        foreach (var person in toHuma)
        {
            workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Konsulent");
        }

        session = await workplace.ChooseAsync(await workplace.CompareAsync(session.Connection.Id, Cancellation), FieldChoice.UseHuma, toXledger, Cancellation);
        session = await workplace.ChooseAsync(session, FieldChoice.UseXledger, toHuma, Cancellation);
        workplace.World.EditInXledger(toXledger[0].EmployeeDbId, SandboxField.JobTitle, "Husvert");
        workplace.World.EditInHuma(toHuma[0].HumaId, SandboxField.JobTitle, "Husvert");

        var report = await workplace.ApplyAsync(session, Cancellation);

        var held = report.People.SelectMany(person => person.In(ChangeState.Held)).ToList();
        Assert.Equal([Side.Huma, Side.Xledger], held.Select(change => change.Target).Order());
        Assert.All(held, change => Assert.Equal((RunReasons.MovedSinceReview, "Husvert"), (change.ReasonCode, change.After!.TextOrNull)));
        Assert.Equal(2, report.Count(ChangeState.Confirmed));
        Assert.Equal("Husvert", InXledger(workplace, toXledger[0], SandboxField.JobTitle));
        Assert.Equal("Direktør", InXledger(workplace, toXledger[1], SandboxField.JobTitle));
        Assert.Equal("Husvert", workplace.World.PersonByHumaId(toHuma[0].HumaId)!.Huma[SandboxField.JobTitle]);
        Assert.Equal("Konsulent", workplace.World.PersonByHumaId(toHuma[1].HumaId)!.Huma[SandboxField.JobTitle]);
    }

    [Theory]
    [InlineData(FaultKind.ConnectionResetAfter)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.ConnectionResetBefore)]
    public async Task Run_AnswerLostAfterWritingToXledger_IsResolvedByReading(FaultKind kind)
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(3);
        var session = await ReviewedAsync(workplace, people, SandboxField.JobTitle, _ => "Fagansvarlig");
        workplace.World.Faults.Add(new FaultRule(kind) { System = OutsideSystem.Xledger, Contains = "mutation Update" });

        var report = await workplace.ApplyAsync(session, Cancellation);

        Assert.Empty(workplace.World.Faults.Pending);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.All(people, person => Assert.Equal("Fagansvarlig", InXledger(workplace, person, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Run_AnswerLostAfterAddingToBothSystems_AddsNobodyTwice()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var connection = await workplace.ConnectAsync(Cancellation);
        var (user, employee) = (workplace.World.HireInHuma(), workplace.World.HireInXledger());
        var session = await workplace.CompareAsync(connection, Cancellation);
        session = await workplace.Get<Review>().ChooseAdditionsAsync(session, [new XledgerId($"{employee}")], [new HumaId($"{user}")], Workplace.Administrator, Cancellation);
        var code = workplace.World.PersonByHumaId(user)!.Huma[SandboxField.EmploymentId];
        var email = workplace.World.PersonByEmployee(employee)!.Xledger[SandboxField.Email];
        var (users, employees) = (workplace.World.Huma.All().Count, workplace.World.Xledger.Employees.All().Count);
        workplace.World.Faults.Add(new FaultRule(FaultKind.ConnectionResetAfter) { System = OutsideSystem.Xledger, Contains = "mutation AddEmployees" });
        // The first call about users is the one that adds.
        workplace.World.Faults.Add(new FaultRule(FaultKind.ConnectionResetAfter) { System = OutsideSystem.Huma, Contains = "/huma/users" });

        var report = await workplace.ApplyAsync(session, Cancellation);

        Assert.Empty(workplace.World.Faults.Pending);
        Assert.Equal(RunState.Completed, report.Run.State);
        Assert.Single(report.Added(Side.Huma));
        Assert.Single(report.Added(Side.Xledger));
        Assert.Equal((users + 1, employees + 1), (workplace.World.Huma.All().Count, workplace.World.Xledger.Employees.All().Count));
        Assert.Single(workplace.World.Xledger.Employees.All(), row => row.Code == code);
        Assert.Single(workplace.World.Huma.All(), one => string.Equals(one.Email, email, StringComparison.OrdinalIgnoreCase));
        await workplace.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Run_TokenRevokedBeforeTheFirstWrite_FailsWithNothingWrittenAndCanBeTakenUpAgain()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(3);
        var session = await ReviewedAsync(workplace, people, SandboxField.JobTitle, _ => "Fagansvarlig");

        var report = await workplace.ApplyAsync(session, Cancellation, progress => workplace.Revoke(progress.Target == Side.Xledger));

        Assert.Equal((RunState.Failed, XledgerReasons.TokenRejected), (report.Run.State, report.Run.FailureCode));
        Assert.Equal((0, people.Count), (report.Count(ChangeState.Confirmed), report.NotReached));
        Assert.All(people, person => Assert.NotEqual("Fagansvarlig", InXledger(workplace, person, SandboxField.JobTitle)));
        await AssertRetryCompletesAsync(workplace, report, people);
    }

    [Fact]
    public async Task Run_TokenRevokedBetweenWriteAndReadBack_FailsWithoutClaimingAnythingAndCanBeTakenUpAgain()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(3);
        var session = await ReviewedAsync(workplace, people, SandboxField.JobTitle, _ => "Fagansvarlig");
        var revoked = 0;
        workplace.World.Xledger.Changed += _ =>
        {
            if (Interlocked.Exchange(ref revoked, 1) == 0)
            {
                workplace.Revoke(revoked: true);
            }
        };

        var report = await workplace.ApplyAsync(session, Cancellation);

        Assert.Equal((RunState.Failed, XledgerReasons.TokenRejected), (report.Run.State, report.Run.FailureCode));
        Assert.Equal((0, people.Count), (report.Count(ChangeState.Confirmed), report.NotReached));
        Assert.All(people, person => Assert.Equal("Fagansvarlig", InXledger(workplace, person, SandboxField.JobTitle)));
        await AssertRetryCompletesAsync(workplace, report, people);
    }

    [Fact]
    public async Task Run_AnswerLostAndTheValueWrittenBySomebodyElseMeanwhile_IsHeldAndNotSentAgain()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(2);
        var session = await ReviewedAsync(workplace, people, SandboxField.JobTitle, _ => "Fagansvarlig");
        workplace.World.Faults.Add(new FaultRule(FaultKind.ConnectionResetBefore) { System = OutsideSystem.Xledger, Contains = "UpdateContacts" });
        workplace.World.Faults.Add(new FaultRule(FaultKind.EditedMeanwhile)
        {
            System = OutsideSystem.Xledger,
            Contains = "EmployeesByIds",
            FromCall = 2,
            Edit = new MeanwhileEdit(OutsideSystem.Xledger, $"{people[0].EmployeeDbId}", SandboxField.JobTitle, "Rådgiver"),
        });

        var report = await workplace.ApplyAsync(session, Cancellation);

        var held = Assert.Single(report.Changes, change => change.State == ChangeState.Held);
        Assert.Equal((RunReasons.MovedSinceReview, "Rådgiver"), (held.ReasonCode, held.After!.TextOrNull));
        Assert.Equal(["Rådgiver", "Fagansvarlig"], people.Select(person => InXledger(workplace, person, SandboxField.JobTitle)));
    }

    [Theory]
    [InlineData("Employee write missing", Field.EmploymentEnd, SandboxField.EmploymentEnd, "2040-01-31", "Employee")]
    [InlineData("Contact write missing", Field.JobTitle, SandboxField.JobTitle, "Fagansvarlig", "Contact")]
    public async Task Run_TokenWithoutAWriteRight_NamesTheRight(string token, Field field, SandboxField edited, string value, string scope)
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var person = workplace.Ordinary(1);
        var session = await ReviewedAsync(workplace, person, edited, _ => value, token: token);

        var report = await workplace.ApplyAsync(session, Cancellation);

        var reason = report.Run.State == RunState.Failed
            ? (report.Run.FailureCode, report.Run.FailureArguments)
            : report.People.SelectMany(one => one.In(ChangeState.Refused)).Where(change => change.Field == field).Select(change => (change.ReasonCode, change.ReasonArguments)).Single();
        Assert.Equal(XledgerReasons.RightMissing, reason.Item1);
        Assert.Equal([scope, "write"], reason.Item2.Skip(1));
        Assert.NotEqual(value, InXledger(workplace, person[0], edited));
    }

    [Fact]
    public async Task Run_HumaBreaksDownInTheMiddle_KeepsWhatWasConfirmedAndCanBeTakenUpAgain()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var connection = await workplace.ConnectAsync(Cancellation);
        var people = workplace.Ordinary(12);
        foreach (var person in people)
        {
            workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, "Nygata 7; 0155; Oslo; NO");
        }

        var session = await workplace.ConfirmGuardsAsync(
            await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseXledger, people, Cancellation), Cancellation);
        // Twelve reads and four writes go well.
        workplace.World.Faults.Add(new FaultRule(FaultKind.Status500) { System = OutsideSystem.Huma, Contains = "/huma/users/", FromCall = 17, Times = int.MaxValue });

        var report = await workplace.ApplyAsync(session, Cancellation);

        Assert.Equal((RunState.Failed, HumaReasons.ServerError), (report.Run.State, report.Run.FailureCode));
        Assert.InRange(report.Count(ChangeState.Confirmed), 1, people.Count - 1);
        Assert.Equal(people.Count, report.Count(ChangeState.Confirmed) + report.NotReached);
        foreach (var change in report.People.SelectMany(person => person.In(ChangeState.Confirmed)))
        {
            Assert.Equal("Nygata 7; 0155; Oslo; NO", workplace.World.PersonByHumaId(Guid.Parse(change.HumaId!.Value.Value))!.Huma[SandboxField.Address]);
        }

        workplace.World.Faults.Clear();
        var again = await workplace.RetryAsync(report, Cancellation);
        Assert.Equal((RunState.Completed, report.NotReached), (again.Run.State, again.Count(ChangeState.Confirmed)));
        Assert.All(people, person => Assert.Equal("Nygata 7; 0155; Oslo; NO", workplace.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Address]));
        await workplace.AssertNothingLeakedAsync(Cancellation);
    }

    private static async Task AssertRetryCompletesAsync(Workplace workplace, RunReport report, IReadOnlyList<Someone> people)
    {
        await workplace.AssertNothingLeakedAsync(Cancellation);
        workplace.Revoke(revoked: false);
        var again = await workplace.RetryAsync(report, Cancellation);
        Assert.Equal((RunState.Completed, people.Count), (again.Run.State, again.Count(ChangeState.Confirmed)));
        Assert.All(people, person => Assert.Equal("Fagansvarlig", InXledger(workplace, person, SandboxField.JobTitle)));
    }

    // Connected, edited in Huma, compared, and everything chosen from Huma for these people.
    private static async Task<ReviewSession> ReviewedAsync(
        Workplace workplace, IReadOnlyList<Someone> people, SandboxField field, Func<int, string> value, (Someone Person, SandboxField Field, string Value)? also = null,
        string token = $"Full rights, {Workplace.NorwegianCompany}")
    {
        var connection = await workplace.ConnectAsync(Cancellation, token);
        for (var index = 0; index < people.Count; index++)
        {
            Assert.Equal(EditOutcome.Done, workplace.World.EditInHuma(people[index].HumaId, field, value(index)));
        }

        if (also is { } more)
        {
            Assert.Equal(EditOutcome.Done, workplace.World.EditInHuma(more.Person.HumaId, more.Field, more.Value));
        }

        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseHuma, people, Cancellation);
        Assert.Equal(people.Count + (also is null ? 0 : 1), session.Preview.Changes.Count);
        return session;
    }

    private static string? InXledger(Workplace workplace, Someone person, SandboxField field) =>
        workplace.World.PersonByEmployee(person.EmployeeDbId)!.Xledger.GetValueOrDefault(field);
}
