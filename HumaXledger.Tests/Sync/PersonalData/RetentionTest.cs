using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Mail;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Sync.PersonalData;

public sealed class RetentionOnSqliteTest(SqliteStore store) : RetentionTest<SqliteStore>(store);

public sealed class RetentionOnPostgresTest(PostgresStore store) : RetentionTest<PostgresStore>(store);

public abstract class RetentionTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly DateTime Now = TestStore.Start.UtcDateTime;

    [Fact]
    public async Task Messages_PastTheirRetention_AreDeletedInBatchesAndTheOutcomesStay()
    {
        var connection = await store.AddConnectionAsync();
        await SaveAsync([
            .. Enumerable.Range(0, Removal.Batch + 10).Select(number => Message(connection, Now.AddDays(-31), number)),
            Message(connection, Now.AddDays(-29), -1),
        ]);
        await using (var context = store.Open())
        {
            var old = await context
                .Messages.Where(row => row.ConnectionId == connection)
                .OrderBy(row => row.Id)
                .Select(row => row.Id)
                .FirstAsync(Cancellation);
            context.Add(
                new PendingChange
                {
                    ConnectionId = connection,
                    MessageId = old,
                    HumaId = new HumaId("huma-1"),
                    ReceivedAt = Now.AddDays(-31),
                    EndedAt = Now.AddDays(-31),
                    State = PendingChangeState.Written,
                }
            );
            await context.SaveChangesAsync(Cancellation);
        }

        await RunAsync(new RetentionOptions());

        await using var after = store.Open();
        Assert.Equal(
            Now.AddDays(-29),
            (await after.Messages.SingleAsync(row => row.ConnectionId == connection, Cancellation)).ReceivedAt
        );
        Assert.Null(
            (await after.PendingChanges.SingleAsync(row => row.ConnectionId == connection, Cancellation)).MessageId
        );
        // One entry for each transaction.
        var logged = await after
            .Activity.Where(row => row.ConnectionId == connection && row.What == ActivityCodes.OldRemoved)
            .OrderBy(row => row.Number)
            .ToListAsync(Cancellation);
        Assert.Equal(
            [
                [$"{Removal.Batch}", "0", "0"],
                ["10", "0", "0"],
            ],
            logged.Select(entry => entry.Arguments)
        );
    }

    [Fact]
    public async Task Contents_Old_AreDeletedUnlessNewestOpenOrNeeded()
    {
        var connection = await store.AddConnectionAsync();
        var newest = await ComparedAsync(connection, -40, ComparisonState.Closed, ComparisonPurpose.DriftCheck);
        var newestReview = await ComparedAsync(connection, -50, ComparisonState.Closed);
        var open = await ComparedAsync(connection, -60, ComparisonState.Complete);
        var ready = await ComparedAsync(connection, -70, ComparisonState.Closed);
        var running = await ComparedAsync(connection, -80, ComparisonState.Closed);
        var past = await ComparedAsync(connection, -90, ComparisonState.Closed);
        var plans = store.Plans;
        await EndAsync(
            await TakenAsync(
                await plans.SaveAsync(connection, past, Samples.Plan([Samples.Change(1)]), "Kari", Cancellation),
                1
            )
        );
        await TakenAsync(
            await plans.SaveAsync(connection, running, Samples.Plan([Samples.Change(1)]), "Kari", Cancellation),
            2
        );
        await plans.SaveAsync(connection, ready, Samples.Plan([Samples.Change(1)]), "Kari", Cancellation);
        // The newest review is then open; it is kept for either reason.
        await using (var context = store.Open())
        {
            await context
                .Comparisons.Where(row => row.Id == newestReview)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ComparisonState.Closed), Cancellation);
        }

        await RunAsync(new RetentionOptions());

        await using var after = store.Open();
        var kept = await after
            .ComparisonContents.Where(row =>
                after.Comparisons.Any(comparison =>
                    comparison.Id == row.ComparisonId && comparison.ConnectionId == connection
                )
            )
            .Select(row => row.ComparisonId)
            .ToListAsync(Cancellation);
        Assert.Equal(new[] { newest, newestReview, open, ready, running }.Order(), kept.Order());
        Assert.True(await after.Comparisons.AnyAsync(row => row.Id == past, Cancellation));
    }

    [Fact]
    public async Task History_PastItsRetention_LosesNamesAndValuesAndCannotBeRetriedOrUndone()
    {
        var connection = await store.AddConnectionAsync();
        var comparison = await ComparedAsync(connection, -100, ComparisonState.Closed);
        await ComparedAsync(connection, -1, ComparisonState.Closed);
        var clock = store.Clock.Now;
        store.Clock.Now = clock.AddDays(-100);
        var plan = await store.Plans.SaveAsync(
            connection,
            comparison,
            Samples.Plan([Samples.Change(1), Samples.Change(2)]),
            "Kari",
            Cancellation
        );
        store.Clock.Now = clock;
        await EndAsync(await TakenAsync(plan, 1), Now.AddDays(-100));
        await using (var context = store.Open())
        {
            await context
                .Changes.Where(row => row.PlanId == plan.Id && row.Sequence == 1)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ChangeState.Refused), Cancellation);
        }

        await RunAsync(new RetentionOptions());
        Assert.All(await store.Plans.ChangesAsync(plan.Id, Cancellation), change =>
            Assert.NotEqual(Retention.NameRemoved, change.PersonName)
        );
        await RunAsync(new RetentionOptions { PersonHistoryDays = 90 });

        var changes = await store.Plans.ChangesAsync(plan.Id, Cancellation);
        Assert.Equal(2, changes.Count);
        Assert.All(changes, change =>
            Assert.Equal(
                (Retention.NameRemoved, false, false),
                (change.PersonName, change.From.IsKnown, change.To.IsKnown)
            )
        );
        Assert.DoesNotContain(changes, change => Retry.IsOpen(change, PlanOrigin.Retried, emptiesAsPlanned: true));
        Assert.Equal(ChangeState.Refused, changes[0].State);
    }

    [Fact]
    public async Task History_LastUndoOfAField_Stays()
    {
        var connection = await store.AddConnectionAsync();
        var comparison = await ComparedAsync(connection, -100, ComparisonState.Closed);
        await ComparedAsync(connection, -1, ComparisonState.Closed);
        var clock = store.Clock.Now;
        store.Clock.Now = clock.AddDays(-100);
        var plan = await store.Plans.SaveAsync(
            connection,
            comparison,
            Samples.Plan([Samples.Change(1)]),
            new PlanSource(PlanOrigin.Undo, null),
            "Kari",
            Cancellation
        );
        store.Clock.Now = clock;
        await EndAsync(await TakenAsync(plan, 1), Now.AddDays(-100));
        await using (var context = store.Open())
        {
            await context
                .Changes.Where(row => row.PlanId == plan.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ChangeState.Confirmed), Cancellation);
        }

        await RunAsync(new RetentionOptions { PersonHistoryDays = 90 });

        Assert.True(Assert.Single(await store.Plans.ChangesAsync(plan.Id, Cancellation)).To.IsKnown);
    }

    [Fact]
    public async Task Mails_ThatWereGivenUp_AreRemovedAfterAWhileUnlessTheirAlertGoesOn()
    {
        var now = store.Clock.Now.UtcDateTime;
        var connection = Samples.Connection();
        await SaveAsync([connection]);
        var open = new Alert
        {
            ConnectionId = connection.Id,
            Problem = AlertReasons.Xledger,
            OpenedAt = now,
        };
        await SaveAsync([open]);

        UndeliveredMail Mail(int daysAgo, bool isDue = false, long? alert = null) =>
            new()
            {
                Id = Guid.NewGuid(),
                ConnectionId = connection.Id,
                AlertId = alert,
                Recipient = "kari@example.no",
                LastAttemptAt = now.AddDays(-daysAgo),
                DueAt = isDue ? now : null,
                Reason = new Reason(MailReasons.Invalid),
            };
        UndeliveredMail[] kept = [Mail(29), Mail(31, isDue: true), Mail(31, alert: open.Id)];
        await SaveAsync([.. kept, Mail(31)]);

        await RunAsync(new RetentionOptions());

        await using var after = store.Open();
        Assert.Equal(
            kept.Select(mail => mail.Id).Order(),
            (
                await after
                    .UndeliveredMails.Where(mail => mail.ConnectionId == connection.Id)
                    .Select(mail => mail.Id)
                    .ToListAsync(Cancellation)
            ).Order()
        );
    }

    [Fact]
    public async Task EndedConnection_PastItsRetention_KeepsOnlyAnonymizedRecords()
    {
        var remembered = await StoredPersonFixture.InAsync(store, ended: true);
        var ended = store.Clock.Now;
        await SaveAsync([
            new UndeliveredMail
            {
                Id = Guid.NewGuid(),
                ConnectionId = remembered.Connection,
                Recipient = "kari@example.no",
                Reason = new Reason(MailReasons.Invalid),
            },
            new MissedChange { ConnectionId = remembered.Connection, HumaId = StoredPersonFixture.Huma },
        ]);

        await RunAsync(new RetentionOptions());
        Assert.Equal(StoredPersonFixture.Hers, await StoredTexts.FindAsync(store, StoredPersonFixture.Hers));
        store.Clock.Now = ended.AddDays(366);
        await RunAsync(new RetentionOptions());
        await RunAsync(new RetentionOptions());
        store.Clock.Now = ended;

        Assert.Empty(await StoredTexts.FindAsync(store, [.. StoredPersonFixture.Hers, StoredPersonFixture.Other]));
        await using var after = store.Open();
        Assert.False(await after.Links.AnyAsync(row => row.ConnectionId == remembered.Connection, Cancellation));
        Assert.False(
            await after.MissedChanges.AnyAsync(row => row.ConnectionId == remembered.Connection, Cancellation)
        );
        Assert.False(
            await after.UndeliveredMails.AnyAsync(row => row.ConnectionId == remembered.Connection, Cancellation)
        );
        Assert.Equal(
            2,
            (await store.Plans.ChangesAsync(remembered.Plan.Id, Cancellation)).Count(change =>
                change.State == ChangeState.Confirmed
            )
        );
        // Logged once, not every night.
        var logged = await after.Activity.SingleAsync(
            row => row.ConnectionId == remembered.Connection && row.What == ActivityCodes.EndedRemoved,
            Cancellation
        );
        Assert.Equal(["2", "4"], logged.Arguments);
    }

    private Task RunAsync(RetentionOptions options) =>
        new Retention(
            store.Get<IDbContextFactory<SyncDbContext>>(),
            store.Get<ActivityLog>(),
            store.Get<StoreSweep>(),
            Options.Create(options),
            store.Clock,
            NullLogger<Retention>.Instance
        ).RunAsync(Cancellation);

    [Fact]
    public async Task Plan_ThatWasNeverStarted_KeepsNothingOnceItCannotBeCarriedOut()
    {
        var connection = await store.AddConnectionAsync();
        var old = await ComparedAsync(connection, -400, ComparisonState.Closed);
        await ComparedAsync(connection, -1, ComparisonState.Closed);
        var plan = await store.Plans.SaveAsync(connection, old, Samples.Plan(Samples.Change(1)), "Kari");
        Assert.Equal(PlanState.Ready, plan.State);
        await using var context = store.Open();
        await context
            .Plans.Where(row => row.Id == plan.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedAt, Now.AddDays(-6)), Cancellation);

        await RunAsync(new RetentionOptions());

        Assert.True(await context.ComparisonContents.AnyAsync(row => row.ComparisonId == old, Cancellation));
        await context
            .Plans.Where(row => row.Id == plan.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedAt, Now.AddDays(-8)), Cancellation);

        await RunAsync(new RetentionOptions());

        Assert.Equal(
            PlanState.Refused,
            (await context.Plans.AsNoTracking().SingleAsync(row => row.Id == plan.Id, Cancellation)).State
        );
        Assert.False(await context.ComparisonContents.AnyAsync(row => row.ComparisonId == old, Cancellation));
    }

    private static WebhookMessage Message(Guid connection, DateTime at, int number) =>
        new()
        {
            ConnectionId = connection,
            ReceivedAt = at,
            Topic = "user.updated",
            Fingerprint = $"{number}",
            Body = [1, 2, 3],
            UserCount = 1,
        };

    private async Task<Guid> ComparedAsync(
        Guid connection,
        int days,
        ComparisonState state,
        ComparisonPurpose purpose = ComparisonPurpose.Review
    )
    {
        var record = new ComparisonRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = connection,
            Purpose = purpose,
            State = state,
            StartedAt = Now.AddDays(days),
            FinishedAt = Now.AddDays(days),
            StartedBy = "Kari",
        };
        await SaveAsync([record]);
        await store
            .Get<ComparisonArchive>()
            .SaveAsync(
                record.Id,
                new ComparisonInput([], [], [], [], Policy.AlwaysAsk, HumaComplete: true, XledgerComplete: true)
                {
                    ConnectionId = connection,
                },
                Cancellation
            );
        return record.Id;
    }

    private async Task<RunRecord> TakenAsync(PlanRecord plan, int number)
    {
        var run = Samples.Run(plan, number);
        await SaveAsync([run]);
        await using var context = store.Open();
        await context
            .Plans.Where(row => row.Id == plan.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, PlanState.Taken), Cancellation);
        await context
            .Changes.Where(row => row.PlanId == plan.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RunId, run.Id), Cancellation);
        return run;
    }

    private async Task EndAsync(RunRecord run, DateTime? at = null)
    {
        await using var context = store.Open();
        await context
            .Runs.Where(row => row.Id == run.Id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.FinishedAt, at ?? Now).SetProperty(row => row.State, RunState.Completed),
                Cancellation
            );
    }

    private async Task SaveAsync(IReadOnlyList<object> rows)
    {
        await using var context = store.Open();
        context.AddRange(rows);
        await context.SaveChangesAsync(Cancellation);
    }
}
