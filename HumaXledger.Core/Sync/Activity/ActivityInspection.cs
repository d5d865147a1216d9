using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;

namespace HumaXledger.Core.Sync.Activity;

/// <summary>
/// The activity log of the whole product: read, checked, exported. Checks and exports are logged themselves.
/// </summary>
public sealed class ActivityInspection(ActivityLog activity, ChainCheck check)
{
    /// <summary>Entries of one connection, the newest first, by pages.</summary>
    public Task<ActivityPage> OfConnectionAsync(
        Guid connectionId,
        int skip,
        int take,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.SeeStatus, connectionId);
        return activity.ReadAsync(connectionId, skip, take, cancellation);
    }

    /// <summary>Entries that match, the newest first, by pages.</summary>
    public Task<ActivityPage> FindAsync(
        ActivityFilter filter,
        int skip,
        int take,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.DemandEverywhere(Permission.SeeActivity);
        return activity.FindAsync(filter, skip, take, cancellation);
    }

    /// <summary>Names that appear in the log.</summary>
    public Task<IReadOnlyList<string>> NamesAsync(Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.SeeActivity);
        return activity.NamesAsync(cancellation);
    }

    /// <param name="mark">A head that was kept elsewhere; null where there is none to compare with.</param>
    /// <param name="rule">What retention may have removed, by the settings.</param>
    public async Task<ChainVerdict> VerifyAsync(ChainMark? mark, CutRule rule, Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.SeeActivity);
        // SQLite reads on the thread that asks, and a long log takes seconds.
        var verdict = await Task.Run(() => check.RunAsync(mark, rule, cancellation), cancellation);
        var (code, arguments) = verdict switch
        {
            ChainVerdict.Broken broken => (
                ActivityCodes.ActivityBroken,
                new[] { Text(broken.Number), $"{broken.How}" }
            ),
            ChainVerdict.Whole whole => (
                ActivityCodes.ActivityVerified,
                [Text(whole.Entries), Text(whole.Head.Number)]
            ),
            _ => throw new InvalidOperationException(),
        };
        await activity.AppendAsync(by, code, null, arguments, cancellation);
        return verdict;
    }

    /// <summary>
    /// What is wanted, oldest first, read as it is asked for. It is recorded by then, and that entry is part of what is
    /// given where it fits.
    /// </summary>
    public async Task<IAsyncEnumerable<ActivityRecord>> ExportAsync(
        ActivityFilter filter,
        string format,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.DemandEverywhere(Permission.SeeActivity);
        await activity.AppendAsync(
            by,
            ActivityCodes.ActivityExported,
            filter.ConnectionId,
            [Text(await activity.CountAsync(filter, cancellation)), format],
            cancellation
        );
        return activity.StreamAsync(filter, cancellation);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
