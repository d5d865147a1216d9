using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Sync.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// Finds changes in Huma that no message announced: reads all users of Huma, nothing from Xledger, and lists the people
/// whose values differ from the last processed ones. They are queued where there is no webhook or the connection
/// reconciles (<see cref="Reconciliation"/>). A reading that is not complete concludes nothing from absence; one that
/// fails concludes nothing at all.
/// </summary>
public sealed class QuickComparison(
    QuickReading huma,
    IDbContextFactory<SyncDbContext> contexts,
    ComparisonArchive archive,
    WebhookSilence silence,
    Reconciliation reconciliation,
    TimeProvider clock
)
{
    /// <summary>Minutes between two checks that can be chosen.</summary>
    public static IReadOnlyList<int> Intervals { get; } = [15, 60, 240, 1440];

    /// <summary>
    /// Time between two readings of everyone in Huma with these settings, as <see cref="DueTasks"/> has them due; null
    /// where nothing is read by schedule.
    /// </summary>
    public static TimeSpan? Every(
        Connection connection,
        int? wantedMinutes,
        bool reconciles,
        DateTime now,
        QuickComparisonOptions options
    )
    {
        TimeSpan? interval =
            wantedMinutes is { } minutes
            && (reconciles || WebhookHealthReading.Of(connection, now, options) != WebhookHealth.Reporting)
                ? TimeSpan.FromMinutes(minutes)
                : null;
        TimeSpan? toNotice = connection.WebhookAddress is not null || reconciles ? options.NoticeWithin / 2 : null;
        return interval < toNotice ? interval : toNotice ?? interval;
    }

    /// <summary>
    /// Requests to Huma of one check for so many people: the token, the lists, and each profile. Identifications come
    /// with the profile, and so do positions, except of people whose positions end, begin or are several: one more
    /// each.
    /// </summary>
    /// <param name="listed">Those of them whose positions are listed: they end, begin or are several.</param>
    private static int RequestsFor(int people, int listed) =>
        1 + Math.Max(2, (people + HumaPage - 1) / HumaPage + 1) + people + listed;

    /// <summary>
    /// Requests to Huma of one check of this connection, by what is known of its people; 0 where they were never read.
    /// </summary>
    public async Task<int> RequestsAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeeStatus, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var people = await PeopleAsync(connectionId, cancellation);
        var listed = await context.Links.CountAsync(
            link => link.ConnectionId == connectionId && link.Outlook != null,
            cancellation
        );
        return people == 0 ? 0 : RequestsFor(people, listed);
    }

    /// <summary>People in one page of Huma's list (contracts/huma.md 2.2).</summary>
    private const int HumaPage = 50;

    /// <summary>How many people a check reads, by the last reading; 0 without one.</summary>
    private async Task<int> PeopleAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .FinishedComparisons(connectionId)
            .Select(comparison => comparison.HumaCount)
            .FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Checks once.</summary>
    /// <returns>How many people changed without a message; null where it could not check.</returns>
    public async Task<int?> RunAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .Include(connection => connection.Policies)
            .SingleAsync(connection => connection.Id == connectionId, cancellation);
        if (!connection.IsAutomatic)
        {
            return null;
        }

        var begun = clock.GetUtcNow().UtcDateTime;
        // Saved before, so that a check that cannot be completed is not tried again every minute.
        await context
            .Connections.Where(row => row.Id == connectionId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastQuickComparisonAt, begun), cancellation);
        if (
            await MissedChanges.Earlier.LoadAsync(context, archive, connectionId, begun, cancellation) is not { } before
        )
        {
            return null;
        }

        if (await huma.ReadAsync(context, connection, cancellation) is not { } reading)
        {
            return null;
        }

        await Outlooks.NoteAsync(
            context,
            connectionId,
            reading.Users.Select(user => user.Person),
            begun,
            SystemDay.Of(clock.GetUtcNow()),
            cancellation
        );
        return await ConcludeAsync(context, connection, reading, before, begun, cancellation);
    }

    private async Task<int?> ConcludeAsync(
        SyncDbContext context,
        Connection connection,
        HumaReading reading,
        MissedChanges.Earlier before,
        DateTime begun,
        CancellationToken cancellation
    )
    {
        var claimed = await Compare.ClaimedAsync(context, connection, cancellation);
        var people = reading.Users.Where(user => !claimed.ContainsKey(user.Id)).Select(user => user.Person).ToList();
        var read = new MissedChanges.Whole(people, !reading.Problems.Any(problem => problem.Incomplete));
        var missed = await MissedChanges.FindAsync(
            context,
            connection,
            read,
            before,
            StoredInput.ScopeOf(connection, SystemDay.Of(clock.GetUtcNow())),
            begun,
            // What came to a halt is tried again once a day: it may have been corrected in Huma. Where nothing is
            // brought it is shown as failed already.
            reconciliation.Enqueues(connection, begun)
                ? begun - TimeSpan.FromDays(1)
                : DateTime.MinValue,
            cancellation
        );
        if (!read.Complete)
        {
            missed = missed with { New = [] };
        }

        var open = await reconciliation.ConcludeAsync(context, connection.Id, missed, read, begun, cancellation);
        if (open is not null)
        {
            await silence.NoteAsync(connection, missed.All.Count, begun, cancellation);
        }

        return open;
    }
}
