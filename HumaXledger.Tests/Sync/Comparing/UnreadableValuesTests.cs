using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Comparing;

/// <summary>A planned value that can no longer be decrypted is never written or replaced.</summary>
public sealed class UnreadableValuesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_WithAnUnreadableValue_FailsItAndWritesTheRest()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, index =>
            $"Rådgiver {index}"
        );
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        var before = fixture.InXledger(people[0], SandboxField.JobTitle);
        var lost = new HumaId($"{people[0].HumaId}");
        await using (var store = fixture.Store())
        {
            var row = await store
                .Changes.Where(change => change.RunId == run && change.HumaId == lost && change.Field == Field.JobTitle)
                .Select(change => change.Id)
                .SingleAsync(Cancellation);
            var cipher = await store
                .Database.SqlQuery<string>($"""SELECT "To" AS "Value" FROM "Changes" WHERE "Id" = {row}""")
                .SingleAsync(Cancellation);
            // The first characters identify the key.
            var foreign = cipher[..2] + "AAAAAA" + cipher[8..];
            Assert.Equal(
                1,
                await store.Database.ExecuteSqlAsync(
                    $"""UPDATE "Changes" SET "To" = {foreign} WHERE "Id" = {row}""",
                    Cancellation
                )
            );
        }

        var report = await fixture.RunAsync(run, Cancellation);

        var change = Assert.Single(report.People.SelectMany(person => person.In(ChangeState.Failed)));
        Assert.Equal(
            (lost, Field.JobTitle, AlertReasons.ValueUnreadable),
            (change.HumaId, change.Field, change.Reason?.Code)
        );
        Assert.Equal(
            (before, "Rådgiver 1"),
            (fixture.InXledger(people[0], SandboxField.JobTitle), fixture.InXledger(people[1], SandboxField.JobTitle))
        );
    }

    [Fact]
    public async Task Run_WithValuesExchangedBetweenTwoPeople_WritesNeitherAndRaisesAnAlert()
    {
        await using var fixture = await SyncFixture.OpenAsync(sealsItself: true);
        var people = fixture.Ordinary(3);
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, index =>
            $"Rådgiver {index}"
        );
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        var before = people.Select(person => fixture.InXledger(person, SandboxField.JobTitle)).ToList();
        List<HumaId> exchanged = [new($"{people[0].HumaId}"), new($"{people[1].HumaId}")];
        await using (var store = fixture.Store())
        {
            var rows = await store
                .Changes.Where(change =>
                    change.RunId == run && change.Field == Field.JobTitle && exchanged.Contains(change.HumaId!.Value)
                )
                .Select(change => change.Id)
                .ToListAsync(Cancellation);
            var stored = await store
                .Database.SqlQuery<string>(
                    $"""SELECT "To" AS "Value" FROM "Changes" WHERE "Id" IN ({rows[0]}, {rows[1]}) ORDER BY "Id" """
                )
                .ToListAsync(Cancellation);
            foreach (var (row, other) in rows.Order().Zip(Enumerable.Reverse(stored)))
            {
                await store.Database.ExecuteSqlAsync(
                    $"""UPDATE "Changes" SET "To" = {other} WHERE "Id" = {row}""",
                    Cancellation
                );
            }
        }

        var report = await fixture.RunAsync(run, Cancellation);

        var failed = report.People.SelectMany(person => person.In(ChangeState.Failed)).ToList();
        Assert.Equal(exchanged.ToHashSet(), failed.Select(change => change.HumaId!.Value).ToHashSet());
        Assert.All(failed, change => Assert.Equal(AlertReasons.ValueMisplaced, change.Reason?.Code));
        Assert.Equal(
            [before[0], before[1], "Rådgiver 2"],
            people.Select(person => fixture.InXledger(person, SandboxField.JobTitle))
        );

        await fixture.Get<MisplacedValues>().NoteAsync(Cancellation);
        var alert = Assert.Single(
            await fixture.Get<Alerts>().OpenAsync(connection, SyncFixture.Administrator, Cancellation)
        );
        Assert.Equal((AlertReasons.ValuesMisplaced, "2"), (alert.Problem, Assert.Single(alert.Arguments)));

        // Still so when everything is read; over once the rows hold what belongs to them.
        await fixture.Get<MisplacedValues>().CheckAsync(Cancellation);
        Assert.Single(await fixture.Get<Alerts>().OpenAsync(connection, SyncFixture.Administrator, Cancellation));
        await using (var store = fixture.Store())
        {
            await store
                .Changes.Where(change => change.RunId == run && change.Field == Field.JobTitle)
                .ExecuteUpdateAsync(set => set.SetProperty(change => change.To, FieldValue.NotKnown), Cancellation);
        }

        await fixture.Get<MisplacedValues>().CheckAsync(Cancellation);
        Assert.Empty(await fixture.Get<Alerts>().OpenAsync(connection, SyncFixture.Administrator, Cancellation));
    }
}
