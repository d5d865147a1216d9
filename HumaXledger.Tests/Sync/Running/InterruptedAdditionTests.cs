using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Xledger.Rows;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>
/// An addition with an unknown outcome, because an answer was lost or the process died, is searched for: completed when
/// found, made once when not found, reported when unclear.
/// </summary>
public sealed class InterruptedAdditionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FaultKind.ConnectionResetBefore, "AddEmployees")]
    [InlineData(FaultKind.ConnectionResetAfter, "AddEmployees")]
    [InlineData(FaultKind.TruncatedJson, "AddEmployees")]
    [InlineData(FaultKind.ConnectionResetBefore, "AddContactsSuppliers")]
    [InlineData(FaultKind.ConnectionResetAfter, "AddContactsSuppliers")]
    [InlineData(FaultKind.ConnectionResetAfter, "UpdateEmployees(")]
    [InlineData(FaultKind.ConnectionResetAfter, "UpdateEmployeesContactsSuppliers")]
    public async Task AddToXledger_AnswerLost_PersonIsAddedOnceAndComplete(FaultKind kind, string operation)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (run, added) = await PreparedAsync(fixture, Side.Xledger, 2);
        var before = Counts(fixture);
        fixture.World.Faults.Add(new FaultRule(kind) { System = OutsideSystem.Xledger, Contains = operation });

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Empty(fixture.World.Faults.Pending);
        Assert.Equal((RunState.Completed, 2), (report.Run.State, report.Added(Side.Xledger).Count));
        Assert.All(report.Changes, change =>
            Assert.True(change.State == ChangeState.Confirmed, $"{change.Field} {change.State} {change.Reason?.Code}")
        );
        Assert.Equal((before.Employees + 2, before.Contacts + 2, before.Ledger + 2), Counts(fixture));
        Assert.All(added, code =>
            Assert.Single(fixture.World.Xledger.Employees.All(), employee => employee.Code == code)
        );
    }

    [Fact]
    public async Task AddToXledger_NamesakeHasAContactWithAnAddress_ItIsNotTakenForOneThatWasLost()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (run, added) = await PreparedAsync(fixture, Side.Xledger, 1);
        await using var store = fixture.Store();
        var person = (await store.Changes.Where(change => change.RunId == run).ToListAsync(Cancellation)).ToDictionary(
            change => change.Field,
            change => change.To.TextOrNull
        );
        var namesake = new ContactRow
        {
            OwnerDbId = fixture.World.Xledger.Tokens.All()[0].EntityOwnerDbId,
            FirstName = person[Field.GivenName],
            LastName = person[Field.FamilyName],
            HomeAddress = new AddressRow("Storgata 1", "0155", "Oslo"),
        };
        fixture.World.Xledger.Edit(edit => edit.Add(namesake));
        var before = Counts(fixture);
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.ConnectionResetBefore)
            {
                System = OutsideSystem.Xledger,
                Contains = "AddContactsSuppliers",
            }
        );

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Empty(fixture.World.Faults.Pending);
        Assert.All(report.Changes, change => Assert.Equal(ChangeState.Confirmed, change.State));
        Assert.Equal((before.Employees + 1, before.Contacts + 1, before.Ledger + 1), Counts(fixture));
        var employee = Assert.Single(fixture.World.Xledger.Employees.All(), row => row.Code == added[0]);
        Assert.NotEqual(namesake.DbId, employee.ContactDbId);
    }

    [Fact]
    public async Task AddToXledger_AnswersExchangedBetweenTwoPeople_EachIsLinkedWithTheirOwnRecord()
    {
        await using var fixture = await SyncFixture.OpenAsync(detour: true);
        var (run, added) = await PreparedAsync(fixture, Side.Xledger, 2);
        var before = Counts(fixture);
        var exchanged = 0;
        fixture.Detour.Amend = (asked, answer) =>
        {
            if (
                asked.Contains("addEmployees", StringComparison.Ordinal)
                && answer["data"]?.AsObject().First().Value?["edges"] is JsonArray { Count: 2 } edges
            )
            {
                exchanged++;
                var (one, other) = ($"{edges[0]!["clientId"]}", $"{edges[1]!["clientId"]}");
                (edges[0]!["clientId"], edges[1]!["clientId"]) = (other, one);
            }
        };

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(1, exchanged);
        Assert.Equal((RunState.Completed, 2), (report.Run.State, report.Added(Side.Xledger).Count));
        Assert.All(report.Changes, change =>
            Assert.True(change.State == ChangeState.Confirmed, $"{change.Field} {change.State} {change.Reason?.Code}")
        );
        Assert.Equal((before.Employees + 2, before.Contacts + 2, before.Ledger + 2), Counts(fixture));
        Assert.All(added, code =>
            Assert.Single(fixture.World.Xledger.Employees.All(), employee => employee.Code == code)
        );
    }

    [Fact]
    public async Task AddToXledger_EveryAnswerLostAndNoOneAdded_IsReportedAfterTheSecondTry()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (run, _) = await PreparedAsync(fixture, Side.Xledger, 1);
        var before = Counts(fixture);
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.ConnectionResetBefore)
            {
                System = OutsideSystem.Xledger,
                Contains = "AddEmployees",
                Times = int.MaxValue,
            }
        );

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.All(report.Changes, change =>
            Assert.Equal((ChangeState.Failed, XledgerReasons.ConnectionLost), (change.State, change.Reason?.Code))
        );
        Assert.Equal(before, Counts(fixture));
    }

    [Theory]
    [InlineData("nobody", null)]
    [InlineData("number", RunReasons.ExistsByNow)]
    [InlineData("address", RunReasons.EmailExistsByNow)]
    public async Task AddToXledger_InterruptedBeforeItWasJournaled_SearchesByNumberAndEmailFirst(
        string taken,
        string? reason
    )
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (run, _) = await PreparedAsync(fixture, Side.Xledger, 1);
        var person = await InterruptAsync(fixture, run);
        if (taken != "nobody")
        {
            var (field, value) =
                taken == "number"
                    ? (SandboxField.EmploymentId, person[Field.EmploymentId])
                    : (SandboxField.Email, person[Field.Email]);
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInXledger(fixture.World.HireInXledger(), field, value.TextOrNull)
            );
        }

        var before = Counts(fixture);

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.All(report.Changes, change =>
            Assert.Equal(
                (reason is null ? ChangeState.Confirmed : ChangeState.Refused, reason),
                (change.State, reason is null ? null : change.Reason?.Code)
            )
        );
        Assert.Equal(before.Employees + (reason is null ? 1 : 0), Counts(fixture).Employees);
    }

    [Fact]
    public async Task AddToXledger_InterruptedAMomentAgo_IsNotSearchedForWhileXledgerMayStillCarryItOut()
    {
        var wait = TimeSpan.FromMinutes(4);
        await using var fixture = await SyncFixture.OpenAsync(settings: ("Xledger:AdditionWait", $"{wait}"));
        var (run, _) = await PreparedAsync(fixture, Side.Xledger, 1);
        var person = await InterruptAsync(fixture, run, fixture.Clock.GetUtcNow().UtcDateTime);
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Clock.LongWaitBegun += length =>
        {
            // Not a time-out of a request.
            if (length <= wait)
            {
                waiting.TrySetResult();
            }
        };

        var running = fixture.RunAsync(run, Cancellation);
        Assert.Same(waiting.Task, await Task.WhenAny(waiting.Task, running));
        // What was sent before the interruption is carried out only now.
        var added = fixture.World.HireInXledger();
        Assert.Equal(
            EditOutcome.Done,
            fixture.World.EditInXledger(added, SandboxField.EmploymentId, person[Field.EmploymentId].TextOrNull)
        );
        var before = Counts(fixture);
        fixture.Clock.Pass(wait);
        var report = await running;

        Assert.Equal(before, Counts(fixture));
        Assert.All(report.Changes, change =>
            Assert.Equal((ChangeState.Refused, RunReasons.ExistsByNow), (change.State, change.Reason?.Code))
        );
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("half of the person")]
    [InlineData("somebody else")]
    public async Task AddToHuma_InterruptedBeforeItWasJournaled_SearchesByEmailFirst(string there)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (run, _) = await PreparedAsync(fixture, Side.Huma, 1);
        var person = await InterruptAsync(fixture, run);
        if (there != "nobody")
        {
            var half = new HumaUser
            {
                Id = Guid.NewGuid(),
                Email = person[Field.Email].TextOrNull!,
                GivenName = there == "somebody else" ? "Ottar" : person[Field.GivenName].TextOrNull!,
                FamilyName = person[Field.FamilyName].TextOrNull!,
                Groups =
                [
                    .. fixture
                        .World.Huma.Groups()
                        .Where(group => group.Name == SyncFixture.NorwegianCompany)
                        .Select(group => group.Id),
                ],
            };
            Assert.True(fixture.World.Huma.TryAdd(half, out _));
        }

        var before = fixture.World.Huma.Count;

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(before + (there == "nobody" ? 1 : 0), fixture.World.Huma.Count);
        if (there == "somebody else")
        {
            Assert.All(report.Changes, change =>
                Assert.Equal((ChangeState.Refused, HumaReasons.PersonExists), (change.State, change.Reason?.Code))
            );
            return;
        }

        Assert.All(report.Changes, change =>
            Assert.True(change.State == ChangeState.Confirmed, $"{change.Field} {change.State} {change.Reason?.Code}")
        );
        var user = fixture.World.Huma.Find(Guid.Parse(report.Added(Side.Huma).Single().HumaId!.Value.Value))!;
        Assert.Equal(person[Field.EmploymentId].TextOrNull, user.EmploymentId);
        Assert.Single(user.Positions);
    }

    [Fact]
    public async Task AddToHuma_InterruptedAfterThePositionWasCreated_CompletesItWithoutASecondOne()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (run, _) = await PreparedAsync(fixture, Side.Huma, 1);
        using var death = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        void Strike(HumaChanges changes)
        {
            if (
                fixture
                    .World.Huma.All()
                    .Any(user =>
                        user.Positions.Length == 1
                        && user.EmploymentId is null
                        && user.Positions[0].ContractType == "Other"
                    )
            )
            {
                death.Cancel();
            }
        }

        fixture.World.Huma.Changed += Strike;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.RunAsync(run, death.Token));
        fixture.World.Huma.Changed -= Strike;
        var users = fixture.World.Huma.Count;

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.All(report.Changes, change =>
            Assert.True(change.State == ChangeState.Confirmed, $"{change.Field} {change.State} {change.Reason?.Code}")
        );
        Assert.Equal(users, fixture.World.Huma.Count);
        Assert.Single(
            fixture.World.Huma.Find(Guid.Parse(report.Added(Side.Huma).Single().HumaId!.Value.Value))!.Positions
        );
    }

    [Theory]
    [InlineData(Side.Huma)]
    [InlineData(Side.Xledger)]
    public async Task Stop_WithAnInterruptedAddition_CompletesThatPersonAndStartsNoOther(Side target)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (run, _) = await PreparedAsync(fixture, target, 2);
        await InterruptAsync(fixture, run);
        await fixture.Get<RunExecutor>().StopAsync(run, SyncFixture.Administrator, Cancellation);

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal((RunState.Stopped, 1), (report.Run.State, report.Added(target).Count));
        Assert.All(report.Added(target).Single().Changes, change => Assert.Equal(ChangeState.Confirmed, change.State));
        Assert.All(report.Changes.Except(report.Added(target).Single().Changes), change =>
            Assert.Equal(ChangeState.Planned, change.State)
        );
    }

    [Theory]
    [InlineData(Side.Xledger, ChangeState.Sending)]
    [InlineData(Side.Xledger, ChangeState.Planned)]
    [InlineData(Side.Huma, ChangeState.Sending)]
    [InlineData(Side.Huma, ChangeState.Planned)]
    public async Task Journal_NamesTheRecordOfAnother_ThatRecordIsNeitherWrittenNorLinked(
        Side target,
        ChangeState state
    )
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (run, _) = await PreparedAsync(fixture, target, 1);
        var victim = fixture.Ordinary(1)[0];
        var before = (Huma(), Xledger());
        await using (var store = fixture.Store())
        {
            foreach (var change in await store.Changes.Where(change => change.RunId == run).ToListAsync(Cancellation))
            {
                change.State = state;
                change.HumaId = target == Side.Huma ? new HumaId($"{victim.HumaId}") : change.HumaId;
                change.XledgerId = target == Side.Xledger ? new XledgerId($"{victim.EmployeeDbId}") : change.XledgerId;
            }

            await store.SaveChangesAsync(Cancellation);
        }

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.All(report.Changes, change =>
            Assert.Equal(
                (ChangeState.Refused, target == Side.Huma ? HumaReasons.PersonExists : RunReasons.ExistsByNow, true),
                (change.State, change.Reason?.Code, change.Final)
            )
        );
        Assert.Equal(before, (Huma(), Xledger()));
        await using (var store = fixture.Store())
        {
            var added = report.Changes.First();
            Assert.False(
                await store.Links.AnyAsync(
                    link => link.HumaId == added.HumaId && link.XledgerId == added.XledgerId,
                    Cancellation
                )
            );
        }

        string Huma() => Text(fixture.World.PersonByHumaId(victim.HumaId)!.Huma);
        string Xledger() => Text(fixture.World.PersonByEmployee(victim.EmployeeDbId)!.Xledger);
        static string Text(IReadOnlyDictionary<SandboxField, string> values) =>
            string.Join('\n', values.OrderBy(value => value.Key).Select(value => $"{value.Key}: {value.Value}"));
    }

    // A run that adds this many ordinary people, and their numbers.
    private static async Task<(Guid Run, IReadOnlyList<string> Codes)> PreparedAsync(
        SyncFixture fixture,
        Side target,
        int count
    )
    {
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.CompareAsync(connection, Cancellation);
        Field[] needed =
        [
            Field.EmploymentId,
            Field.Email,
            Field.GivenName,
            Field.FamilyName,
            Field.JobTitle,
            Field.EmploymentStart,
        ];
        var people = session
            .AddCandidates(target)
            .Where(one =>
                one.CanBeAdded
                && one.LeftOut.All(left => left.Field == Field.BankAccount)
                && needed.All(field => one.Person[field].IsValue)
            )
            .Take(count)
            .ToList();
        Assert.Equal(count, people.Count);
        session = await fixture
            .Get<Review>()
            .ChooseAdditionsAsync(
                session,
                target == Side.Huma ? [.. people.Select(one => new XledgerId(one.Person.Id))] : [],
                target == Side.Xledger ? [.. people.Select(one => new HumaId(one.Person.Id))] : [],
                SyncFixture.Administrator,
                Cancellation
            );
        session = await fixture.ConfirmGuardsAsync(session, Cancellation);
        Assert.All(session.Preview.Changes, change => Assert.Equal(ChangeKind.Create, change.Kind));
        return (
            await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation),
            [.. people.Select(one => one.Person[Field.EmploymentId].TextOrNull!)]
        );
    }

    // The journal of a process that died after it recorded the first person and before an answer. Returns the values
    // that the person is to get.
    private static async Task<FieldValues> InterruptAsync(SyncFixture fixture, Guid run, DateTime? sentAt = null)
    {
        await using var store = fixture.Store();
        var changes = await store
            .Changes.Where(change => change.RunId == run)
            .OrderBy(change => change.Sequence)
            .ToListAsync(Cancellation);
        var first = changes.Where(change => change.PersonName == changes[0].PersonName).ToList();
        first.ForEach(change => (change.State, change.SentAt) = (ChangeState.Sending, sentAt));
        await store.SaveChangesAsync(Cancellation);
        return new FieldValues(first.Select(change => KeyValuePair.Create(change.Field, change.To)));
    }

    private static (int Employees, int Contacts, int Ledger) Counts(SyncFixture fixture) =>
        (
            fixture.World.Xledger.Employees.All().Count(),
            fixture.World.Xledger.Contacts.All().Count(),
            fixture.World.Xledger.Subledgers.All().Count()
        );
}
