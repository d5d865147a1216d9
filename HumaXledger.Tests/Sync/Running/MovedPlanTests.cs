using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.FollowUps;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>
/// Who writes the database, without its keys, gives a run the plan, comparison or answers of another connection, whose
/// records have the same ids: Demo is a copy of Live.
/// </summary>
public sealed class MovedPlanTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_GivenTheComparisonOfAnotherConnection_LinksAndWritesNothing(bool earlierVersion)
    {
        await using var inbound = await InboundFixture.OpenAsync(3, sealsItself: true);
        var (person, another, fixture) = (inbound.People[1], inbound.People[2], inbound.SyncFixture);
        Guid runId;
        await using (var store = fixture.Store())
        {
            var run = await store.Runs.SingleAsync(Cancellation);
            runId = run.Id;
            var plan = await store.Plans.SingleAsync(row => row.Id == run.PlanId, Cancellation);
            if (earlierVersion)
            {
                plan.Fingerprint = new FieldValue.Of(StoredFingerprint.FingerprintIn(plan.OwnFingerprint)!);
            }

            var demo = Samples.Connection();
            var compared = await ExchangedAsync(inbound, store, demo, plan.ComparisonId, person, another);

            HumaId[] both = [new($"{person.HumaId}"), new($"{another.HumaId}")];
            await store.Links.Where(link => both.Contains(link.HumaId)).ExecuteDeleteAsync(Cancellation);
            var parties = (
                await store.Connections.SingleAsync(row => row.Id == inbound.Connection, Cancellation)
            ).Parties();
            await store
                .Comparisons.Where(row => row.Id == compared)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Compared, parties), Cancellation);
            await store
                .Plans.Where(row => row.Id == plan.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.ComparisonId, compared), Cancellation);
            await store
                .Runs.Where(row => row.Id == runId)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.FinishedAt, (DateTime?)null)
                            .SetProperty(row => row.State, RunState.Waiting),
                    Cancellation
                );
        }

        var report = await fixture.RunAsync(runId, Cancellation);

        Assert.Equal((RunState.Failed, AlertReasons.ValueMisplaced), (report.Run.State, report.Run.Failure?.Code));
        Assert.Null(await inbound.LinkAsync(person.HumaId));
        await fixture.Get<MisplacedValues>().NoteAsync(Cancellation);
        Assert.Contains(
            await fixture.Get<Alerts>().OpenAsync(inbound.Connection, SyncFixture.Administrator, Cancellation),
            alert => alert.Problem == AlertReasons.ValuesMisplaced
        );
    }

    [Theory]
    [InlineData(true, 0, false)]
    [InlineData(false, 8, false)]
    [InlineData(false, 6, true)]
    public async Task Review_OfAComparisonOfAnotherConnection_IsNotOpened(bool isNamed, int days, bool opens)
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var fixture = inbound.SyncFixture;
        Guid compared;
        await using (var store = fixture.Store())
        {
            var own = await store.Plans.Select(plan => plan.ComparisonId).SingleAsync(Cancellation);
            compared = await ExchangedAsync(
                inbound,
                store,
                Samples.Connection(),
                own,
                inbound.People[1],
                inbound.People[2],
                isNamed
            );
            await store
                .Comparisons.Where(row => row.Id == compared)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.ConnectionId, inbound.Connection)
                            .SetProperty(row => row.State, ComparisonState.Complete),
                    Cancellation
                );
        }

        fixture.Clock.Pass(TimeSpan.FromDays(days));

        var open = await fixture
            .Get<Review>()
            .FindOpenAsync(inbound.Connection, SyncFixture.Administrator, Cancellation);
        var snapshot = await fixture.Get<SnapshotCache>().SnapshotAsync(inbound.Connection, Cancellation);
        Assert.Equal(
            opens,
            await fixture.Get<ComparisonArchive>().CanReadAsync(inbound.Connection, compared, Cancellation)
        );
        Assert.Equal(opens, open?.Record.Id == compared);
        Assert.Equal(opens, snapshot?.ComparisonId == compared);
    }

    [Fact]
    public async Task Continue_AfterARunOfAnotherConnectionThatWasMovedHere_IsRefused()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var (person, fixture) = (inbound.People[1], inbound.SyncFixture);
        var stopped = await StoppedAsync(inbound, person);
        await using (var store = fixture.Store())
        {
            var plan = await store.Plans.SingleAsync(row => row.Id == stopped.Plan.Id, Cancellation);
            plan.Fingerprint = new FieldValue.Of(
                StoredFingerprint.Of(
                    StoredFingerprint.FingerprintIn(plan.OwnFingerprint)!,
                    [],
                    Guid.NewGuid(),
                    plan.ComparisonId
                )
            );
            await store.SaveChangesAsync(Cancellation);
        }

        var report = await fixture.ReportAsync(stopped.Run.Id);
        var answer = await fixture
            .Get<Retry>()
            .MakePlanAsync(stopped.Run.Id, report.Shown(PlanOrigin.Continued), SyncFixture.Administrator, Cancellation);
        var undone = await fixture
            .Get<Undo>()
            .ReviewAsync(
                new UndoScope(stopped.Run.Id),
                FollowUpSteps.NoGuards,
                SyncFixture.Administrator,
                Cancellation
            );

        Assert.Equal(new Reason(AlertReasons.ValueMisplaced), Assert.IsType<Answer<Guid>.Refused>(answer).Reason);
        Assert.Equal(new Reason(AlertReasons.ValueMisplaced), undone?.Refusal);
    }

    [Fact]
    public async Task Continue_WithAnswersThatAPlanOfAnotherConnectionSeals_MakesNoLinkByThem()
    {
        await using var inbound = await InboundFixture.OpenAsync(4);
        var (person, another, fixture) = (inbound.People[2], inbound.People[3], inbound.SyncFixture);
        var stopped = await StoppedAsync(inbound, inbound.People[1]);
        var comparison = stopped.Plan.ComparisonId;
        await using (var store = fixture.Store())
        {
            HumaId[] both = [new($"{person.HumaId}"), new($"{another.HumaId}")];
            await store.Links.Where(link => both.Contains(link.HumaId)).ExecuteDeleteAsync(Cancellation);
            store.Add(
                new DecisionRecord
                {
                    ComparisonId = comparison,
                    Kind = DecisionKind.Match,
                    Subject = $"{person.HumaId}",
                    HumaId = $"{person.HumaId}",
                    XledgerId = $"{another.EmployeeDbId}",
                    DecidedBy = "x",
                    DecidedAt = fixture.Clock.GetUtcNow().UtcDateTime,
                }
            );
            await store.SaveChangesAsync(Cancellation);
            var made = await fixture.Get<DecisionStore>().LoadAsync(comparison, Cancellation);
            var now = SyncPlan.AnswersOf(made.Matches, othersConfirmed: false);
            store.Add(
                new PlanRecord
                {
                    Id = Guid.CreateVersion7(fixture.Clock.GetUtcNow().AddDays(-300)),
                    ConnectionId = inbound.Connection,
                    ComparisonId = comparison,
                    Number = 1000,
                    State = PlanState.Refused,
                    Origin = PlanOrigin.Reviewed,
                    Fingerprint = FieldValue.From(
                        StoredFingerprint.Of($"reviewed.{now}", [], Guid.NewGuid(), Guid.NewGuid())
                    ),
                    CreatedAt = fixture.Clock.GetUtcNow().UtcDateTime,
                    CreatedBy = "x",
                    ChangeCount = 0,
                    Blocked = [],
                    Guards = [],
                    Forecast = Forecast.Nothing,
                }
            );
            await store.SaveChangesAsync(Cancellation);
        }

        await fixture.RetryAsync(await fixture.ReportAsync(stopped.Run.Id), Cancellation);

        // By the evidence, as before.
        Assert.Equal($"{person.EmployeeDbId}", (await inbound.LinkAsync(person.HumaId))?.XledgerId.Value);
        Assert.Equal("Teamleder", inbound.InXledger(inbound.People[1], SandboxField.JobTitle));
    }

    // A run of one change, stopped before it.
    private static async Task<RunReport> StoppedAsync(InboundFixture inbound, Someone person)
    {
        var fixture = inbound.SyncFixture;
        var session = await fixture.ReviewedAsync(inbound.Connection, [person], SandboxField.JobTitle, _ =>
            "Teamleder"
        );
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        await using (var store = fixture.Store())
        {
            await store
                .Runs.Where(row => row.Id == run)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, RunState.Stopping), Cancellation);
        }

        var stopped = await fixture.RunAsync(run, Cancellation);
        Assert.True(stopped.CanContinue);
        return stopped;
    }

    // What the product itself stores for a Demo connection, in which two employees were exchanged.
    private static async Task<Guid> ExchangedAsync(
        InboundFixture inbound,
        SyncDbContext store,
        Core.Storage.Connections.Connection demo,
        Guid comparison,
        Someone person,
        Someone another,
        bool isNamed = true
    )
    {
        var now = inbound.SyncFixture.Clock.GetUtcNow();
        var compared = new ComparisonRecord
        {
            Id = Guid.CreateVersion7(now),
            ConnectionId = demo.Id,
            State = ComparisonState.Closed,
            StartedAt = now.UtcDateTime,
            StartedBy = "x",
            FinishedAt = now.UtcDateTime,
            Compared = demo.Parties(),
        };
        store.AddRange(demo, compared);
        await store.SaveChangesAsync(Cancellation);
        var archive = inbound.SyncFixture.Get<ComparisonArchive>();
        var input = (await archive.LoadAsync(inbound.Connection, comparison, Cancellation))!;
        var (own, other) = ($"{person.EmployeeDbId}", $"{another.EmployeeDbId}");
        await archive.SaveAsync(
            compared.Id,
            input with
            {
                // An earlier version named none.
                ConnectionId = isNamed ? demo.Id : null,
                Links = [],
                Baselines = [],
                Identities = [],
                Xledger =
                [
                    .. input.Xledger.Select(one =>
                        one.Id == own ? one with { Id = other }
                        : one.Id == other ? one with { Id = own }
                        : one
                    ),
                ],
            },
            Cancellation
        );
        return compared.Id;
    }
}
