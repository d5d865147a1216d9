using System.Data.Common;
using System.Globalization;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Activity;

/// <summary>Appends to the chain of the activity log: number, hash of the entry before, own hash.</summary>
internal static class ActivityChain
{
    /// <summary>
    /// Code of the entry that reports a cut by retention. Arguments: number and hash of the last removed entry.
    /// </summary>
    public const string Cut = "activity.cut";

    private const int Batch = 500;

    /// <summary>
    /// Numbers and stores these entries in the open transaction. Call it last before the commit: it locks the head of
    /// the chain, and waiting for another row after that could deadlock.
    /// </summary>
    public static async Task AppendAsync(
        SyncDbContext context,
        IReadOnlyList<ActivityRecord> acts,
        CancellationToken cancellation
    )
    {
        var head = await TakeHeadAsync(context, cancellation);
        var (number, hash) = Link(acts, head);
        await new BulkInsert<ActivityRecord>(context).RunAsync(acts, cancellation);
        await MoveHeadAsync(context, number, hash, cancellation);
    }

    /// <summary>
    /// Numbers entries without a number, in the order in which they were stored. Another program wrote them.
    /// </summary>
    public static async Task NumberTheUnnumberedAsync(SyncDbContext context, CancellationToken cancellation)
    {
        var isMore = true;
        while (isMore)
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
            var head = await TakeHeadAsync(context, cancellation);
            var acts = await context
                .Activity.Where(act => act.Number == null)
                .OrderBy(act => act.Id)
                .Take(Batch)
                .ToListAsync(cancellation);
            if (acts.Count > 0)
            {
                var (number, hash) = Link(acts, head);
                await context.SaveChangesAsync(cancellation);
                await MoveHeadAsync(context, number, hash, cancellation);
            }

            await transaction.CommitAsync(cancellation);
            context.ChangeTracker.Clear();
            isMore = acts.Count == Batch;
        }
    }

    /// <summary>Whether there are entries without a number. Each start asks, and almost none finds any.</summary>
    public static async Task<bool> AnyUnnumberedAsync(DbConnection opened, CancellationToken cancellation)
    {
        await using var command = opened.CreateCommand();
        command.CommandText = """SELECT 1 FROM "Activity" WHERE "Number" IS NULL LIMIT 1;""";
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    /// <summary>
    /// Arguments of the entry that reports a cut: number and hash of the last entry that was removed.
    /// </summary>
    public static IReadOnlyList<string> CutArguments(long number, string hash) =>
        [number.ToString(CultureInfo.InvariantCulture), hash];

    /// <summary>
    /// Cuts off the entries that come before the first one of this time or later. The cut is recorded in the head and
    /// by an entry of its own, in one transaction; the entries are removed afterwards, all but the last of them, which
    /// proves until the next cut how old they were.
    /// </summary>
    public static async Task<ChainCut> CutAsync(
        SyncDbContext context,
        DateTime before,
        Func<IReadOnlyList<string>, ActivityRecord> entryOf,
        CancellationToken cancellation
    )
    {
        long cut;
        var isNew = false;
        await using (var transaction = await context.Database.BeginTransactionAsync(cancellation))
        {
            var head = await TakeHeadAsync(context, cancellation);
            var kept = await context
                .Activity.Where(act => act.Number > head.CutNumber && act.At >= before)
                .OrderBy(act => act.Number)
                .Select(act => act.Number)
                .FirstOrDefaultAsync(cancellation);
            cut = kept is { } first ? first - 1 : head.Number;
            if (cut > head.CutNumber)
            {
                var hash = await context
                    .Activity.Where(act => act.Number == cut)
                    .Select(act => act.Hash!)
                    .SingleAsync(cancellation);
                await context.ActivityHead.ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.CutNumber, cut).SetProperty(row => row.CutHash, hash),
                    cancellation
                );
                context.Activity.Add(entryOf(CutArguments(cut, hash)));
                await context.SaveChangesAsync(cancellation);
                await transaction.CommitAsync(cancellation);
                isNew = true;
            }
        }

        // Also what an interruption left of the last time.
        var removed = 0L;
        while (
            await context
                .Activity.Where(act => act.Number < cut)
                .OrderBy(act => act.Number)
                .Select(act => act.Id)
                .Take(Batch)
                .ToListAsync(cancellation)
                is { Count: > 0 } ids
        )
        {
            removed += await context.Activity.Where(act => ids.Contains(act.Id)).ExecuteDeleteAsync(cancellation);
        }

        return new ChainCut(isNew ? cut : null, removed);
    }

    /// <summary>
    /// The head, held until the transaction ends. SQLite has one writer at a time anyway, from the beginning of its
    /// transaction.
    /// </summary>
    public static Task<ChainHead> TakeHeadAsync(SyncDbContext context, CancellationToken cancellation) =>
        (
            context is PostgresSyncDbContext
                ? context.ActivityHead.FromSql($"""SELECT * FROM "ActivityChain" FOR UPDATE""")
                : context.ActivityHead
        )
            .AsNoTracking()
            .SingleAsync(cancellation);

    private static (long Number, string Hash) Link(IReadOnlyList<ActivityRecord> acts, ChainHead head)
    {
        var form = new ActivityForm();
        var (number, hash) = (head.Number, head.Hash);
        foreach (var act in acts)
        {
            (act.Number, act.PreviousHash) = (++number, hash);
            act.Hash = hash = form.HashOf(act, hash);
        }

        return (number, hash);
    }

    private static Task<int> MoveHeadAsync(
        SyncDbContext context,
        long number,
        string hash,
        CancellationToken cancellation
    ) =>
        context.ActivityHead.ExecuteUpdateAsync(
            set => set.SetProperty(head => head.Number, number).SetProperty(head => head.Hash, hash),
            cancellation
        );
}
