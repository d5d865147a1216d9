using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync.Allowance;

/// <summary>
/// Xledger's monthly allowance: warning, confirmation, use by others, and the cost of a run without aliases.
/// </summary>
public sealed class AllowanceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OverTheAllowance_IsRefusedUntilConfirmed()
    {
        await using var fixture = await SyncFixture.OpenAsync(settings: ("Xledger:Allowance:MonthlyRequests", "100"));
        var (people, session) = await ReviewedAsync(fixture);
        await UseAsync(fixture, 99 - (int)session.Allowance.Used);
        session = await fixture.Get<Review>().OpenAsync(session.Record.Id, Actor.System, Cancellation);
        var plan = await fixture.PlanAsync(session, Cancellation);
        Assert.True(session.AllowanceForecast is { Warns: true, Exceeds: true });

        var refused = Assert.IsType<Answer<Guid>.Refused>(
            await fixture.Get<StartRun>().StartAsync(plan, SyncFixture.Administrator, null, "en", Cancellation)
        );

        Assert.Equal(
            new Reason(RunReasons.OverAllowance, "99", $"{session.Preview.Forecast.XledgerRequests}", "100"),
            refused.Reason
        );
        await fixture.Get<AllowanceCheck>().ConfirmAsync(plan, SyncFixture.Administrator, Cancellation);
        var report = await fixture.RunAsync(await fixture.StartAsync(plan, Cancellation), Cancellation);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        await using var store = fixture.Store();
        Assert.Contains(store.Activity.Where(entry => entry.What == ActivityCodes.AllowanceConfirmed).ToList(), entry =>
            entry.Who == SyncFixture.AdministratorName
        );
    }

    [Fact]
    public async Task Run_AllowanceUsedUpByOthers_StopsBeforeTheNextBatchAndCanBeResumed()
    {
        await using var fixture = await SyncFixture.OpenAsync(settings: ("Xledger:Allowance:MonthlyRequests", "100"));
        var (people, session) = await ReviewedAsync(fixture);
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        await UseAsync(fixture, 100);

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(
            (RunState.Failed, RunReasons.AllowanceUsedUp, people.Count),
            (report.Run.State, report.Run.Failure?.Code, report.NotReached)
        );
        Assert.All(people, person =>
            Assert.NotEqual(
                "Fagansvarlig",
                fixture.World.PersonByEmployee(person.EmployeeDbId)!.Xledger[SandboxField.JobTitle]
            )
        );
    }

    [Theory]
    [InlineData(79, false, false)]
    [InlineData(80, true, false)]
    [InlineData(100, true, false)]
    [InlineData(101, true, true)]
    public void Outlook_AtAShareOfTheAllowance_WarnsAndThenExceeds(int used, bool warns, bool exceeds)
    {
        var outlook = new AllowanceForecast(used - 4, 4, 100, 80);

        Assert.Equal((warns, exceeds), (outlook.Warns, outlook.Exceeds));
    }

    [Fact]
    public async Task Forecast_WithoutAliases_IsStillCorrect()
    {
        await using var fixture = await SyncFixture.OpenAsync(settings: ("Xledger:AliasedWrites", "false"));
        var connection = await fixture.ConnectAsync(Cancellation);
        var people = fixture.Ordinary(3);
        var added = fixture.World.HireInHuma();
        fixture.World.EditInHuma(people[0].HumaId, SandboxField.JobTitle, "Fagansvarlig");
        fixture.World.EditInHuma(people[1].HumaId, SandboxField.FamilyName, "Nyheim");
        fixture.World.EditInHuma(people[2].HumaId, SandboxField.EmploymentEnd, "2040-01-31");
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            people,
            Cancellation
        );
        session = await fixture
            .Get<Review>()
            .ChooseAdditionsAsync(session, [], [new HumaId($"{added}")], SyncFixture.Administrator, Cancellation);

        var report = await fixture.ApplyAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation);

        Assert.Equal((RunState.Completed, 0), (report.Run.State, report.NotReached));
        Assert.InRange(
            report.Run.XledgerRequests,
            report.Plan.Forecast.XledgerRequests * 0.9,
            report.Plan.Forecast.XledgerRequests * 1.1
        );
    }

    private static async Task<(IReadOnlyList<Someone> People, ReviewSession Session)> ReviewedAsync(SyncFixture fixture)
    {
        var connection = await fixture.ConnectAsync(Cancellation);
        var people = fixture.Ordinary(2);
        foreach (var person in people)
        {
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Fagansvarlig")
            );
        }

        return (
            people,
            await fixture.ChooseAsync(
                await fixture.CompareAsync(connection, Cancellation),
                FieldChoice.UseHuma,
                people,
                Cancellation
            )
        );
    }

    // Another program or connection with the same token.
    private static async Task UseAsync(SyncFixture fixture, int requests)
    {
        await using var store = fixture.Store();
        var connection = store.Connections.Single();
        var ledger = fixture.Get<UsageLedger>();
        await ledger.AddAsync(
            new UsageRecord
            {
                Fingerprint = connection.XledgerTokenFingerprint,
                Side = Side.Xledger,
                Month = ledger.ThisMonth,
                Requests = requests,
            },
            Cancellation
        );
    }
}
