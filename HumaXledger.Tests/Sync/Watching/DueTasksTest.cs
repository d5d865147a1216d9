using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Sync.Watching;

public sealed class DueWorkOnSqliteTest(SqliteStore store) : DueTasksTest<SqliteStore>(store);

public sealed class DueWorkOnPostgresTest(PostgresStore store) : DueTasksTest<PostgresStore>(store);

public abstract class DueTasksTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // 2026-01-31 23:59 UTC is 00:59 of 1 February in Oslo; the nightly check of 02:30 there is 01:30 UTC, and up to
    // an hour later for each connection (ScheduleOffset).
    private static readonly DateTime Now = TestStore.Start.UtcDateTime;

    [Fact]
    public async Task DriftCheck_AtItsTimeInOslo_IsDueOnceAndAgainTheNextDay()
    {
        var connection = await AddAsync(_ => { });
        var turn = Now.AddMinutes(91) + ScheduleOffset.Of(connection);
        Assert.False(await IsDueAsync(connection, DueKind.DriftCheck, turn.AddMinutes(-1)));
        Assert.True(await IsDueAsync(connection, DueKind.DriftCheck, turn.AddMinutes(1)));
        await AddCheckAsync(connection, turn.AddMinutes(1), ComparisonState.Closed);

        Assert.False(await IsDueAsync(connection, DueKind.DriftCheck, turn.AddMinutes(2)));
        Assert.True(await IsDueAsync(connection, DueKind.DriftCheck, turn.AddMinutes(1).AddDays(1)));
    }

    [Fact]
    public async Task DriftCheck_AfterSeveralNightsOfDowntime_IsMadeUpForOnce()
    {
        var connection = await AddAsync(_ => { });
        await AddCheckAsync(connection, Now.AddDays(-5), ComparisonState.Closed);

        Assert.True(await IsDueAsync(connection, DueKind.DriftCheck, Now));
        await AddCheckAsync(connection, Now, ComparisonState.Closed);
        Assert.False(await IsDueAsync(connection, DueKind.DriftCheck, Now.AddMinutes(1)));
    }

    [Fact]
    public async Task DriftCheck_Failed_IsRetriedAnHourLaterThreeTimesInAll()
    {
        var connection = await AddAsync(_ => { });
        var first = Now.AddMinutes(92) + ScheduleOffset.Of(connection);
        await AddCheckAsync(connection, first, ComparisonState.Failed);
        Assert.False(await IsDueAsync(connection, DueKind.DriftCheck, first.AddMinutes(59)));
        Assert.True(await IsDueAsync(connection, DueKind.DriftCheck, first.AddHours(1)));
        await AddCheckAsync(connection, first.AddHours(1), ComparisonState.Failed);
        await AddCheckAsync(connection, first.AddHours(2), ComparisonState.Failed);

        Assert.False(await IsDueAsync(connection, DueKind.DriftCheck, first.AddHours(5)));
        Assert.True(await IsDueAsync(connection, DueKind.DriftCheck, first.AddDays(1)));
    }

    [Fact]
    public async Task AnyTask_DuringAComparisonOrOnAnInactiveConnection_IsNotDue()
    {
        var busy = await AddAsync(_ => { });
        await AddCheckAsync(busy, Now, ComparisonState.Running, ComparisonPurpose.Review);
        var ended = await AddAsync(connection => connection.DisconnectedAt = Now);
        var established = await AddAsync(connection => connection.State = ConnectionState.Established);
        var off = await AddAsync(connection =>
            (connection.DriftCheckAt, connection.QuickComparisonMinutes) = (null, null)
        );

        var due = await FindAsync(Now.AddDays(2));

        Assert.DoesNotContain(due, one => one.ConnectionId == busy && one.Kind != DueKind.TokenHealth);
        Assert.DoesNotContain(due, one => one.ConnectionId == ended);
        Assert.DoesNotContain(due, one => one.ConnectionId == established && one.Kind != DueKind.TokenHealth);
        Assert.DoesNotContain(due, one => one.ConnectionId == off && one.Kind != DueKind.TokenHealth);
    }

    [Theory]
    [InlineData(null, false, true)]
    [InlineData(6, false, false)]
    [InlineData(7, false, true)]
    [InlineData(null, true, false)]
    public async Task QuickComparison_WithoutMessagesOnAnActiveConnection_IsDueByItsInterval(
        int? daysSinceAMessage,
        bool paused,
        bool due
    )
    {
        var connection = await AddAsync(row =>
        {
            row.DriftCheckAt = null;
            row.QuickComparisonMinutes = 15;
            row.LastQuickComparisonAt = Now;
            row.WebhookAddress = $"{Guid.NewGuid()}";
            row.LastMessageAt = Now.AddMinutes(15).AddDays(-daysSinceAMessage ?? 0);
            row.LastMessageAt = daysSinceAMessage is null ? null : row.LastMessageAt;
            row.PausedAt = paused ? Now : null;
        });

        Assert.False(await IsDueAsync(connection, DueKind.QuickComparison, Now.AddMinutes(14)));
        Assert.Equal(due, await IsDueAsync(connection, DueKind.QuickComparison, Now.AddMinutes(15)));
    }

    [Fact]
    public async Task QuickComparison_WhileAWebhookReports_IsDueAfterHalfOfTheTimeToNotice()
    {
        var connection = await AddAsync(Reporting);

        Assert.False(await IsDueAsync(connection, DueKind.QuickComparison, Now.AddHours(12).AddMinutes(-1)));
        Assert.True(await IsDueAsync(connection, DueKind.QuickComparison, Now.AddHours(12)));

        // A difference check reads everyone in Huma too, unless it fails.
        await AddCheckAsync(connection, Now.AddHours(4), ComparisonState.Closed);
        await AddCheckAsync(connection, Now.AddHours(8), ComparisonState.Failed);
        Assert.False(await IsDueAsync(connection, DueKind.QuickComparison, Now.AddHours(16).AddMinutes(-1)));
        Assert.True(await IsDueAsync(connection, DueKind.QuickComparison, Now.AddHours(16)));
    }

    [Fact]
    public async Task QuickComparison_ThatCouldNotBeCompleted_IsTriedAgainWithinTheTimeToNotice()
    {
        var connection = await AddAsync(row =>
        {
            Reporting(row);
            row.LastQuickComparisonAt = Now.AddHours(12);
        });

        Assert.False(await IsDueAsync(connection, DueKind.QuickComparison, Now.AddHours(13).AddMinutes(-1)));
        Assert.True(await IsDueAsync(connection, DueKind.QuickComparison, Now.AddHours(13)));
    }

    [Theory]
    [InlineData(true, 60, 60)]
    [InlineData(true, null, 720)]
    [InlineData(false, 60, 720)]
    public async Task QuickComparison_OfAReportingWebhook_FollowsTheIntervalWithReconciliation(
        bool reconciles,
        int? interval,
        int dueAfter
    )
    {
        var connection = await AddAsync(row =>
        {
            Reporting(row);
            (row.Reconciles, row.QuickComparisonMinutes) = (reconciles, interval);
            // What messages bring does not postpone it.
            row.LastSyncedAt = Now.AddMinutes(30);
        });

        Assert.False(await IsDueAsync(connection, DueKind.QuickComparison, Now.AddMinutes(dueAfter - 1)));
        Assert.True(await IsDueAsync(connection, DueKind.QuickComparison, Now.AddMinutes(dueAfter)));
    }

    private static void Reporting(Connection connection)
    {
        connection.DriftCheckAt = null;
        connection.WebhookAddress = $"{Guid.NewGuid()}";
        connection.LastMessageAt = Now;
        (connection.LastQuickComparisonAt, connection.LastCompletedQuickComparisonAt) = (Now, Now);
    }

    [Fact]
    public async Task TokenHealth_IsDueEverySixHours_AndSoonerAfterARefusal()
    {
        var connection = await AddAsync(_ => { });
        await AddHealthAsync(connection, Now, null);
        Assert.False(await IsDueAsync(connection, DueKind.TokenHealth, Now.AddHours(5)));
        Assert.True(await IsDueAsync(connection, DueKind.TokenHealth, Now.AddHours(6)));

        var refused = await AddAsync(_ => { });
        await AddHealthAsync(refused, Now, "xledger.token.rejected");
        Assert.False(await IsDueAsync(refused, DueKind.TokenHealth, Now.AddMinutes(9)));
        Assert.True(await IsDueAsync(refused, DueKind.TokenHealth, Now.AddMinutes(10)));
    }

    [Theory]
    // 2026-01-31 23:59 UTC is already 1 February in Oslo.
    [InlineData("2026-02-01", true)]
    [InlineData("2026-01-15", true)]
    [InlineData("2026-02-02", false)]
    [InlineData(null, false)]
    public async Task Dates_AreDueFromTheDayInOslo_AndQueuedOnce(string? day, bool due)
    {
        var connection = await AddAsync(row => row.DriftCheckAt = null);
        var person = new HumaId($"{Guid.NewGuid()}");
        await SaveAsync(Linked(connection, person, day));

        Assert.Equal(due, await IsDueAsync(connection, DueKind.Dates, Now));
        int[] queued = [await QueueAsync(connection), await QueueAsync(connection)];

        Assert.Equal(due ? [1, 0] : [0, 0], queued);
        Assert.False(await IsDueAsync(connection, DueKind.Dates, Now));
        await using var context = store.Open();
        Assert.Equal(
            due ? [(person, PendingChangeSource.Date, PendingChangeState.Waiting)] : [],
            (
                await context
                    .PendingChanges.Where(pending => pending.ConnectionId == connection)
                    .ToListAsync(Cancellation)
            ).Select(pending => (pending.HumaId, pending.Source, pending.State))
        );
    }

    [Fact]
    public async Task Dates_RequestedByTwoAtOnce_AreQueuedOnce()
    {
        var connection = await AddAsync(row => row.DriftCheckAt = null);
        foreach (var number in Enumerable.Range(0, 20))
        {
            await SaveAsync(Linked(connection, new HumaId($"{number}"), "2026-01-31"));
        }

        var queued = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => QueueAsync(connection)));

        Assert.Equal(20, queued.Sum());
        await using var context = store.Open();
        Assert.Equal(
            20,
            await context.PendingChanges.CountAsync(pending => pending.ConnectionId == connection, Cancellation)
        );
    }

    [Fact]
    public async Task Dates_OfAPausedOrEndedConnection_AreNeitherDueNorQueued()
    {
        foreach (
            var change in new Action<Connection>[]
            {
                row => row.PausedAt = Now,
                row => row.DisconnectedAt = Now,
                row => row.State = ConnectionState.Established,
            }
        )
        {
            var connection = await AddAsync(change);
            await SaveAsync(Linked(connection, new HumaId("1"), "2026-01-31"));

            Assert.False(await IsDueAsync(connection, DueKind.Dates, Now));
            Assert.Equal(0, await QueueAsync(connection));
        }
    }

    [Fact]
    public async Task Outlook_IsStoredWithTheLink_AndKeepsALaterReadingAndAReachedDay()
    {
        var connection = await AddAsync(_ => { });
        var person = new HumaId("1");
        await SaveAsync(Linked(connection, person, null));
        var position = new Position("p", "Leder", new DateOnly(2026, 3, 1), null, 80);
        EmploymentOutlook Outlook(int month) =>
            new(
                [position],
                "p",
                [
                    new AnnouncedChange(
                        new DateOnly(2026, month, 1),
                        AnnouncedKind.PositionBegins,
                        "Leder",
                        [new AnnouncedValue(Field.JobTitle, "Leder")]
                    ),
                ],
                new DateOnly(2026, month, 1)
            );

        await NoteAsync(Outlook(3), Now.AddHours(1), new DateOnly(2026, 2, 1));
        await NoteAsync(Outlook(4), Now, new DateOnly(2026, 2, 1));
        var later = await ReadAsync();
        await NoteAsync(Outlook(5), Now.AddHours(2), new DateOnly(2026, 3, 1));
        var come = await ReadAsync();

        Assert.Equal(
            (new DateOnly(2026, 3, 1), "Leder"),
            (later.LookAgainOn, Assert.Single(later.Outlook!.Announced).Title)
        );
        Assert.Equal([new AnnouncedValue(Field.JobTitle, "Leder")], later.Outlook.Announced[0].Values);
        Assert.Equal(position, Assert.Single(later.Outlook.Positions));
        Assert.Equal(
            (new DateOnly(2026, 3, 1), new DateOnly(2026, 5, 1)),
            (come.LookAgainOn, come.Outlook!.Announced[0].Date)
        );

        async Task NoteAsync(EmploymentOutlook outlook, DateTime readAt, DateOnly today)
        {
            await using var context = store.Open();
            await Outlooks.NoteAsync(
                context,
                connection,
                [new Person(Side.Huma, person.Value, true, FieldValues.AllUnknown) { Outlook = outlook }],
                readAt,
                today,
                Cancellation
            );
        }

        async Task<PersonLink> ReadAsync()
        {
            await using var context = store.Open();
            return await context
                .Links.AsNoTracking()
                .SingleAsync(link => link.ConnectionId == connection, Cancellation);
        }
    }

    [Theory]
    // The hour that is skipped in spring, and the one that occurs twice in autumn.
    [InlineData("2026-03-29T12:00:00Z", "02:30", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-25T12:00:00Z", "02:30", "2026-10-25T01:30:00Z")]
    [InlineData("2026-06-01T00:29:00Z", "02:30", "2026-05-31T00:30:00Z")]
    public void Last_TimeOfDayInOslo_IsConvertedToUtc(string now, string at, string expected)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        Assert.Equal(
            DateTimeOffset.Parse(expected, invariant).UtcDateTime,
            SystemDay.Last(TimeOnly.Parse(at, invariant), DateTimeOffset.Parse(now, invariant).UtcDateTime)
        );
    }

    private static PersonLink Linked(Guid connection, HumaId person, string? day) =>
        new()
        {
            ConnectionId = connection,
            HumaId = person,
            XledgerId = new XledgerId($"x{person.Value}"),
            LinkedBy = "Kari",
            LookAgainOn = CalendarDate.Read(day),
        };

    private Task<int> QueueAsync(Guid connection)
    {
        var (contexts, clock) = (
            store.Get<IDbContextFactory<SyncDbContext>>(),
            new SettableClock(new DateTimeOffset(Now, TimeSpan.Zero))
        );
        return new DatedChanges(
            contexts,
            new ChangeQueue(contexts, new RacingStoreClock(clock), clock),
            clock
        ).QueueAsync(connection, Cancellation);
    }

    private async Task<bool> IsDueAsync(Guid connection, DueKind kind, DateTime now) =>
        (await FindAsync(now)).Contains(new Due(connection, kind));

    private Task<IReadOnlyList<Due>> FindAsync(DateTime now) =>
        new DueTasks(
            store.Get<IDbContextFactory<SyncDbContext>>(),
            Options.Create(new HealthOptions()),
            Options.Create(new QuickComparisonOptions()),
            new SettableClock(new DateTimeOffset(now, TimeSpan.Zero))
        ).FindAsync(Cancellation);

    private async Task<Guid> AddAsync(Action<Connection> change)
    {
        var connection = Samples.Connection();
        (connection.State, connection.CreatedAt, connection.LastSyncedAt) = (
            ConnectionState.Active,
            Now.AddDays(-30),
            Now
        );
        change(connection);
        await SaveAsync(connection);
        return connection.Id;
    }

    private Task AddHealthAsync(Guid connection, DateTime at, string? reason) =>
        SaveAsync(
            new SystemHealth
            {
                ConnectionId = connection,
                Side = Side.Xledger,
                CheckedAt = at,
                Accepted = reason is null,
                Reason = reason is null ? null : new Reason(reason),
            }
        );

    private Task AddCheckAsync(
        Guid connection,
        DateTime at,
        ComparisonState state,
        ComparisonPurpose purpose = ComparisonPurpose.DriftCheck
    ) =>
        SaveAsync(
            new ComparisonRecord
            {
                Id = Guid.NewGuid(),
                ConnectionId = connection,
                Purpose = purpose,
                State = state,
                StartedAt = at,
                FinishedAt = state == ComparisonState.Running ? null : at,
                StartedBy = "HumaXledger",
            }
        );

    private async Task SaveAsync(object row)
    {
        await using var context = store.Open();
        context.Add(row);
        await context.SaveChangesAsync(Cancellation);
    }
}
