using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// The changes of one run and the result of each. Every step is saved before the next one is taken; progress is a view
/// of it. Used by one flow at a time.
/// </summary>
internal sealed class Journal
{
    // Everything that a run changes in a change is in one of these lists (JournalPropertiesTests).
    internal static readonly string[] SendingProperties =
    [
        nameof(ChangeRecord.State),
        nameof(ChangeRecord.ChangedAt),
        nameof(ChangeRecord.SentAt),
    ];

    internal static readonly string[] OutcomeProperties =
    [
        nameof(ChangeRecord.State),
        nameof(ChangeRecord.After),
        nameof(ChangeRecord.Final),
        nameof(ChangeRecord.AlreadyThere),
        nameof(ChangeRecord.Reason),
        nameof(ChangeRecord.ChangedAt),
        nameof(ChangeRecord.SentAt),
        nameof(ChangeRecord.BaselineBefore),
    ];

    internal static readonly string[] AdditionProperties =
    [
        .. OutcomeProperties,
        nameof(ChangeRecord.HumaId),
        nameof(ChangeRecord.XledgerId),
    ];

    internal static readonly string[] OverwritingProperties = [nameof(ChangeRecord.From)];

    private readonly SyncDbContext _context;
    private readonly RunRecord _run;
    private readonly IReadOnlyList<ChangeRecord> _changes;
    private readonly BaselineUpdates _baselines;
    private readonly RequestMeter _meter;
    private readonly IProgress<RunProgress> _progress;
    private readonly TimeProvider _clock;
    private readonly HashSet<ChangeRecord> _sent = [];
    private readonly HashSet<ChangeRecord> _overwriting = [];
    private readonly HashSet<ChangeRecord> _touched = [];
    private readonly int _attempt;
    private readonly PlanOrigin _origin;

    // What earlier attempts at the run have used.
    private readonly (int Huma, int Xledger) _usedBefore;
    private Side? _target;

    public Journal(
        SyncDbContext context,
        RunWork work,
        BaselineUpdates baselines,
        RequestMeter meter,
        IProgress<RunProgress> progress,
        TimeProvider clock
    )
    {
        (_run, _origin, _changes, Country) = work;
        (_context, _baselines, _meter, _progress, _clock) = (context, baselines, meter, progress, clock);
        (_attempt, _usedBefore) = (_run.Attempt, (_run.HumaRequests, _run.XledgerRequests));
        // The journal's rows are written by hand, since tracking thousands of them costs more than writing them; of
        // what is tracked, who changes it says so.
        context.ChangeTracker.AutoDetectChangesEnabled = false;
    }

    /// <summary>Alpha-2 code that phone numbers without a calling code are read by; null if unknown.</summary>
    public string? Country { get; }

    /// <summary>When the run was first begun, UTC.</summary>
    public DateTime BegunAt => _run.StartedAt ?? _run.CreatedAt;

    /// <summary>Whether changes are left whose turn did not come.</summary>
    public bool AnyLeft => _changes.Any(IsOpen);

    /// <summary>Whether a change to this system has not ended.</summary>
    public bool AnyOpen(Side target) => _changes.Any(change => change.Target == target && IsOpen(change));

    /// <summary>
    /// Changes of this kind that have not ended, gathered by person, in batches of at most <paramref name="size"/>
    /// people. A batch never holds changes of two waves, and a later wave comes after an earlier one. After a restart
    /// some of them were sent already. Once a stop was requested, only those: what was started is finished.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<PersonChanges>> BatchesAsync(
        Side target,
        ChangeKind kind,
        int size,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var batches = _changes
            .Where(change => change.Target == target && change.Kind == kind && IsOpen(change))
            .GroupBy(change => change.Wave)
            .OrderBy(wave => wave.Key)
            .SelectMany(wave =>
                wave.GroupBy(PersonChanges.KeyOf).Select(person => new PersonChanges([.. person])).Chunk(size)
            )
            .ToList();
        foreach (var batch in batches)
        {
            IReadOnlyList<PersonChanges> due = await StopAskedAsync(cancellation)
                ? [.. batch.Where(person => person.Interrupted)]
                : batch;
            if (due.Count > 0)
            {
                yield return due;
            }
        }
    }

    /// <summary>Begins the span of one batch; null where nothing listens.</summary>
    public IDisposable? BeginBatch(Side target, ChangeKind kind, int people) =>
        SyncTelemetry
            .Begin(SyncTelemetry.Batch, _run.ConnectionId)
            ?.SetTag("humaxledger.target", target.ToString())
            .SetTag("humaxledger.kind", kind.ToString())
            .SetTag(SyncTelemetry.PeopleTag, people);

    /// <summary>
    /// Ends what is open of people of whom a planned value can no longer be read: nothing is written in its place, and
    /// no person is added in part. The same holds for what is to be emptied where the plan did not ask for it.
    /// </summary>
    /// <param name="notPlanned">Why nothing is emptied; null where the plan asked for it.</param>
    public void LeaveUnreadable(Reason? notPlanned)
    {
        foreach (
            var person in _changes
                .Where(IsOpen)
                .GroupBy(change => (change.Kind, PersonChanges.KeyOf(change)))
                .Where(person => person.Any(IsUnreadable))
                .ToList()
        )
        {
            foreach (var change in person.Where(change => change.Kind == ChangeKind.Create || IsUnreadable(change)))
            {
                Settle(
                    change,
                    ChangeOutcome.Failed(
                        person.Any(one => one.To.IsMisplaced) ? new Reason(AlertReasons.ValueMisplaced)
                        : notPlanned is not null && person.Any(one => one.To is FieldValue.Empty) ? notPlanned
                        : new Reason(AlertReasons.ValueUnreadable)
                    )
                );
            }
        }

        bool IsUnreadable(ChangeRecord change) =>
            !change.To.IsKnown || (notPlanned is not null && change.To is FieldValue.Empty);
    }

    /// <summary>Ends what was not begun yet and may not be written any more.</summary>
    public void Refuse(Func<ChangeRecord, Reason?> why)
    {
        foreach (var change in _changes.Where(change => change.State == ChangeState.Planned))
        {
            if (why(change) is { } reason)
            {
                Settle(change, ChangeOutcome.Refused(reason));
            }
        }
    }

    /// <summary>Saves that these changes are about to be sent.</summary>
    public async Task SendingAsync(Side target, IEnumerable<ChangeRecord> sent, CancellationToken cancellation)
    {
        _target = target;
        foreach (var change in sent)
        {
            change.State = ChangeState.Sending;
            change.ChangedAt = change.SentAt = _clock.GetUtcNow().UtcDateTime;
            _sent.Add(change);
        }

        await SaveAsync(cancellation);
    }

    /// <summary>Waits until what an earlier attempt has sent of these people was sent this long ago.</summary>
    public async Task WaitUntilOldAsync(IEnumerable<PersonChanges> people, TimeSpan age, CancellationToken cancellation)
    {
        var sent = people.SelectMany(person => person.Changes).Max(change => change.SentAt);
        if (sent + age - _clock.GetUtcNow().UtcDateTime is { Ticks: > 0 } rest)
        {
            // No longer where the clock of the other node is ahead.
            await Task.Delay(rest < age ? rest : age, _clock, cancellation);
        }
    }

    /// <summary>
    /// Judges what is to be changed of a person by what was read just before: what moved since the review is held back,
    /// what is there already is not written again.
    /// </summary>
    /// <param name="now">Null: there is no such person any more.</param>
    /// <param name="requestedEmail">An e-mail that waits for the person's confirmation already.</param>
    /// <returns>The changes that go on.</returns>
    public IReadOnlyList<ChangeRecord> Review(PersonChanges person, Person? now, string? requestedEmail = null)
    {
        if (now is null)
        {
            SettleAll(person, ChangeOutcome.Failed(new Reason(RunReasons.PersonGone)) with { Final = true });
            return [];
        }

        if (WhyAnother(person, now) is { } why)
        {
            // No value of the person who was reviewed, or whom Huma reported, belongs here.
            foreach (var change in person.Open.ToList())
            {
                Settle(change, ChangeOutcome.OfAnother(now[change.Field], why));
            }

            return [];
        }

        List<ChangeRecord> going = [];
        foreach (var change in person.Open)
        {
            if (ChangeOutcome.Awaits(change, now, requestedEmail, Country) is { } awaiting)
            {
                Settle(change, awaiting);
            }
            else if (ChangeOutcome.BeforeWriting(change, now, Country) is not { } outcome)
            {
                going.Add(change);
            }
            else if (outcome.State == ChangeState.Held && HumaWinsOverAll(change))
            {
                change.From = outcome.After!;
                _overwriting.Add(change);
                going.Add(change);
            }
            else
            {
                Settle(change, outcome);
            }
        }

        return going;
    }

    // Whether the record was overwritten since it was compared, or the link was changed in the database from outside.
    // An undo puts back what the record held before either.
    private Reason? WhyAnother(PersonChanges person, Person now)
    {
        if (person.Changes[0] is not { HumaId: { } huma, XledgerId: { } xledger })
        {
            return null;
        }

        var pair = new Link(huma, xledger);
        // The link that the plan was made by may be gone from the database.
        if (_baselines.IsDoubted(pair) || (_origin != PlanOrigin.Undo && !_baselines.AreJoined(pair)))
        {
            return new Reason(InboundReasons.LinkDoubted);
        }

        if (_origin == PlanOrigin.Undo || !_baselines.LooksLikeAnother(pair, now))
        {
            return null;
        }

        if (_origin == PlanOrigin.FromHuma)
        {
            // No review follows that would find it: an administrator is asked about the person.
            _baselines.NoteOther(pair, now);
        }

        return new Reason(InboundReasons.LooksLikeAnother);
    }

    /// <summary>Notes the record that a person to be added has become, before anything else is sent.</summary>
    public void Identify(PersonChanges person, Action<ChangeRecord> note)
    {
        foreach (var change in person.Changes)
        {
            note(change);
            _touched.Add(change);
        }
    }

    /// <summary>Ends one change.</summary>
    public void Settle(ChangeRecord change, ChangeOutcome outcome)
    {
        // Huma does not hold the day on which a leaver was seen to have left.
        var both = change.Cause != ChangeCause.Leaver;
        change.State = outcome.State;
        change.After = outcome.After;
        change.Final = outcome.Final;
        change.AlreadyThere = outcome.AlreadyThere;
        // Without a reason of its own, the one it was planned for stays.
        change.Reason = outcome.Reason ?? change.Reason;

        change.ChangedAt = _clock.GetUtcNow().UtcDateTime;
        _touched.Add(change);
        // What cannot be read back was accepted and not seen: the baseline stays.
        if (both && outcome is { State: ChangeState.Confirmed, After.IsKnown: true })
        {
            _baselines.Confirmed(change);
        }
        else if (both && outcome.State == ChangeState.Confirmed && change.Target == Side.Xledger)
        {
            _baselines.Sent(change);
        }
    }

    // A change by event was not reviewed, so that no review is outdated: the rule holds whatever the target holds by
    // now, and what it overwrites is kept as the value before.
    private bool HumaWinsOverAll(ChangeRecord change) =>
        _origin == PlanOrigin.FromHuma && change.Cause == ChangeCause.HumaWins;

    /// <summary>Ends all open changes of a person.</summary>
    public void SettleAll(PersonChanges person, ChangeOutcome outcome)
    {
        foreach (var change in person.Open)
        {
            Settle(change, outcome);
        }
    }

    /// <exception cref="RunTakenOver">Another attempt at the run has begun; nothing was saved.</exception>
    public async Task SaveAsync(CancellationToken cancellation)
    {
        var began = _clock.GetTimestamp();
        _run.HumaRequests = _usedBefore.Huma + _meter.HumaRequests;
        _run.XledgerRequests = _usedBefore.Xledger + _meter.XledgerRequests;
        await using var transaction = await _context.Database.BeginTransactionAsync(cancellation);
        // First: attempts wait for each other at this row, and one that was taken over writes nothing.
        await SaveRunAsync(cancellation);
        await WriteAsync(SendingProperties, _sent.Where(change => !_touched.Contains(change)));
        await WriteAsync(OutcomeProperties, _touched.Where(change => change.Kind == ChangeKind.Update));
        await WriteAsync(AdditionProperties, _touched.Where(change => change.Kind == ChangeKind.Create));
        await WriteAsync(OverwritingProperties, _overwriting);
        await _baselines.SaveAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        _sent.Clear();
        _overwriting.Clear();
        _touched.Clear();
        Report();
        SyncTelemetry.Saving.Record(_clock.GetElapsedTime(began).TotalSeconds);

        Task WriteAsync(string[] properties, IEnumerable<ChangeRecord> changes) =>
            new BulkUpdate<ChangeRecord>(_context, properties).RunAsync(changes, cancellation);
    }

    private async Task SaveRunAsync(CancellationToken cancellation)
    {
        var entry = _context.Entry(_run);
        while (true)
        {
            entry.DetectChanges();
            // The run's row goes along each time: by it an attempt learns that it was taken over.
            entry.Property(run => run.XledgerRequests).IsModified = true;
            try
            {
                await _context.SaveChangesAsync(cancellation);
                return;
            }
            catch (DbUpdateConcurrencyException)
            {
                var stored = await entry.GetDatabaseValuesAsync(cancellation);
                if (
                    stored?.GetValue<int>(nameof(RunRecord.Attempt)) != _attempt
                    || stored.GetValue<DateTime?>(nameof(RunRecord.FinishedAt)) is not null
                )
                {
                    throw new RunTakenOver();
                }

                var state = stored.GetValue<RunState>(nameof(RunRecord.State));
                if (state == entry.OriginalValues.GetValue<RunState>(nameof(RunRecord.State)))
                {
                    throw;
                }

                // A stop was requested since the run was read; the request stays, and the results of the changes are
                // saved all the same.
                entry.OriginalValues.SetValues(stored);
                _run.State = _run.FinishedAt is null ? state : _run.State;
            }
        }
    }

    /// <summary>
    /// Whether a stop was requested. Read from the store between batches, because the request may come from another
    /// node.
    /// </summary>
    public async Task<bool> StopAskedAsync(CancellationToken cancellation)
    {
        await _context.Entry(_run).ReloadAsync(cancellation);
        return _run.Attempt == _attempt && _run.FinishedAt is null
            ? _run.State == RunState.Stopping
            : throw new RunTakenOver();
    }

    /// <summary>The last line, together with what belongs to it: both or neither.</summary>
    public async Task EndAsync(RunState state, RunFailure? failure, Func<ActivityRecord> entryOf)
    {
        _target = null;
        await _meter.FlushAsync(CancellationToken.None);
        _run.State = state;
        _run.FinishedAt = _clock.GetUtcNow().UtcDateTime;
        (_run.FailureCause, _run.Failure) = (failure?.Cause, failure?.Reason);
        _context.Activity.Add(entryOf());
        await SaveAsync(CancellationToken.None);
    }

    /// <summary>Publishes the progress.</summary>
    public void Report()
    {
        Span<int> counts = stackalloc int[Enum.GetValues<ChangeState>().Length];
        foreach (var change in _changes)
        {
            counts[(int)change.State]++;
        }

        _progress.Report(
            new RunProgress(
                _run.Id,
                _run.State,
                _changes.Count,
                counts[(int)ChangeState.Confirmed],
                counts[(int)ChangeState.AwaitingConfirmation],
                counts[(int)ChangeState.Held],
                counts[(int)ChangeState.Refused],
                counts[(int)ChangeState.Failed],
                _target,
                _usedBefore.Xledger + _meter.XledgerRequests,
                _run.Failure
            )
            {
                Systems = SystemProgress.Of(_changes),
            }
        );
    }

    private static bool IsOpen(ChangeRecord change) => change.State is ChangeState.Planned or ChangeState.Sending;
}
