using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>Takes one person out of the store, in the open transaction of the context.</summary>
internal sealed class PersonRemoval(
    SyncDbContext context,
    PersonTraces traces,
    ComparisonArchive archive,
    MessageVault vault,
    DateTime now
)
{
    /// <summary>Messages decrypted at a time; a message that names everyone may be most of a megabyte.</summary>
    private const int MessagesAtOnce = 20;

    private Guid ConnectionId => traces.Connection.Id;

    /// <summary>Removes the history and keeps what the connection needs to go on.</summary>
    public async Task<Erased> HistoryAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var ended = traces.PendingChanges.Where(pending =>
            pending.State == PendingChangeState.Written || pending.State == PendingChangeState.NothingToDo
        );
        var changes = await EmptyChangesAsync(Removal.NotPutBack(context, traces.Changes), cancellation);
        var pendingChanges = await EmptyPendingChangesAsync(ended, cancellation);
        var held = await traces
            .HeldValues.Where(value => value.State == HeldValueState.Left)
            .ExecuteDeleteAsync(cancellation);
        var messages = await RemoveMessagesAsync(names, cancellation);
        var comparisons = await Removal.RemoveContentsAsync(context, await SpentAsync(cancellation), cancellation);
        var plans = await RewritePlansAsync(names, cancellation);
        await ForgetNamesAsync(names, openToo: false, cancellation);
        return new Erased(
            changes,
            pendingChanges,
            held,
            messages,
            comparisons,
            plans,
            Links: 0,
            Kept: await KeptAsync(cancellation)
        );
    }

    /// <summary>Removes everything about the person.</summary>
    public async Task<Erased> EverythingAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var erased = new Reason(PersonalDataReasons.PersonErased);
        await traces
            .PendingChanges.Where(pending =>
                pending.State != PendingChangeState.Written && pending.State != PendingChangeState.NothingToDo
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(pending => pending.State, PendingChangeState.NothingToDo)
                        .SetProperty(pending => pending.Cause, (PendingChangeCause?)null)
                        .SetProperty(pending => pending.Reason, erased)
                        .SetProperty(pending => pending.EndedAt, now),
                cancellation
            );
        var changes = await EmptyChangesAsync(traces.Changes, cancellation);
        var pendingChanges = await EmptyPendingChangesAsync(traces.PendingChanges, cancellation);
        await traces.MissedChanges.ExecuteDeleteAsync(cancellation);
        var held = await traces.HeldValues.ExecuteDeleteAsync(cancellation);
        var messages = await RemoveMessagesAsync(names, cancellation);
        var comparisons =
            await Removal.RemoveContentsAsync(context, await SpentAsync(cancellation), cancellation)
            + await RewriteContentsAsync(cancellation);
        var plans = await RewritePlansAsync(names, cancellation);
        await ForgetNamesAsync(names, openToo: true, cancellation);
        await LeaveReportsAsync(cancellation);
        await traces.DistinctPairs.ExecuteDeleteAsync(cancellation);
        var links = 0;
        foreach (var link in traces.Links)
        {
            links += await context.Links.Where(row => row.Id == link.Id).ExecuteDeleteAsync(cancellation);
        }

        return new Erased(changes, pendingChanges, held, messages, comparisons, plans, links, Kept: 0);
    }

    private Task<List<Guid>> SpentAsync(CancellationToken cancellation) =>
        Removal.SpentContentsAsync(context, ConnectionId, now.AddDays(1), cancellation);

    private Task<int> EmptyChangesAsync(IQueryable<ChangeRecord> whose, CancellationToken cancellation)
    {
        var settled = Removal.Settled(context, ConnectionId, limit: null).Select(change => change.Id);
        return Removal.EmptyAsync(context, whose.Where(change => settled.Contains(change.Id)), cancellation);
    }

    // Counted are those that said more than that something happened; the others are written over all the same.
    private static async Task<int> EmptyPendingChangesAsync(
        IQueryable<PendingChange> pendingChanges,
        CancellationToken cancellation
    )
    {
        var named = await pendingChanges.CountAsync(pending => pending.PersonName != null, cancellation);
        await pendingChanges.ExecuteUpdateAsync(
            set => set.SetProperty(pending => pending.PersonName, (string?)null),
            cancellation
        );
        await pendingChanges
            .Where(pending => pending.Reason != null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(pending => pending.Reason!.Arguments, Array.Empty<string>()),
                cancellation
            );
        return named;
    }

    // A message that cannot be decrypted any more has no use, and may name the person.
    private async Task<int> RemoveMessagesAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var person = new MessageParts(traces.Ids.Huma, names);
        var naming = new List<long>();
        var after = 0L;
        while (
            await context
                .Messages.AsNoTracking()
                .Where(message => message.ConnectionId == ConnectionId && message.Id > after && message.Body != null)
                .OrderBy(message => message.Id)
                .Take(MessagesAtOnce)
                .Select(message => new
                {
                    message.Id,
                    message.Body,
                    message.Fingerprint,
                })
                .ToListAsync(cancellation)
                is { Count: > 0 } some
        )
        {
            naming.AddRange(
                some.Where(message =>
                        vault.Unprotect(message.Body!, ConnectionId, message.Fingerprint) is not { } body
                        || person.AnyIn(body)
                    )
                    .Select(message => message.Id)
            );
            after = some[^1].Id;
        }

        var removed = 0;
        foreach (var ids in naming.Chunk(Removal.Batch))
        {
            removed += await Removal.RemoveMessagesAsync(
                context,
                context.Messages.Where(message => ids.Contains(message.Id)),
                cancellation
            );
        }

        return removed;
    }

    private async Task<int> RewriteContentsAsync(CancellationToken cancellation)
    {
        var rewritten = 0;
        foreach (var comparison in await traces.Kept.Select(comparison => comparison.Id).ToListAsync(cancellation))
        {
            if (await archive.LoadAsync(traces.Connection.Id, comparison, cancellation) is not { } input)
            {
                // Its key is lost: it has no use, and the person may be in it.
                rewritten += await Removal.RemoveContentsAsync(context, [comparison], cancellation);
            }
            else if (traces.Without(input) is { } without)
            {
                await archive.ReplaceAsync(context, comparison, without, cancellation);
                rewritten++;
            }
        }

        return rewritten;
    }

    private Task<int> RewritePlansAsync(IReadOnlyList<string> names, CancellationToken cancellation) =>
        Removal.RewriteBlockedAsync(
            context,
            traces.Plans,
            blocked =>
                traces.Is(blocked)
                    ? blocked.PersonName == Removal.NameRemoved
                        ? null
                        : Removal.Emptied(blocked)
                    : ReasonNames.Without(blocked.Reason, names, Removal.NameRemoved) is { } nameless
                        ? blocked with
                        {
                            Reason = nameless,
                        }
                        : null,
            cancellation
        );

    // A pending change of another person may say "the number is already used by …".
    private async Task ForgetNamesAsync(IReadOnlyList<string> names, bool openToo, CancellationToken cancellation)
    {
        var reasons = await context
            .PendingChanges.Where(pending =>
                pending.ConnectionId == ConnectionId
                && pending.Reason != null
                && (
                    openToo
                    || pending.State == PendingChangeState.Written
                    || pending.State == PendingChangeState.NothingToDo
                )
            )
            .Select(pending => new { pending.Id, pending.Reason })
            .ToListAsync(cancellation);
        foreach (var pending in reasons)
        {
            if (ReasonNames.Without(pending.Reason!, names, Removal.NameRemoved) is { } nameless)
            {
                await context
                    .PendingChanges.Where(row => row.Id == pending.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, nameless), cancellation);
            }
        }
    }

    // They name people by id.
    private async Task LeaveReportsAsync(CancellationToken cancellation)
    {
        if (traces.Ids.Huma is not { } huma)
        {
            return;
        }

        foreach (
            var report in await context
                .DriftReports.AsNoTracking()
                .Where(report => report.ConnectionId == ConnectionId)
                .ToListAsync(cancellation)
        )
        {
            var findings = report.Findings with
            {
                MissedPeople = [.. report.Findings.MissedPeople.Where(id => id != huma)],
                LeftPeople = [.. report.Findings.LeftPeople.Where(id => id != huma)],
                GonePeople = [.. report.Findings.GonePeople.Where(id => id != huma)],
            };
            if (findings.MissedPeople.Count < report.Findings.MissedPeople.Count)
            {
                await context
                    .DriftReports.Where(row => row.ComparisonId == report.ComparisonId)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Findings, findings), cancellation);
            }
        }
    }

    private async Task<int> KeptAsync(CancellationToken cancellation) =>
        await traces.Changes.CountAsync(change => change.PersonName != Removal.NameRemoved, cancellation)
        + await traces.HeldValues.CountAsync(cancellation)
        + await traces.PendingChanges.CountAsync(
            pending => pending.State != PendingChangeState.Written && pending.State != PendingChangeState.NothingToDo,
            cancellation
        );
}
