using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Writes what changed to employees that exist: one read of many people, one request for each 500 records, one
/// read-back. What a request refuses is halved until the one bad person, and then the one bad field, stands alone.
/// </summary>
internal sealed class XledgerUpdates(
    IXledgerClient client,
    TokenEntity entity,
    RunAllowance allowance,
    Journal journal,
    TimeProvider clock
)
{
    // Writing the same values again does no harm; once more is enough for a lost answer.
    private const int Attempts = 2;

    /// <summary>
    /// What was read before writing is not relied on for longer: others may have written meanwhile. Half a minute of
    /// Xledger's window is enough for the requests of the largest batch.
    /// </summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>Writes what is open, in batches.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (
            var batch in journal.BatchesAsync(Side.Xledger, ChangeKind.Update, IXledgerClient.LargestRead, cancellation)
        )
        {
            using var span = journal.BeginBatch(Side.Xledger, ChangeKind.Update, batch.Count);
            var left = batch;
            while (left.Count > 0)
            {
                await allowance.DemandAsync(cancellation);
                await WriteAsync(left, cancellation);
                var stops = await journal.StopAskedAsync(cancellation);
                left = [.. left.Where(person => person.Open.Any() && (!stops || person.Interrupted))];
            }
        }
    }

    /// <summary>
    /// Writes to these people, or to the first of them: who was not reached is still open. Ends early after a lost
    /// answer, when a stop is asked for, and when what was read is no longer fresh.
    /// </summary>
    private async Task WriteAsync(IReadOnlyList<PersonChanges> batch, CancellationToken cancellation)
    {
        var before = await ReadAsync(batch.Select(person => person.XledgerId), cancellation);
        var readAt = clock.GetTimestamp();
        entity.Demand();
        var writes = batch.SelectMany(person => Reviewed(person, before.GetValueOrDefault(person.XledgerId))).ToList();
        if (writes.Count == 0)
        {
            await journal.SaveAsync(cancellation);
            return;
        }

        var sent = new SentWrites();
        var written = new List<Write>();
        foreach (var request in await RequestsAsync(writes, cancellation))
        {
            if (
                written.Count > 0
                && (clock.GetElapsedTime(readAt) > Fresh || await journal.StopAskedAsync(cancellation))
            )
            {
                break;
            }

            try
            {
                if (written.Count > 0)
                {
                    await allowance.DemandAsync(cancellation);
                }

                await journal.SendingAsync(Side.Xledger, request.SelectMany(write => write.Changes), cancellation);
                sent.Streak = new RefusalStreak();
                await SendAsync(request, sent, cancellation);
            }
            catch (XledgerFault) when (written.Count > 0)
            {
                // The run ends here: what was written before is known nevertheless.
                await ConfirmAsync(written, sent, cancellation);
                throw;
            }

            written.AddRange(request);
            // Between two saves a screen would stand still for as long as Xledger takes.
            journal.Report();
            if (sent.Unanswered.Count > 0)
            {
                break;
            }
        }

        await ConfirmAsync(written, sent, cancellation);
    }

    /// <summary>
    /// Judges by a read-back what was sent; sends once more what was lost and is not there, and reads it back again.
    /// </summary>
    private async Task ConfirmAsync(IReadOnlyList<Write> written, SentWrites sent, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var after = await ReadAsync(written.Select(write => write.Current.Id), cancellation);
            foreach (var write in written)
            {
                Settle(write, after.GetValueOrDefault(write.Current.Id), sent, lastAttempt: attempt == Attempts);
            }

            await journal.SaveAsync(cancellation);
            written =
            [
                .. written
                    .Select(write =>
                        write with
                        {
                            Changes = [.. write.Changes.Where(change => change.State == ChangeState.Sending)],
                        }
                    )
                    .Where(write => write.Changes.Count > 0),
            ];
            if (written.Count == 0)
            {
                return;
            }

            sent = new SentWrites();
            await journal.SendingAsync(Side.Xledger, written.SelectMany(write => write.Changes), cancellation);
            foreach (var request in await RequestsAsync(written, cancellation))
            {
                sent.Streak = new RefusalStreak();
                await SendAsync(request, sent, cancellation);
            }

            journal.Report();
        }
    }

    // The same people, by the requests that carry them.
    private async Task<IReadOnlyList<IReadOnlyList<Write>>> RequestsAsync(
        IReadOnlyList<Write> writes,
        CancellationToken cancellation
    )
    {
        var byPerson = writes.ToDictionary(write => write.Current.Id);
        var requests = await client.PartitionAsync([.. writes.Select(write => write.Update)], cancellation);
        return [.. requests.Select(request => request.Select(update => byPerson[update.Current.Id]).ToList())];
    }

    private IEnumerable<Write> Reviewed(PersonChanges person, XledgerEmployee? now)
    {
        if (journal.Review(person, now?.Person) is { Count: > 0 } going)
        {
            yield return new Write(now!, going);
        }
    }

    private async Task SendAsync(IReadOnlyList<Write> writes, SentWrites sent, CancellationToken cancellation)
    {
        if (sent.Streak.GivesUp)
        {
            sent.NotSent.UnionWith(writes.SelectMany(write => write.Changes));
            return;
        }

        XledgerBatchOutcome outcome;
        try
        {
            outcome = await client.WriteAsync([.. writes.Select(write => write.Update)], cancellation);
        }
        catch (XledgerFault fault) when (fault.OutcomeUnknown)
        {
            foreach (var change in writes.SelectMany(write => write.Changes))
            {
                sent.Unanswered[change] = fault;
            }

            return;
        }

        foreach (var change in writes.SelectMany(write => write.Changes))
        {
            if (
                outcome.NotWritten.TryGetValue(change.XledgerId!.Value.Value, out var left)
                && left.TryGetValue(change.Field, out var why)
            )
            {
                sent.Refused[change] = why;
                if (outcome.Impossible.Contains((change.XledgerId.Value.Value, change.Field)))
                {
                    sent.Impossible.Add(change);
                }
            }
        }

        if (outcome.Refusal is not { } refusal)
        {
            sent.Streak.Broken();
            return;
        }

        foreach (var half in Halves(writes))
        {
            await SendAsync(half, sent, cancellation);
        }

        if (writes is [{ Changes: [var alone] }])
        {
            sent.Refused[alone] = refusal;
            sent.Streak.RefusedAlone(refusal);
        }
    }

    private static IEnumerable<IReadOnlyList<Write>> Halves(IReadOnlyList<Write> writes) =>
        writes switch
        {
            [{ Changes: [_] }] => [],
            [var one] => one
                .Changes.Chunk((one.Changes.Count + 1) / 2)
                .Select(half => (IReadOnlyList<Write>)[one with { Changes = half }]),
            _ => writes.Chunk((writes.Count + 1) / 2),
        };

    private void Settle(Write write, XledgerEmployee? after, SentWrites sent, bool lastAttempt)
    {
        foreach (var change in write.Changes)
        {
            if (after is null)
            {
                journal.Settle(change, ChangeOutcome.Failed(new Reason(RunReasons.PersonGone)) with { Final = true });
                continue;
            }

            var lost = sent.Unanswered.GetValueOrDefault(change);
            var answered = lost is null;
            var outcome = ChangeOutcome
                .AfterWriting(
                    change,
                    write.Current.Person[change.Field],
                    after.Person[change.Field],
                    journal.Country,
                    answered,
                    after.Contradicts(change.Field, change.To)
                )
                .InEveryPlace(change, after.Person, journal.Country);
            if (outcome.InPart && !lastAttempt && sent.Refused.ContainsKey(change) && !sent.Impossible.Contains(change))
            {
                // Refused when some of its records were written already: once more for the others.
                continue;
            }

            if (!outcome.IsSeen && sent.Refused.TryGetValue(change, out var refusal))
            {
                outcome = ChangeOutcome.Refused(refusal) with { Final = sent.Impossible.Contains(change) };
            }
            else if (!outcome.IsSeen && sent.NotSent.Contains(change))
            {
                outcome = ChangeOutcome.Failed(new Reason(RunReasons.RefusedLikeOthers, $"{RefusalStreak.Longest}"));
            }

            if (!outcome.IsSeen && lost is { Transient: false })
            {
                // A right that is missing stays missing.
                outcome = ChangeOutcome.Refused(lost.Reason);
            }

            if (
                lost is { Transient: true }
                && ChangeOutcome.MovedMeanwhile(
                    change,
                    write.Current.Person[change.Field],
                    after.Person[change.Field],
                    journal.Country
                )
                    is { } moved
            )
            {
                // Not sent again over a value that was written by others since it was read.
                journal.Settle(change, moved);
                continue;
            }

            if (outcome.State == ChangeState.Confirmed || answered || lastAttempt || lost is { Transient: false })
            {
                journal.Settle(change, outcome);
            }
        }
    }

    private Task<IReadOnlyDictionary<XledgerId, XledgerEmployee>> ReadAsync(
        IEnumerable<XledgerId> ids,
        CancellationToken cancellation
    ) => client.ReadEmployeesAsync([.. ids.Distinct()], cancellation);

    private sealed record Write(XledgerEmployee Current, IReadOnlyList<ChangeRecord> Changes)
    {
        public XledgerUpdate Update => new(Current, Changes.ToDictionary(change => change.Field, change => change.To));
    }

    private sealed class SentWrites
    {
        public Dictionary<ChangeRecord, XledgerFault> Unanswered { get; } = [];

        public Dictionary<ChangeRecord, Reason> Refused { get; } = [];

        /// <summary>Those of them that no other try changes.</summary>
        public HashSet<ChangeRecord> Impossible { get; } = [];

        /// <summary>Of the request that is being sent.</summary>
        public RefusalStreak Streak { get; set; } = new();

        /// <summary>Left out because so many before them were refused.</summary>
        public HashSet<ChangeRecord> NotSent { get; } = [];
    }
}
