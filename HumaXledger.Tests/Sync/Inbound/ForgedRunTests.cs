using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>
/// A plan with its run, made in the database: that a field is empty is no value, and not sealed.
/// </summary>
public sealed class ForgedRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PlanOrigin.FromHuma)]
    [InlineData(PlanOrigin.Continued)]
    public async Task PutIntoTheDatabase_ForWhatIsEmptyAlready_FailsAndMakesNoLink(PlanOrigin origin)
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (person, another) = (inbound.People[1], inbound.People[2]);
        Assert.Null(inbound.InXledger(another, SandboxField.EmploymentEnd));

        await ForgeAsync(inbound, origin, person.HumaId, another.EmployeeDbId, Field.EmploymentEnd);
        var change = await CarryOutAsync(inbound, origin);

        Assert.Equal((ChangeState.Failed, AlertReasons.ValueMisplaced), (change.State, change.Reason?.Code));
        Assert.Equal(
            ($"{person.EmployeeDbId}", $"{another.EmployeeDbId}"),
            (
                (await inbound.LinkAsync(person.HumaId))?.XledgerId.Value,
                (await inbound.LinkAsync(another.HumaId))?.XledgerId.Value
            )
        );
    }

    [Fact]
    public async Task PutIntoTheDatabase_EmptiesNothing()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        Assert.NotNull(before);

        await ForgeAsync(inbound, PlanOrigin.FromHuma, person.HumaId, person.EmployeeDbId, Field.JobTitle);
        var change = await CarryOutAsync(inbound, PlanOrigin.FromHuma);

        Assert.Equal(ChangeState.Failed, change.State);
        Assert.Equal(before, inbound.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task PlannedValue_MadeEmptyInTheDatabase_IsNotEmptied_AndAnAlertIsRaised()
    {
        await using var inbound = await InboundFixture.OpenAsync(3, sealsItself: true);
        var (person, other, fixture) = (inbound.People[1], inbound.People[2], inbound.SyncFixture);
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        var plan = await fixture.PlanAsync(
            await fixture.ReviewedAsync(inbound.Connection, [person, other], SandboxField.JobTitle, _ => "Teamleder"),
            Cancellation
        );
        await using (var store = fixture.Store())
        {
            var id = $"{person.HumaId}";
            Assert.Equal(
                1,
                await store.Database.ExecuteSqlAsync(
                    $"""UPDATE "Changes" SET "To" = '' WHERE "PlanId" = {plan} AND "HumaId" = {id}""",
                    Cancellation
                )
            );
        }

        var run = await fixture.RunAsync(await fixture.StartAsync(plan, Cancellation), Cancellation);

        var failed = Assert.Single(run.Changes, change => change.State == ChangeState.Failed);
        Assert.Equal(AlertReasons.ValueMisplaced, failed.Reason?.Code);
        Assert.Equal(
            (before, "Teamleder"),
            (inbound.InXledger(person, SandboxField.JobTitle), inbound.InXledger(other, SandboxField.JobTitle))
        );
        await fixture.Get<MisplacedValues>().NoteAsync(Cancellation);
        Assert.Contains(
            await fixture.Get<Alerts>().OpenAsync(inbound.Connection, SyncFixture.Administrator, Cancellation),
            alert => alert.Problem == AlertReasons.ValuesMisplaced
        );
        // A plan that follows would seal it as planned.
        Assert.False(run.CanRetry);
    }

    [Theory]
    [InlineData(ChangeState.Failed)]
    [InlineData(ChangeState.Held)]
    public async Task Result_MadeEmptyInTheDatabase_IsNotOfferedAgain(ChangeState state)
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (person, other, fixture) = (inbound.People[1], inbound.People[2], inbound.SyncFixture);
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(inbound.Connection, [person, other], SandboxField.JobTitle, _ => "Teamleder"),
            Cancellation
        );
        await using var store = fixture.Store();
        var id = $"{person.HumaId}";
        await store.Database.ExecuteSqlAsync(
            $"""UPDATE "Changes" SET "To" = '' WHERE "PlanId" = {run.Plan.Id} AND "HumaId" = {id}""",
            Cancellation
        );
        var ofPerson = new HumaId(id);
        await store
            .Changes.Where(row => row.PlanId == run.Plan.Id && row.HumaId == ofPerson)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, state).SetProperty(row => row.Final, false),
                Cancellation
            );

        var report = await RunReport.LoadAsync(store, run.Run.Id, Cancellation);

        Assert.Single(report!.Changes, row => row.To is FieldValue.Empty && row.State == state);
        Assert.Equal((false, false, 0), (report.CanRetry, report.CanContinue, report.HeldOpen.Count));
        Assert.Empty(report.Again(PlanOrigin.Retried).Changes);
    }

    [Fact]
    public async Task PlanOfAnEarlierVersion_EmptiesNothing_AndRaisesNoAlert()
    {
        await using var inbound = await InboundFixture.OpenAsync(2, sealsItself: true);
        var (person, fixture) = (inbound.People[1], inbound.SyncFixture);
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        var session = await fixture.ReviewedAsync(inbound.Connection, [person], SandboxField.JobTitle, _ => null);
        var plan = await fixture.PlanAsync(session, Cancellation);
        await using (var store = fixture.Store())
        {
            var stored = await store.Plans.SingleAsync(row => row.Id == plan, Cancellation);
            stored.Fingerprint = new FieldValue.Of(StoredFingerprint.FingerprintIn(stored.Fingerprint.TextOrNull)!);
            await store.SaveChangesAsync(Cancellation);
        }

        var run = await fixture.RunAsync(await fixture.StartAsync(plan, Cancellation), Cancellation);

        var failed = Assert.Single(run.Changes);
        Assert.Equal((ChangeState.Failed, RunReasons.PlannedBeforeUpdate), (failed.State, failed.Reason?.Code));
        Assert.Equal(before, inbound.InXledger(person, SandboxField.JobTitle));
        await fixture.Get<MisplacedValues>().NoteAsync(Cancellation);
        Assert.DoesNotContain(
            await fixture.Get<Alerts>().OpenAsync(inbound.Connection, SyncFixture.Administrator, Cancellation),
            alert => alert.Problem == AlertReasons.ValuesMisplaced
        );
    }

    [Fact]
    public async Task Emptied_AsPlanned_IsEmptied_AlsoWhenTriedAgain()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var (person, fixture) = (inbound.People[1], inbound.SyncFixture);
        var session = await fixture.ReviewedAsync(inbound.Connection, [person], SandboxField.JobTitle, _ => null);
        var start = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        // Stopped before its first batch.
        await using (var store = fixture.Store())
        {
            await store
                .Runs.Where(row => row.Id == start)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, RunState.Stopping), Cancellation);
        }

        var stopped = await fixture.RunAsync(start, Cancellation);
        Assert.True(stopped.CanContinue);

        await fixture.RetryAsync(stopped, Cancellation);

        Assert.Null(inbound.InXledger(person, SandboxField.JobTitle));
    }

    private static async Task<ChangeRecord> CarryOutAsync(InboundFixture inbound, PlanOrigin origin)
    {
        await using var store = inbound.SyncFixture.Store();
        var run = await store.Runs.AsNoTracking().SingleAsync(row => row.FinishedAt == null, Cancellation);
        if (origin == PlanOrigin.FromHuma)
        {
            await inbound.ProcessAsync();
        }
        else
        {
            await inbound.SyncFixture.RunAsync(run.Id, Cancellation);
        }

        return await store.Changes.AsNoTracking().SingleAsync(row => row.PlanId == run.PlanId, Cancellation);
    }

    // Rows that are not sealed, of a plan that was reviewed.
    private static async Task ForgeAsync(
        InboundFixture inbound,
        PlanOrigin origin,
        Guid person,
        int employee,
        Field field
    )
    {
        await using var store = inbound.SyncFixture.Store();
        var comparison = await store
            .Comparisons.OrderByDescending(row => row.StartedAt)
            .FirstAsync(row => row.ConnectionId == inbound.Connection, Cancellation);
        var plan = new PlanRecord
        {
            Id = Guid.CreateVersion7(inbound.SyncFixture.Clock.GetUtcNow()),
            ConnectionId = inbound.Connection,
            ComparisonId = comparison.Id,
            Number = 1000,
            State = PlanState.Taken,
            Origin = origin,
            // That of a plan which emptied nothing; without one the run is refused as a whole.
            Fingerprint = FieldValue.From(StoredFingerprint.Of("reviewed", [], inbound.Connection, comparison.Id)),
            CreatedAt = comparison.StartedAt,
            CreatedBy = SyncFixture.AdministratorName,
            ChangeCount = 1,
            Blocked = [],
            Guards = [],
            Forecast = Forecast.Nothing,
        };
        var run = new RunRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = inbound.Connection,
            PlanId = plan.Id,
            Number = 1000,
            State = RunState.Waiting,
            CreatedAt = comparison.StartedAt,
            StartedBy = SyncFixture.AdministratorName,
            Culture = "en",
        };
        store.AddRange(
            plan,
            run,
            new ChangeRecord
            {
                PlanId = plan.Id,
                RunId = run.Id,
                Sequence = 1,
                Target = Side.Xledger,
                Kind = ChangeKind.Update,
                HumaId = new HumaId($"{person}"),
                XledgerId = new XledgerId($"{employee}"),
                PersonName = "Ola Nordmann",
                Field = field,
                From = FieldValue.NotKnown,
                To = FieldValue.Nothing,
                Cause = ChangeCause.HumaWins,
                State = ChangeState.Planned,
            }
        );
        await store.SaveChangesAsync(Cancellation);
    }
}
