using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync;

/// <summary>Xledger's monthly allowance: warned of, asked about, and kept when others use it up; and what a run costs without aliases.</summary>
public sealed class AllowanceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OverTheAllowance_IsRefusedUntilSomebodyConfirmsIt()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true, settings: ("Xledger:Allowance:MonthlyRequests", "100"));
        var (people, session) = await ReviewedAsync(workplace);
        await UseAsync(workplace, 99 - (int)session.Allowance.Used);
        session = await workplace.Get<Review>().OpenAsync(session.Record.Id, Cancellation);
        var plan = await workplace.PlanAsync(session, Cancellation);
        Assert.True(session.Outlook is { Warns: true, Exceeds: true });

        var refused = Assert.IsType<Answer<Guid>.Refused>(await workplace.Get<Apply>().StartAsync(plan, Workplace.Administrator, null, "en", Cancellation));

        Assert.Equal(new Reason(RunReasons.OverAllowance, "99", $"{session.Preview.Forecast.XledgerRequests}", "100"), refused.Reason);
        await workplace.Get<RunAllowance>().ConfirmAsync(plan, Workplace.Administrator, Cancellation);
        var report = await workplace.RunAsync(await workplace.StartAsync(plan, Cancellation), Cancellation);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        await using var store = workplace.Store();
        Assert.Contains(store.Activity.Where(entry => entry.What == ActivityCodes.AllowanceConfirmed).ToList(), entry => entry.Who == Workplace.AdministratorName);
    }

    [Fact]
    public async Task Run_AllowanceUsedUpByOthersMeanwhile_StopsBeforeTheNextBatchAndCanBeTakenUpAgain()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true, settings: ("Xledger:Allowance:MonthlyRequests", "100"));
        var (people, session) = await ReviewedAsync(workplace);
        var run = await workplace.StartAsync(await workplace.PlanAsync(session, Cancellation), Cancellation);
        await UseAsync(workplace, 100);

        var report = await workplace.RunAsync(run, Cancellation);

        Assert.Equal((RunState.Failed, RunReasons.AllowanceUsedUp, people.Count), (report.Run.State, report.Run.FailureCode, report.NotReached));
        Assert.All(people, person => Assert.NotEqual("Fagansvarlig", workplace.World.PersonByEmployee(person.EmployeeDbId)!.Xledger[SandboxField.JobTitle]));
    }

    [Theory]
    [InlineData(79, false, false)]
    [InlineData(80, true, false)]
    [InlineData(100, true, false)]
    [InlineData(101, true, true)]
    public void Outlook_AtAShareOfTheAllowance_WarnsAndThenExceeds(int used, bool warns, bool exceeds)
    {
        var outlook = new AllowanceOutlook(used - 4, 4, 100, 80);

        Assert.Equal((warns, exceeds), (outlook.Warns, outlook.Exceeds));
    }

    [Fact]
    public async Task Forecast_WithoutAliases_StaysTrue()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true, settings: ("Xledger:AliasedWrites", "false"));
        var connection = await workplace.ConnectAsync(Cancellation);
        var people = workplace.Ordinary(3);
        var added = workplace.World.HireInHuma();
        workplace.World.EditInHuma(people[0].HumaId, SandboxField.JobTitle, "Fagansvarlig");
        workplace.World.EditInHuma(people[1].HumaId, SandboxField.FamilyName, "Nyheim");
        workplace.World.EditInHuma(people[2].HumaId, SandboxField.EmploymentEnd, "2040-01-31");
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseHuma, people, Cancellation);
        session = await workplace.Get<Review>().ChooseAdditionsAsync(session, [], [new HumaId($"{added}")], Workplace.Administrator, Cancellation);

        var report = await workplace.ApplyAsync(await workplace.ConfirmGuardsAsync(session, Cancellation), Cancellation);

        Assert.Equal((RunState.Completed, 0), (report.Run.State, report.NotReached));
        Assert.InRange(report.Run.XledgerRequests, report.Plan.Forecast.XledgerRequests * 0.9, report.Plan.Forecast.XledgerRequests * 1.1);
    }

    private static async Task<(IReadOnlyList<Someone> People, ReviewSession Session)> ReviewedAsync(Workplace workplace)
    {
        var connection = await workplace.ConnectAsync(Cancellation);
        var people = workplace.Ordinary(2);
        foreach (var person in people)
        {
            Assert.Equal(EditOutcome.Done, workplace.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Fagansvarlig"));
        }

        return (people, await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseHuma, people, Cancellation));
    }

    // Another program or connection with the same token.
    private static async Task UseAsync(Workplace workplace, int requests)
    {
        await using var store = workplace.Store();
        var connection = store.Connections.Single();
        var ledger = workplace.Get<UsageLedger>();
        await ledger.AddAsync(new UsageRecord { Fingerprint = connection.XledgerTokenFingerprint, Side = Side.Xledger, Month = ledger.ThisMonth, Requests = requests }, Cancellation);
    }
}
