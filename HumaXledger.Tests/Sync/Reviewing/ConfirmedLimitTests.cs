using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.Connections;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Reviewing;

/// <summary>A confirmed safety limit lets through the people whom it held when it was confirmed.</summary>
public sealed class ConfirmedLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Limit_ConfirmedForTwoPeople_HoldsAgainWithAThirdAndNotForAnotherValue()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var session = await ReviewedAsync(fixture);

        var third = await ChooseAsync(fixture, session, person: 2, Field.EmploymentId);

        Assert.True(Guard(third) is { Count: 3, Confirmed: false, Holds: true });
        Assert.DoesNotContain(third.Preview.Changes, change => change.Field == Field.EmploymentId);
        Assert.True(Guard(await ReopenedAsync(fixture, third)) is { Holds: true });
        var back = await ChooseAsync(fixture, third, person: 2, Field.EmploymentId, null);
        var unrelated = await ChooseAsync(fixture, back, person: 3, Field.JobTitle);
        Assert.True(Guard(unrelated) is { Count: 2, Confirmed: true });
        Assert.True(Guard(await ReopenedAsync(fixture, unrelated)) is { Confirmed: true });
    }

    [Fact]
    public async Task Limit_ConfirmedAgainForMore_ReplacesTheConfirmationAndCanBeTakenBack()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var session = await ChooseAsync(fixture, await ReviewedAsync(fixture), person: 2, Field.EmploymentId);

        session = await ConfirmAsync(fixture, session, confirmed: true);

        Assert.True(Guard(session) is { Count: 3, Confirmed: true });
        Assert.Single(session.Decisions.ConfirmedGuards);
        session = await ConfirmAsync(fixture, session, confirmed: false);
        Assert.True(Guard(session) is { Holds: true });
        Assert.Empty((await fixture.Get<DecisionStore>().LoadAsync(session.Record.Id, Cancellation)).ConfirmedGuards);
    }

    [Fact]
    public async Task Confirmation_OfAnEarlierVersion_HoldsForNoOne()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var session = await ReviewedAsync(fixture);
        await using (var store = fixture.Store())
        {
            await store
                .Decisions.Where(row => row.Kind == DecisionKind.ConfirmGuard)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.Subject, nameof(GuardKind.EmploymentIdChanged)),
                    Cancellation
                );
        }

        // Another process, which has nothing in memory.
        await fixture.Get<DecisionStore>().SaveAsync(session.Record.Id, [], "x", cancellation: Cancellation);
        session = await ReopenedAsync(fixture, session);

        Assert.True(Guard(session) is { Count: 2, Confirmed: false, Holds: true });
        Assert.True(Guard(await ConfirmAsync(fixture, session, confirmed: true)) is { Confirmed: true });
    }

    private static GuardResult Guard(ReviewSession session) =>
        session.Preview.Guards.Single(guard => guard.Kind == GuardKind.EmploymentIdChanged);

    /// <summary>Two new employment numbers are chosen where one is the limit, and confirmed.</summary>
    private static async Task<ReviewSession> ReviewedAsync(SyncFixture fixture)
    {
        var people = fixture.Ordinary(4);
        var connection = await fixture.ConnectAsync(Cancellation);
        await fixture
            .Get<ConnectionSettings>()
            .ChangeAsync(
                connection,
                values => values.With(GuardKind.EmploymentIdChanged, new GuardLimit(1, null)),
                SyncFixture.Administrator,
                Cancellation
            );
        for (var person = 0; person < people.Count; person++)
        {
            fixture.World.EditInHuma(people[person].HumaId, SandboxField.EmploymentId, $"99000{person}");
            fixture.World.EditInHuma(people[person].HumaId, SandboxField.JobTitle, "Fagansvarlig");
        }

        var session = await fixture.CompareAsync(connection, Cancellation);
        session = await ChooseAsync(fixture, session, person: 0, Field.EmploymentId);
        session = await ChooseAsync(fixture, session, person: 1, Field.EmploymentId);
        Assert.True(Guard(session) is { Count: 2, Holds: true });
        session = await ConfirmAsync(fixture, session, confirmed: true);
        Assert.True(Guard(session) is { Confirmed: true });
        Assert.Equal(2, session.Preview.Changes.Count);
        return session;
    }

    private static async Task<ReviewSession> ChooseAsync(
        SyncFixture fixture,
        ReviewSession session,
        int person,
        Field field,
        FieldChoice? choice = FieldChoice.UseHuma
    )
    {
        var id = $"{fixture.Ordinary(4)[person].HumaId}";
        var difference = session.Comparison.Differences.Single(one => one.Pair.Huma.Id == id && one.Field == field);
        return (
            await fixture
                .Get<Review>()
                .DecideAsync(session, [difference], choice, SyncFixture.Administrator, Cancellation)
        ).Session;
    }

    private static Task<ReviewSession> ConfirmAsync(SyncFixture fixture, ReviewSession session, bool confirmed) =>
        fixture
            .Get<Review>()
            .ConfirmGuardAsync(
                session,
                GuardKind.EmploymentIdChanged,
                confirmed,
                SyncFixture.Administrator,
                Cancellation
            );

    private static Task<ReviewSession> ReopenedAsync(SyncFixture fixture, ReviewSession session) =>
        fixture.Get<Review>().OpenAsync(session.Record.Id, SyncFixture.Administrator, Cancellation);
}
