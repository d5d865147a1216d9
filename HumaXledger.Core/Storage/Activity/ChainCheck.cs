using System.Data;
using System.Text.Json;
using HumaXledger.Core.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Activity;

/// <summary>
/// Checks the whole activity log: every entry matches its hash and follows from the one before, and the last one is the
/// head. Reads one snapshot of the database, one entry at a time, without blocking writers.
/// </summary>
public sealed class ChainCheck(IDbContextFactory<SyncDbContext> contexts)
{
    /// <param name="mark">
    /// A head that was recorded earlier. Without one, an attacker with write access to the whole database could have
    /// rewritten the whole log.
    /// </param>
    /// <param name="rule">What retention may have removed.</param>
    public async Task<ChainVerdict> RunAsync(ChainMark? mark, CutRule rule, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.Database.OpenConnectionAsync(cancellation);
        // EF Core's own transaction on SQLite would take the place of the one writer.
        await using var snapshot = context.Database.GetDbConnection() is SqliteConnection file
            ? file.BeginTransaction(IsolationLevel.Serializable, deferred: true)
            : await context
                .Database.GetDbConnection()
                .BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await context.Database.UseTransactionAsync(snapshot, cancellation);
        if (await context.ActivityHead.AsNoTracking().Take(2).ToListAsync(cancellation) is not [var head])
        {
            return new ChainVerdict.Broken(0, ChainBreak.HeadDoesNotFit);
        }

        var cut = head.CutNumber == 0 ? new Cut(null) : await CutOfAsync(context, head, rule, cancellation);
        if (cut.Wrong is { } how)
        {
            return new ChainVerdict.Broken(head.CutNumber, how);
        }

        if (await OutsideAsync(context, head, cancellation) is { } outside)
        {
            return new ChainVerdict.Broken(outside, ChainBreak.DoesNotFollow);
        }

        if (await WalkAsync(context, head, mark, cancellation) is { } broken)
        {
            return broken;
        }

        return await context.Activity.AnyAsync(act => act.Number == null, cancellation)
            ? new ChainVerdict.Broken(head.Number, ChainBreak.Unnumbered)
            : new ChainVerdict.Whole(
                head.Number - head.CutNumber,
                head.CutNumber,
                new ChainMark(head.Number, head.Hash),
                mark is null || mark.Value.Number >= head.CutNumber
            )
            {
                CutByEarlierVersion = cut.ByEarlierVersion,
            };
    }

    // The number of an entry up to the cut that does not belong to the log. What may be there are the last entries of
    // the removed part in a row: the last of all, and what an interrupted removal has left.
    private static async Task<long?> OutsideAsync(SyncDbContext context, ChainHead head, CancellationToken cancellation)
    {
        var form = new ActivityForm();
        (long Number, string Hash)? before = null;
        await using var acts = context
            .Activity.AsNoTracking()
            .Where(act => act.Number <= head.CutNumber)
            .OrderBy(act => act.Number)
            .AsAsyncEnumerable()
            .GetAsyncEnumerator(cancellation);
        while (await MoveAsync(acts) is var moved and not Step.End)
        {
            if (moved == Step.Unreadable)
            {
                return before?.Number + 1 ?? head.CutNumber;
            }

            var act = acts.Current;
            if (before is { } last && (act.Number != last.Number + 1 || act.PreviousHash != last.Hash))
            {
                return last.Number;
            }

            if (act.Number < 1 || act.Hash is null || act.Hash != form.HashOf(act, act.PreviousHash ?? ""))
            {
                return act.Number;
            }

            before = (act.Number!.Value, act.Hash);
        }

        return before is { } end && end != (head.CutNumber, head.CutHash) ? end.Number : null;
    }

    private static async Task<ChainVerdict.Broken?> WalkAsync(
        SyncDbContext context,
        ChainHead head,
        ChainMark? mark,
        CancellationToken cancellation
    )
    {
        var form = new ActivityForm();
        var (number, hash) = (head.CutNumber, head.CutHash);
        await using var acts = context
            .Activity.AsNoTracking()
            .Where(act => act.Number > head.CutNumber)
            .OrderBy(act => act.Number)
            .AsAsyncEnumerable()
            .GetAsyncEnumerator(cancellation);
        while (await MoveAsync(acts) is var moved and not Step.End)
        {
            if (Wrong(number, hash, mark) is { } marked)
            {
                return marked;
            }

            // No time, no list or no id any more.
            if (moved == Step.Unreadable)
            {
                return new ChainVerdict.Broken(number + 1, ChainBreak.ContentChanged);
            }

            var act = acts.Current;

            if (act.Number != number + 1)
            {
                return new ChainVerdict.Broken(number + 1, ChainBreak.EntryMissing);
            }

            if (act.Hash != form.HashOf(act, act.PreviousHash ?? ""))
            {
                return new ChainVerdict.Broken(number + 1, ChainBreak.ContentChanged);
            }

            if (act.PreviousHash != hash)
            {
                return new ChainVerdict.Broken(number + 1, ChainBreak.DoesNotFollow);
            }

            (number, hash) = (number + 1, act.Hash);
        }

        return Wrong(number, hash, mark)
            ?? (
                number < Math.Max(head.Number, mark?.Number ?? 0)
                    ? new ChainVerdict.Broken(number + 1, ChainBreak.EndMissing)
                : number != head.Number || hash != head.Hash
                    ? new ChainVerdict.Broken(head.Number, ChainBreak.HeadDoesNotFit)
                : null
            );
    }

    private enum Step
    {
        Entry,
        Unreadable,
        End,
    }

    private static async Task<Step> MoveAsync(IAsyncEnumerator<ActivityRecord> acts)
    {
        try
        {
            return await acts.MoveNextAsync() ? Step.Entry : Step.End;
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            return Step.Unreadable;
        }
    }

    private static ChainVerdict.Broken? Wrong(long number, string hash, ChainMark? mark) =>
        mark?.Number == number && mark.Value.Hash != hash
            ? new ChainVerdict.Broken(number, ChainBreak.MarkDoesNotFit)
            : null;

    /// <param name="Wrong">Null where the settings explain the cut.</param>
    private readonly record struct Cut(ChainBreak? Wrong, bool ByEarlierVersion = false);

    // The last entry of the removed part is still there. The next one holds its hash, so that its age cannot be
    // changed without all that follows. Earlier versions removed it too: then the first entry that is left tells.
    private static async Task<Cut> CutOfAsync(
        SyncDbContext context,
        ChainHead head,
        CutRule rule,
        CancellationToken cancellation
    )
    {
        var arguments = ActivityChain.CutArguments(head.CutNumber, head.CutHash);
        try
        {
            var cut = await context
                .Activity.AsNoTracking()
                .Where(act =>
                    act.Number > head.CutNumber && act.What == ActivityChain.Cut && act.Arguments == arguments
                )
                .OrderBy(act => act.Number)
                .FirstOrDefaultAsync(cancellation);
            if (cut is null)
            {
                return new Cut(ChainBreak.CutNotLogged);
            }

            var first = await context
                .Activity.AsNoTracking()
                .Where(act => act.Number >= head.CutNumber)
                .OrderBy(act => act.Number)
                .FirstAsync(cancellation);
            var isKept = first.Number == head.CutNumber;
            var isExplained = isKept
                ? new ActivityForm().HashOf(first, first.PreviousHash ?? "") == head.CutHash
                    && rule.Explains(cut.At, first.At)
                : rule.MayLeaveFirst(cut.At, first.At);
            return isExplained ? new Cut(null, ByEarlierVersion: !isKept) : new Cut(ChainBreak.CutNotExplained);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            return new Cut(ChainBreak.CutNotExplained);
        }
    }

    private static bool IsUnreadable(Exception fault) =>
        fault is FormatException or InvalidCastException or JsonException or InvalidOperationException;
}
