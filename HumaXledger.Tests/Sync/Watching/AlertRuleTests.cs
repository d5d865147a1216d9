using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Tests.Sync.Connections;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Watching;

/// <summary>
/// Alerts that the scheduled round derives from stored data: the allowance, people who wait for a decision, the end of
/// a month; and their settings.
/// </summary>
public sealed class AlertRuleTests
{
    private static readonly Actor Reader = new("reader", "Ola", null, new HashSet<Role> { Role.IntegrationReviewer });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Allowance_NearlyUsedThenUsedUpThenANewMonth_IsOneAlertAtATimeAndALoggedSummary()
    {
        await using var fixture = await SyncFixture.OpenAsync(settings: ("Xledger:Allowance:MonthlyRequests", "1000"));
        var connection = await fixture.ConnectAsync(Cancellation);
        await UseAsync(fixture, 800);
        Assert.Equal([AlertReasons.AllowanceNear], await ProblemsAsync(fixture, connection));
        await UseAsync(fixture, 200);
        Assert.Equal([AlertReasons.AllowanceUsedUp], await ProblemsAsync(fixture, connection));
        var month = fixture.Clock.GetUtcNow();

        fixture.Clock.Pass(TimeSpan.FromDays(31));
        await fixture.Get<MonthEnd>().ReportAsync(Cancellation);
        await fixture.Get<MonthEnd>().ReportAsync(Cancellation);

        Assert.Empty(await ProblemsAsync(fixture, connection));
        await using var store = fixture.Store();
        var reported = await store.Activity.SingleAsync(row => row.What == ActivityCodes.MonthEnded, Cancellation);
        Assert.Equal(
            (connection, month.ToString("yyyy-MM", CultureInfo.InvariantCulture), "1000"),
            (reported.ConnectionId, reported.Arguments[0], reported.Arguments[2])
        );
        Assert.True(int.Parse(reported.Arguments[1], CultureInfo.InvariantCulture) >= 1000);
    }

    [Fact]
    public async Task People_HeldByAGuardOrFailed_AreCountedOnceAndTheAlertCloses()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        await using (var store = fixture.Store())
        {
            store.AddRange(
                PendingChange("a", PendingChangeState.Failed),
                PendingChange("a", PendingChangeState.Failed),
                PendingChange("b", PendingChangeState.Failed),
                PendingChange("c", PendingChangeState.Held, PendingChangeCause.SafetyLimit),
                PendingChange("d", PendingChangeState.Held, PendingChangeCause.Approval)
            );
            await store.SaveChangesAsync(Cancellation);
        }

        Assert.Equal([AlertReasons.GuardHolds, AlertReasons.PeopleFailed], await ProblemsAsync(fixture, connection));
        Assert.Equal(
            [
                ["1"],
                ["2"],
            ],
            (await fixture.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation)).Select(alert =>
                alert.Arguments
            )
        );
        await using (var store = fixture.Store())
        {
            await store.PendingChanges.ExecuteUpdateAsync(
                set => set.SetProperty(pending => pending.State, PendingChangeState.Written),
                Cancellation
            );
        }

        Assert.Empty(await ProblemsAsync(fixture, connection));

        PendingChange PendingChange(string person, PendingChangeState state, PendingChangeCause? cause = null) =>
            new()
            {
                ConnectionId = connection,
                HumaId = new HumaId(person),
                State = state,
                Cause = cause,
            };
    }

    [Fact]
    public async Task Settings_EachChange_IsSavedAndLoggedWithItsAuthor()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var settings = fixture.Get<ConnectionSettings>();
        var kari = SyncFixture.Administrator;

        Func<SettingsValues, SettingsValues>[] changes =
        [
            values => values with { DriftCheckAt = new TimeOnly(4, 15) },
            values => values with { DriftThreshold = 0 },
            values => values with { QuickComparisonMinutes = null },
            values => values with { Reconciles = true },
            values => values with { AlertsTo = [new AlertRecipient("kari@example.no", "nb-NO")] },
        ];
        foreach (var change in changes)
        {
            Assert.Null(await settings.ChangeAsync(connection, change, kari, Cancellation));
        }

        await using var store = fixture.Store();
        var kept = await store.Connections.SingleAsync(row => row.Id == connection, Cancellation);
        Assert.Equal(
            (new TimeOnly(4, 15), 0, null, true),
            (kept.DriftCheckAt, kept.DriftThreshold, kept.QuickComparisonMinutes, kept.Reconciles)
        );
        Assert.Equal(new AlertRecipient("kari@example.no", "nb-NO"), Assert.Single(kept.AlertsTo));
        var reported = await store
            .Activity.Where(row => row.Who == SyncFixture.AdministratorName)
            .OrderBy(row => row.Id)
            .ToListAsync(Cancellation);
        Assert.Equal(
            [
                (ActivityCodes.DriftTimeChanged, "04:15"),
                (ActivityCodes.DriftLimitChanged, "0"),
                (ActivityCodes.QuickIntervalChanged, "–"),
                (ActivityCodes.ReconciliationChanged, "+"),
                (ActivityCodes.AlertRecipientsChanged, "1"),
            ],
            reported.TakeLast(5).Select(row => (row.What, row.Arguments[0]))
        );
        await Assert.ThrowsAsync<ActRefused>(() =>
            settings.ChangeAsync(connection, values => values with { DriftThreshold = 5 }, Reader, Cancellation)
        );
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("Kari <kari@example.no>")]
    [InlineData("kari@example.no\r\nBcc: other@example.com")]
    [InlineData("kari@example.no,other@example.com")]
    [InlineData("")]
    public void Address_Invalid_IsRecognised(string text) => Assert.False(ConnectionSettings.IsAddress(text));

    private static async Task<IEnumerable<string>> ProblemsAsync(SyncFixture fixture, Guid connection)
    {
        await fixture.Get<AlertRounds>().WatchAsync(Cancellation);
        return (await fixture.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation)).Select(alert =>
            alert.Problem
        );
    }

    private static async Task UseAsync(SyncFixture fixture, int requests)
    {
        await using var store = fixture.Store();
        var fingerprint = await store.Connections.Select(row => row.XledgerTokenFingerprint).SingleAsync(Cancellation);
        var ledger = fixture.Get<UsageLedger>();
        await ledger.AddAsync(
            new UsageRecord
            {
                Fingerprint = fingerprint,
                Side = Side.Xledger,
                Month = ledger.ThisMonth,
                Requests = requests,
            },
            Cancellation
        );
    }
}
