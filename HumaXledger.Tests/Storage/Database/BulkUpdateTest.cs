using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Running;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Storage.Database;

public sealed class BulkUpdateOnSqliteTest(SqliteStore store) : BulkUpdateTest<SqliteStore>(store);

public sealed class BulkUpdateOnPostgresTest(PostgresStore store) : BulkUpdateTest<PostgresStore>(store);

public abstract class BulkUpdateTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static readonly string[] Written = Journal.AdditionProperties;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // More than one statement on PostgreSQL, and a last one that is shorter.
    [Fact]
    public async Task Rows_NamedProperties_AreWrittenAndNothingElse()
    {
        var plan = await store.AddPlanAsync(
            await store.AddConnectionAsync(),
            [.. Enumerable.Range(1, 1_003).Select(ChangeOf)]
        );
        var before = await store.Plans.ChangesAsync(plan.Id);
        var sent = new DateTime(2026, 11, 30, 7, 0, 0, DateTimeKind.Utc);
        foreach (var row in before)
        {
            row.State = row.Sequence % 2 == 0 ? ChangeState.Confirmed : ChangeState.Failed;
            row.After = row.Sequence % 3 == 0 ? FieldValue.Nothing : new FieldValue.Of($"after {row.Sequence}");
            row.Reason = row.Sequence % 2 == 0 ? null : new Reason(RunReasons.PersonGone, "one", "two");
            row.SentAt = row.ChangedAt = row.Sequence % 5 == 0 ? null : sent;
            row.BaselineBefore = row.Sequence % 7 == 0 ? null : new FieldValue.Of($"before {row.Sequence}");
            row.XledgerId ??= new XledgerId($"{9_000 + row.Sequence}");
            (row.Final, row.AlreadyThere) = (row.Sequence % 3 == 0, row.Sequence % 4 == 0);
            row.From = new FieldValue.Of("not written");
        }

        await using (var context = store.Open())
        {
            await new BulkUpdate<ChangeRecord>(context, Written).RunAsync(before.Skip(1), Cancellation);
        }

        var after = await store.Plans.ChangesAsync(plan.Id);
        Assert.Equal(ChangeState.Planned, after[0].State);
        Assert.Equal(before.Skip(1).Select(Kept), after.Skip(1).Select(Kept));
        Assert.All(after, row => Assert.Equal(FieldValue.Nothing, row.From));
        Assert.All(after, row => Assert.Equal(Samples.Change(row.Sequence).To, row.To));
    }

    // The values of later rows are made while earlier ones are written.
    [Fact]
    public async Task Row_ThatCannotBeSealed_EndsTheWriteWithItsOwnFault()
    {
        var plan = await store.AddPlanAsync(
            await store.AddConnectionAsync(),
            [.. Enumerable.Range(1, 1_003).Select(ChangeOf)]
        );
        var rows = await store.Plans.ChangesAsync(plan.Id);
        foreach (var row in rows)
        {
            row.State = ChangeState.Held;
        }

        rows[700].After = new FieldValue.Closed("as it is stored", InClear: true, "");
        await using var context = store.Open();
        await using (var transaction = await context.Database.BeginTransactionAsync(Cancellation))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                new BulkUpdate<ChangeRecord>(context, Written).RunAsync(rows, Cancellation)
            );
        }

        Assert.All(await store.Plans.ChangesAsync(plan.Id), row => Assert.Equal(ChangeState.Planned, row.State));
        rows[700].After = FieldValue.Nothing;
        await new BulkUpdate<ChangeRecord>(context, Written).RunAsync(rows, Cancellation);
        Assert.All(await store.Plans.ChangesAsync(plan.Id), row => Assert.Equal(ChangeState.Held, row.State));
    }

    [Fact]
    public async Task Property_ThatIsNoColumn_IsRefused()
    {
        await using var context = store.Open();
        var rows = new BulkUpdate<ChangeRecord>(context, ["Nowhere"]);

        await Assert.ThrowsAsync<InvalidOperationException>(() => rows.RunAsync([], Cancellation));
    }

    [Fact]
    public async Task Row_ThatIsGone_StaysGone()
    {
        var plan = await store.AddPlanAsync(await store.AddConnectionAsync(), Samples.Change(1), Samples.Change(2));
        var rows = await store.Plans.ChangesAsync(plan.Id);
        await using var context = store.Open();
        var gone = rows[0].Id;
        await context.Changes.Where(row => row.Id == gone).ExecuteDeleteAsync(Cancellation);
        rows[0].State = rows[1].State = ChangeState.Held;

        await new BulkUpdate<ChangeRecord>(context, Written).RunAsync(rows, Cancellation);

        var left = Assert.Single(await store.Plans.ChangesAsync(plan.Id));
        Assert.Equal((rows[1].Id, ChangeState.Held), (left.Id, left.State));
    }

    // By the number alone, a row that took it over would be written.
    [Fact]
    public async Task Row_ToldByOtherProperties_IsWrittenWhereAllOfThemAreTheSame()
    {
        var connection = await store.AddConnectionAsync();
        PersonLink[] links = [LinkOf(connection, "a", "1"), LinkOf(connection, "b", "2"), LinkOf(connection, "c", "3")];
        await using (var context = store.Open())
        {
            context.Links.AddRange(links);
            await context.SaveChangesAsync(Cancellation);
        }

        var title = new FieldValue.Of("Teamleder");
        PersonLink[] written = [LinkOf(connection, "a", "1"), LinkOf(connection, "b", "3")];
        foreach (var link in written)
        {
            link.Baseline = link.LastProcessed = FieldValues.AllUnknown.With(Field.JobTitle, title);
        }

        await using (var context = store.Open())
        {
            await new BulkUpdate<PersonLink>(context, [nameof(PersonLink.Baseline)])
            {
                MatchedBy = [nameof(PersonLink.ConnectionId), nameof(PersonLink.HumaId), nameof(PersonLink.XledgerId)],
            }.RunAsync(written, Cancellation);
        }

        await using var after = store.Open();
        var rows = await after
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connection)
            .OrderBy(link => link.HumaId)
            .ToListAsync(Cancellation);
        Assert.Equal(
            [title, FieldValue.NotKnown, FieldValue.NotKnown],
            rows.Select(link => link.Baseline[Field.JobTitle])
        );
        Assert.All(rows, link => Assert.False(link.LastProcessed[Field.JobTitle].IsKnown));
    }

    private static PersonLink LinkOf(Guid connection, string huma, string xledger) =>
        new()
        {
            ConnectionId = connection,
            HumaId = new HumaId(huma),
            XledgerId = new XledgerId(xledger),
            FoundAs = MatchState.Certain,
            LinkedAt = DateTime.UnixEpoch,
            LinkedBy = "Kari",
        };

    // One in ten adds the person, whose record is known later.
    private static PlannedChange ChangeOf(int sequence) =>
        sequence % 10 == 0
            ? Samples.Change(sequence) with
            {
                Kind = ChangeKind.Create,
                Xledger = null,
            }
            : Samples.Change(sequence);

    private static object Kept(ChangeRecord row) =>
        (
            (row.Id, row.State, row.After, row.Final, row.AlreadyThere, row.BaselineBefore),
            (row.Reason?.Code, string.Join('|', row.Reason?.Arguments ?? []), row.ChangedAt, row.SentAt),
            (row.HumaId, row.XledgerId)
        );
}
