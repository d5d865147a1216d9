using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>What a difference check reports of a comparison.</summary>
internal static class Drift
{
    /// <summary>
    /// Saves the findings of a difference check, the list of missed changes with what it found, and what the context
    /// tracks besides, in one transaction that has the connection's turn.
    /// </summary>
    public static async Task ReportAsync(
        SyncDbContext context,
        ComparisonArchive archive,
        ComparisonRecord record,
        Connection connection,
        Comparison comparison,
        DateTime now,
        CancellationToken cancellation
    )
    {
        // A field that is never synced is not asked about either.
        var differences = comparison
            .Differences.Where(difference => comparison.Input.Policy.For(difference.Field) != PolicyRule.Ignore)
            .ToList();
        var differing = differences.Select(difference => difference.Key).ToHashSet();
        var before = await MissedChanges.Earlier.LoadAsync(
            context,
            archive,
            record.ConnectionId,
            record.StartedAt,
            cancellation
        )
            ?? new MissedChanges.Earlier(
                DateTime.MinValue,
                comparison.Input.Huma.ToDictionary(person => new HumaId(person.Id), person => person.Active),
                null
            );
        var read = new MissedChanges.Whole(comparison.Input.Huma, comparison.Input.HumaComplete);
        var changes = await MissedChanges.FindAsync(
            context,
            connection,
            read,
            Employed(before, comparison),
            StoredInput.ScopeOf(connection, SystemDay.Of(new DateTimeOffset(now))),
            record.StartedAt,
            DateTime.MinValue,
            cancellation
        );
        // Where both sides hold the same by now, nothing is missing in Xledger.
        var missed = changes.Moved.ToDictionary(
            person => person.Key,
            person => person.Value.Count(field => differing.Contains(new DifferenceKey(person.Key, field)))
        );
        var listed = changes with { Moved = changes.Moved.Where(person => missed[person.Key] > 0).ToDictionary() };
        var matches = comparison.Matches;
        var report = new DriftReport
        {
            ComparisonId = record.Id,
            ConnectionId = record.ConnectionId,
            At = now,
            Findings = new DriftFindings(
                differences.Count,
                differences.Count(difference => difference.Kind == DifferenceKind.ChangedInXledger),
                missed.Values.Sum(),
                [.. changes.All.Where(person => !missed.TryGetValue(person, out var values) || values > 0)],
                matches.OnlyInHuma.Count,
                matches.OnlyInXledger.Count,
                matches.Pairs.Count(pair => !pair.Settled) + matches.Ambiguities.Count,
                differences.CountBy(difference => difference.Field).ToDictionary()
            )
            {
                LeftPeople = changes.Left,
                GonePeople = changes.Gone,
            },
        };
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, record.ConnectionId, cancellation);
        // A connection that was ended during the reading has no list any more.
        if (await context.Connections.NotEnded().AnyAsync(row => row.Id == record.ConnectionId, cancellation))
        {
            await MissedChangeList.NoteAsync(
                context,
                record.ConnectionId,
                listed,
                read,
                PendingChangeSource.DriftCheck,
                record.StartedAt,
                cancellation
            );
        }

        context.DriftReports.Add(report);
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static MissedChanges.Earlier Employed(MissedChanges.Earlier before, Comparison now) =>
        before with
        {
            Country = now.Rosters.Country,
            // Who is gone from Xledger is judged by what was known of them.
            Employees = before
                .Employees.Values.Concat(now.Input.Xledger)
                .GroupBy(employee => new XledgerId(employee.Id))
                .ToDictionary(one => one.Key, one => one.Last()),
        };
}
