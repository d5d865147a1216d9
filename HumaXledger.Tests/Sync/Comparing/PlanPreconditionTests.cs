using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Comparing;

/// <summary>
/// A plan whose preconditions changed since its comparison is refused as a whole before anything is written.
/// </summary>
public sealed class PlanPreconditionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_AnotherRunEndedSinceItsComparison_IsRefusedByThatRunsNumber()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await ConnectedAsync(fixture, people);
        // Two administrators compare; the first plan is executed while the second is reviewed.
        var first = await ReviewedAsync(fixture, connection, people);
        var firstPlan = await fixture.PlanAsync(first, Cancellation);
        var firstRun = await fixture.StartAsync(firstPlan, Cancellation);
        var second = await ReviewedAsync(fixture, connection, people);
        fixture.Clock.Pass(TimeSpan.FromSeconds(1));
        await fixture.RunAsync(firstRun, Cancellation);
        var plan = await fixture.PlanAsync(second, Cancellation);

        var answer = await TakeAsync(fixture, plan);

        Assert.Equal(new Reason(RunReasons.PlanOtherRun, "1"), Assert.IsType<Answer<Guid>.Refused>(answer).Reason);
        Assert.Equal(
            new Reason(ReviewReasons.PlanStale),
            Assert.IsType<Answer<Guid>.Refused>(await TakeAsync(fixture, plan)).Reason
        );
        await using var store = fixture.Store();
        Assert.Equal(
            (1, PlanState.Refused),
            (
                await store.Runs.CountAsync(Cancellation),
                (await store.Plans.SingleAsync(row => row.Id == plan, Cancellation)).State
            )
        );
    }

    [Theory]
    [InlineData("entity")]
    [InlineData("organization")]
    [InlineData("group")]
    public async Task Plan_ConnectionOfOtherSystemsByNow_IsRefused(string what)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await ConnectedAsync(fixture, people);
        var plan = await fixture.PlanAsync(await ReviewedAsync(fixture, connection, people), Cancellation);
        await ChangeAsync(fixture, connection, row =>
        {
            row.XledgerEntityId = what == "entity" ? "77" : row.XledgerEntityId;
            row.HumaOrganizationId = what == "organization" ? Guid.NewGuid().ToString() : row.HumaOrganizationId;
            row.HumaGroupId = what == "group" ? Guid.NewGuid().ToString() : row.HumaGroupId;
        });

        Assert.Equal(
            new Reason(RunReasons.PlanConnectionChanged),
            Assert.IsType<Answer<Guid>.Refused>(await TakeAsync(fixture, plan)).Reason
        );
    }

    [Fact]
    public async Task Run_ConnectionWasChangedWhileItWaited_EndsBeforeAnythingIsSent()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await ConnectedAsync(fixture, people);
        var run = await fixture.StartAsync(
            await fixture.PlanAsync(await ReviewedAsync(fixture, connection, people), Cancellation),
            Cancellation
        );
        await ChangeAsync(fixture, connection, row => row.XledgerEntityId = "77");

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(
            (RunState.Failed, RunReasons.PlanConnectionChanged, people.Count),
            (report.Run.State, report.Run.Failure?.Code, report.NotReached)
        );
        Assert.Equal((0, 0), (report.Run.XledgerRequests, report.Run.HumaRequests));
    }

    // An attacker who writes the database divides the same text elsewhere.
    [Fact]
    public void Parties_WithTheSeparatorInAnId_AreOthers()
    {
        var (one, other, usual) = (Samples.Connection(), Samples.Connection(), Samples.Connection());
        (one.HumaGroupType, one.HumaGroupId) = ("team|1", "2");
        (other.HumaGroupType, other.HumaGroupId) = ("team", "1|2");
        (usual.HumaGroupType, usual.HumaGroupId) = (@"team\", "1");

        Assert.Equal(
            3,
            new HashSet<string> { one.Parties(), other.Parties(), usual.Parties().Replace(@"\\", @"\") }.Count
        );
        usual.HumaGroupType = "team";
        // As comparisons of earlier versions are stored.
        Assert.Equal("Sandbox|organization|team|1|Sandbox|900", usual.Parties());
    }

    // Two installations of Xledger may number their employees alike, so that the plan of one fits the other.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Plan_InventedOrMovedHereInTheDatabase_IsRefused(bool moved)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await ConnectedAsync(fixture, people);
        var plan = await fixture.PlanAsync(await ReviewedAsync(fixture, connection, people), Cancellation);
        await using (var store = fixture.Store())
        {
            var row = await store.Plans.SingleAsync(row => row.Id == plan, Cancellation);
            row.Fingerprint = moved
                ? new FieldValue.Of(
                    StoredFingerprint.Of(
                        StoredFingerprint.FingerprintIn(row.Fingerprint.TextOrNull)!,
                        [],
                        Guid.NewGuid(),
                        row.ComparisonId
                    )
                )
                : FieldValue.NotKnown;
            await store.SaveChangesAsync(Cancellation);
        }

        var answer = await TakeAsync(fixture, plan);

        Assert.Equal(
            new Reason(moved ? AlertReasons.ValueMisplaced : AlertReasons.ValueUnreadable),
            Assert.IsType<Answer<Guid>.Refused>(answer).Reason
        );
    }

    // The keys of a connection open one installation: who writes the database points them to no other.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keys_WithAnotherInstallationInTheDatabase_CannotBeRead(bool xledger)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await ConnectedAsync(fixture, fixture.Ordinary(2));
        await ChangeAsync(fixture, connection, row =>
        {
            row.XledgerEnvironment = xledger ? "Live" : row.XledgerEnvironment;
            row.HumaEnvironment = xledger ? row.HumaEnvironment : "Live";
        });
        await using var store = fixture.Store();
        var changed = await store.Connections.AsNoTracking().SingleAsync(row => row.Id == connection, Cancellation);
        var systems = fixture.Get<OutsideSystems>();

        var fault = xledger
            ? Assert.Throws<XledgerFault>(() => systems.Xledger(changed)).Reason
            : Assert.Throws<HumaFault>(() => systems.Huma(changed)).Reason;

        Assert.Equal(new Reason(AlertReasons.SecretUnreadable), fault);
    }

    [Fact]
    public async Task Plan_OfMoreThanSevenDaysAgo_IsRefused()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await ConnectedAsync(fixture, people);
        var plan = await fixture.PlanAsync(await ReviewedAsync(fixture, connection, people), Cancellation);
        fixture.Clock.Pass(PlanStore.LongestWait);

        var answer = await TakeAsync(fixture, plan);

        Assert.Equal(new Reason(RunReasons.PlanTooOld), Assert.IsType<Answer<Guid>.Refused>(answer).Reason);
        await using var store = fixture.Store();
        Assert.False(await store.Runs.AnyAsync(Cancellation));
    }

    // As who writes the database sets back the run of a plan that was carried out: with every time in the rows.
    [Fact]
    public async Task Run_OfAnOldPlanSetBackInTheDatabase_WritesNothing()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await ConnectedAsync(fixture, people);
        var plan = await fixture.PlanAsync(await ReviewedAsync(fixture, connection, people), Cancellation);
        var run = await fixture.StartAsync(plan, Cancellation);
        Assert.Equal(RunState.Completed, (await fixture.RunAsync(run, Cancellation)).Run.State);
        fixture.Clock.Pass(PlanStore.LongestWait);
        var now = fixture.Clock.GetUtcNow().UtcDateTime;
        await using var store = fixture.Store();
        await store
            .Plans.Where(row => row.Id == plan)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedAt, now), Cancellation);
        await store
            .Changes.Where(row => row.PlanId == plan)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, ChangeState.Planned)
                        .SetProperty(row => row.From, FieldValue.NotKnown),
                Cancellation
            );
        await store
            .Runs.Where(row => row.Id == run)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, RunState.Waiting)
                        .SetProperty(row => row.FinishedAt, (DateTime?)null)
                        .SetProperty(row => row.CreatedAt, now),
                Cancellation
            );
        foreach (var person in people)
        {
            fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Orgelbygger");
        }

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(
            (RunState.Failed, RunReasons.PlanTooOld, people.Count),
            (report.Run.State, report.Run.Failure?.Code, report.NotReached)
        );
        Assert.All(people, person =>
            Assert.Equal(
                "Orgelbygger",
                fixture.World.PersonByEmployee(person.EmployeeDbId)!.Xledger[SandboxField.JobTitle]
            )
        );
    }

    [Fact]
    public async Task Run_TokenOfAnotherEntityByNow_EndsAfterOneReadAndWritesNothing()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await ConnectedAsync(fixture, people);
        var run = await fixture.StartAsync(
            await fixture.PlanAsync(await ReviewedAsync(fixture, connection, people), Cancellation),
            Cancellation
        );
        var elsewhere = fixture
            .World.Xledger.Entities.All()
            .First(entity => entity.OwnerDbId != fixture.World.Xledger.Tokens.All()[0].EntityOwnerDbId);
        fixture.World.Xledger.Edit(edit =>
            edit.Change(fixture.World.Xledger.Tokens.All()[0], row => row.EntityOwnerDbId = elsewhere.OwnerDbId)
        );

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(
            (RunState.Failed, ConnectionReasons.OtherEntity, people.Count, 1),
            (report.Run.State, report.Run.Failure?.Code, report.NotReached, report.Run.XledgerRequests)
        );
        Assert.All(people, person =>
            Assert.NotEqual(
                "Fagansvarlig",
                fixture.World.PersonByEmployee(person.EmployeeDbId)!.Xledger[SandboxField.JobTitle]
            )
        );
    }

    [Fact]
    public async Task Run_KeyOfAnotherOrganizationByNow_EndsBeforeAnyWrite()
    {
        await using var fixture = await SyncFixture.OpenAsync(detour: true);
        var people = fixture.Ordinary(2);
        var connection = await ConnectedAsync(fixture, people);
        Assert.Equal(
            EditOutcome.Done,
            fixture.World.EditInXledger(people[0].EmployeeDbId, SandboxField.Address, "Nygata 7; 0155; Oslo; NO")
        );
        var session = await ReviewedAsync(fixture, connection, people);
        var toHuma = session
            .Comparison.Differences.Where(difference =>
                difference.Field == Field.Address && difference.Pair.Huma.Id == people[0].HumaId.ToString()
            )
            .ToList();
        (session, _) = await fixture
            .Get<Review>()
            .DecideAsync(session, toHuma, FieldChoice.UseXledger, SyncFixture.Administrator, Cancellation);
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        fixture.Detour.Amend = (asked, answer) =>
        {
            if (asked.Contains("/auth/oauth/token", StringComparison.Ordinal))
            {
                answer["organizationId"] = Guid.NewGuid().ToString();
            }
        };

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(
            (RunState.Failed, ConnectionReasons.OtherOrganization, 3, 0),
            (report.Run.State, report.Run.Failure?.Code, report.NotReached, report.Run.XledgerRequests)
        );
    }

    [Fact]
    public async Task Run_NothingChanged_UsesExactlyTheRequestsOfItsForecast()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(3);
        var connection = await ConnectedAsync(fixture, people);

        var report = await fixture.ApplyAsync(await ReviewedAsync(fixture, connection, people), Cancellation);

        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.Equal(
            (report.Plan.Forecast.XledgerRequests, report.Plan.Forecast.HumaRequests),
            (report.Run.XledgerRequests, report.Run.HumaRequests)
        );
    }

    private static Task<Answer<Guid>> TakeAsync(SyncFixture fixture, Guid plan) =>
        fixture.Get<StartRun>().StartAsync(plan, SyncFixture.Administrator, null, "en", Cancellation);

    private static async Task<Guid> ConnectedAsync(SyncFixture fixture, IReadOnlyList<Someone> people)
    {
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Fagansvarlig")
            );
        }

        return connection;
    }

    private static async Task<ReviewSession> ReviewedAsync(
        SyncFixture fixture,
        Guid connection,
        IReadOnlyList<Someone> people
    ) =>
        await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            people,
            Cancellation
        );

    private static async Task ChangeAsync(SyncFixture fixture, Guid connection, Action<Connection> change)
    {
        await using var store = fixture.Store();
        change(await store.Connections.SingleAsync(row => row.Id == connection, Cancellation));
        await store.SaveChangesAsync(Cancellation);
    }
}
