using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Transport;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>
/// Reads both systems in full and stores what they held. Absence is only ever concluded from a complete read: one that
/// is not complete ends here and says where.
/// Writes to neither system.
/// </summary>
public sealed partial class Compare(
    OutsideSystems systems,
    IDbContextFactory<SyncDbContext> contexts,
    ComparisonArchive archive,
    TimeProvider clock,
    ILogger<Compare> logger
)
{
    /// <summary>
    /// Notes that a comparison is wanted; <see cref="RunAsync"/> carries it out. One for the same purpose that is
    /// running already is taken over instead of starting a second.
    /// </summary>
    public async Task<Guid> StartAsync(
        Guid connectionId,
        Actor by,
        CancellationToken cancellation,
        ComparisonPurpose purpose = ComparisonPurpose.Review
    )
    {
        var who = by.Demand(Permission.Prepare, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var running = await context.ComparisonUnderWayAsync(connectionId, purpose, cancellation);
        if (running is { } already)
        {
            return already;
        }

        var record = new ComparisonRecord
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            ConnectionId = connectionId,
            Purpose = purpose,
            State = ComparisonState.Running,
            StartedAt = clock.GetUtcNow().UtcDateTime,
            StartedBy = who,
            StartedById = by.Id,
        };
        context.Comparisons.Add(record);
        context.Activity.Add(
            ActivityRecord.Of(
                by,
                purpose == ComparisonPurpose.Review ? ActivityCodes.ComparisonStarted : ActivityCodes.DriftCheckStarted,
                record.StartedAt,
                connectionId
            )
        );
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return record.Id;
    }

    /// <summary>The comparison for this purpose that is being made now; null where none is.</summary>
    public async Task<Guid?> UnderWayAsync(
        Guid connectionId,
        Actor by,
        CancellationToken cancellation,
        ComparisonPurpose purpose = ComparisonPurpose.Review
    )
    {
        by.Demand(Permission.SeeStatus, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.ComparisonUnderWayAsync(connectionId, purpose, cancellation);
    }

    /// <summary>
    /// Reads both sides and stores the result. A comparison that has ended is left alone. Called again after an
    /// interruption it reads both sides again: nothing of an earlier attempt is used. Nothing is read while the store
    /// cannot take the result.
    /// </summary>
    public async Task RunAsync(Guid comparisonId, IProgress<CompareProgress> progress, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var record = await context.Comparisons.SingleAsync(comparison => comparison.Id == comparisonId, cancellation);
        var watch = new CompareWatch(comparisonId, progress);
        if (record.State != ComparisonState.Running)
        {
            watch.Ended(record);
            return;
        }

        var connection = await context
            .Connections.AsNoTracking()
            .Include(c => c.Policies)
            .SingleAsync(c => c.Id == record.ConnectionId, cancellation);
        using var span = SyncTelemetry
            .Begin(SyncTelemetry.Compare, connection.Id)
            ?.SetTag(SyncTelemetry.ComparisonTag, comparisonId);
        try
        {
            if (connection.EndedBecause() is { } ended)
            {
                throw new IncompleteRead(ended);
            }

            // Reading costs requests of a token's allowance: what could not be stored is not read, again and again.
            await archive.DemandRoomAsync(comparisonId, connection.Id, cancellation);
            var (comparison, tokenEntity) = await ReadAsync(context, connection, watch, cancellation);
            var input = comparison.Input;
            await archive.SaveAsync(comparisonId, input, cancellation);
            await OtherPersonHolds.NoteAsync(context, record, comparison, clock.GetUtcNow().UtcDateTime, cancellation);
            await Outlooks.NoteAsync(
                context,
                connection.Id,
                input.Huma,
                record.StartedAt,
                SystemDay.Of(clock.GetUtcNow()),
                cancellation
            );
            record.Compared = connection.Parties();
            record.TokenEntity = tokenEntity;
            record.HumaCount = input.Huma.Count;
            record.XledgerCount = input.Xledger.Count;
            record.PairCount = comparison.Matches.Pairs.Count;
            record.DifferenceCount = comparison.Differences.Count;
            if (record.Purpose == ComparisonPurpose.DriftCheck)
            {
                // It is not for decisions, and the comparison under review stays.
                var now = clock.GetUtcNow().UtcDateTime;
                (record.State, record.FinishedAt) = (ComparisonState.Closed, now);
                await Drift.ReportAsync(context, archive, record, connection, comparison, now, cancellation);
            }
            else
            {
                record.State = ComparisonState.Complete;
                await CloseOlderAsync(context, record, cancellation);
            }
        }
        catch (Exception fault) when (fault is SystemFault or IncompleteRead)
        {
            var reason = ReasonOf(fault);
            LogFailed(comparisonId, reason);
            record.State = ComparisonState.Failed;
            record.Failure = reason;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            span.End(nameof(ComparisonState.Failed), failed: true);
            throw;
        }

        record.FinishedAt ??= clock.GetUtcNow().UtcDateTime;
        if (EntryOf(record) is { } entry)
        {
            context.Activity.Add(entry);
        }

        await context.SaveChangesAsync(CancellationToken.None);
        watch.Ended(record);
        span.End(record.State.ToString(), failed: record.State == ComparisonState.Failed);
        Measure(record);
    }

    /// <summary>Ends a comparison that broke off by something unforeseen.</summary>
    /// <param name="reason">Null where the log alone knows.</param>
    public async Task BreakOffAsync(Guid comparisonId, IProgress<CompareProgress> progress, Reason? reason = null)
    {
        reason ??= new Reason(RunReasons.Unforeseen);
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        var ended = await context
            .Comparisons.Where(comparison =>
                comparison.Id == comparisonId && comparison.State == ComparisonState.Running
            )
            .ExecuteUpdateAsync(set =>
                set.SetProperty(comparison => comparison.State, ComparisonState.Failed)
                    .SetProperty(comparison => comparison.FinishedAt, clock.GetUtcNow().UtcDateTime)
                    .SetProperty(comparison => comparison.Failure, reason)
            );
        progress.Report(
            new CompareProgress(comparisonId, ComparisonState.Failed, default, default, Matching: false, reason)
        );
        if (ended > 0)
        {
            Measure(await context.Comparisons.AsNoTracking().SingleAsync(one => one.Id == comparisonId));
        }
    }

    private static void Measure(ComparisonRecord record) =>
        SyncTelemetry.OnCompared(
            record.ConnectionId,
            record.Purpose.ToString(),
            record.State.ToString(),
            record.FinishedAt!.Value - record.StartedAt
        );

    internal static Reason ReasonOf(Exception fault) =>
        fault switch
        {
            SystemFault system => system.Reason,
            IncompleteRead incomplete => incomplete.Reason,
            _ => throw new ArgumentException("Not a fault of an outside system.", nameof(fault)),
        };

    private async Task<(Comparison Comparison, string? TokenEntity)> ReadAsync(
        SyncDbContext context,
        Connection connection,
        CompareWatch watch,
        CancellationToken cancellation
    )
    {
        await using var meter = systems.Meter(connection);
        var humaClient = await systems.HumaAsync(context, connection, meter, cancellation);
        var xledgerClient = systems.Xledger(connection, meter);
        await humaClient.DemandOrganizationAsync(connection, cancellation);

        // Both at once: the reads do not depend on each other, and Huma's takes far longer. If one fails the other is
        // not waited for.
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = humaClient.ReadUsersAsync(OutsideSystems.ScopeOf(connection), watch.Huma, both.Token);
        var employees = xledgerClient.ReadEmployeesAsync(connection.XledgerEntityId, watch.Xledger, both.Token);
        await foreach (var finished in Task.WhenEach(reading, employees))
        {
            if (!finished.IsCompletedSuccessfully)
            {
                await both.CancelAsync();
                await finished;
            }
        }

        var users = await reading;
        var read = await employees;
        IReadOnlyList<ReadProblem> problems = [.. users.Problems, .. read.Problems];
        IncompleteRead.Refuse(users);
        var (input, claimed) = await InputAsync(connection, users.Users, read.Employees, problems, cancellation);
        if (DuplicateIds.Refusal(input.Huma, input.Xledger) is { } refusal)
        {
            throw new IncompleteRead(refusal);
        }

        watch.Matching();
        var comparison = Comparison.Of(input, []);
        var outside = Resemblances.Kept(
            comparison,
            [.. read.OtherEntities.Select(person => new OutsideRecord(person, null)), .. claimed]
        );
        return (
            outside.Count == 0 ? comparison : comparison.With(await NamedAsync(outside, xledgerClient, cancellation)),
            xledgerClient.TokenEntity
        );
    }

    // The entity is named where its name is known; a token that may not list entities still finds people there.
    private static async Task<IReadOnlyList<OutsideRecord>> NamedAsync(
        IReadOnlyList<OutsideRecord> outside,
        IXledgerClient client,
        CancellationToken cancellation
    )
    {
        if (!outside.Any(record => record.Person.Side == Side.Xledger))
        {
            return outside;
        }

        Dictionary<string, string> names = [];
        try
        {
            var entities = await client.ReadEntitiesAsync(cancellation);
            names = entities
                .Seen.DistinctBy(entity => entity.OwnerDbId)
                .ToDictionary(entity => entity.OwnerDbId, entity => entity.Name);
        }
        catch (XledgerFault)
        {
            // Both systems have been read: a name that is missing is no reason to read them again.
        }

        return
        [
            .. outside.Select(record =>
                record.Person is { Side: Side.Xledger, Owner: { } owner }
                    ? record with
                    {
                        Place = names.GetValueOrDefault(owner),
                    }
                    : record
            ),
        ];
    }

    private async Task<(ComparisonInput Input, IReadOnlyList<OutsideRecord> Claimed)> InputAsync(
        Connection connection,
        IReadOnlyList<HumaUser> users,
        IReadOnlyList<XledgerEmployee> employees,
        IReadOnlyList<ReadProblem> problems,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var links = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connection.Id)
            .ToListAsync(cancellation);
        var claimed = await ClaimedAsync(context, connection, cancellation);
        var input = new ComparisonInput(
            [.. users.Where(user => !claimed.ContainsKey(user.Id)).Select(user => user.Person)],
            [.. employees.Select(employee => employee.Person)],
            [.. links.Select(link => new Link(link.HumaId, link.XledgerId))],
            [
                .. links
                    .Where(link => link.BaselineAt is not null)
                    .Select(link => new Baseline(new Link(link.HumaId, link.XledgerId), link.Baseline)),
            ],
            StoredInput.PolicyOf(connection),
            HumaComplete: !problems.Any(problem => problem is { Side: Side.Huma, Incomplete: true }),
            XledgerComplete: !problems.Any(problem => problem is { Side: Side.Xledger, Incomplete: true })
        )
        {
            ConnectionId = connection.Id,
            Scope = StoredInput.ScopeOf(connection, SystemDay.Of(clock.GetUtcNow())),
            Identities = [.. links.Where(DiffersFromBaseline).Select(link => link.Identity)],
            Distinct = await DistinctPairs.LoadAsync(context, connection.Id, cancellation),
            PutBack = await PutBacks.ReadAsync(context, connection.Id, cancellation),
            Problems =
            [
                .. problems,
                .. users
                    .Where(user => claimed.ContainsKey(user.Id))
                    .Select(user => new ReadProblem(
                        Side.Huma,
                        user.Id.Value,
                        claimed[user.Id] is { } other
                            ? new Reason(ConnectionReasons.ClaimedElsewhere, other)
                            : new Reason(ConnectionReasons.ClaimedByHidden),
                        Incomplete: false
                    )),
            ],
        };
        return (
            input,
            [
                .. users
                    .Where(user => claimed.ContainsKey(user.Id))
                    .Select(user => new OutsideRecord(user.Person, claimed[user.Id])),
            ]
        );
    }

    // Most links stand for what both sides agree on, which is stored already.
    private static bool DiffersFromBaseline(PersonLink link) =>
        link.Identity is var known
        && (
            known.Doubted
            || Identity.Fields.Any(field =>
                known.Huma[field].TextOrNull != link.Baseline[field].TextOrNull
                || known.Xledger[field].TextOrNull != link.Baseline[field].TextOrNull
            )
        );

    /// <summary>
    /// Users of the same organization whom other connections are linked to, with those connections' names; null where
    /// who sees this connection may not see the other one. What is read here is stored, so it depends on the groups and
    /// not on the reader.
    /// </summary>
    internal static async Task<Dictionary<HumaId, string?>> ClaimedAsync(
        SyncDbContext context,
        Connection connection,
        CancellationToken cancellation
    )
    {
        var links = await (
            from link in context.Links.AsNoTracking()
            join other in context.Connections.OfOrganization(connection.HumaEnvironment, connection.HumaOrganizationId)
                on link.ConnectionId equals other.Id
            where other.Id != connection.Id
            select new
            {
                link.HumaId,
                Name = connection.AccessGroup == null || connection.AccessGroup == other.AccessGroup
                    ? other.Name
                    : null as string,
            }
        ).ToListAsync(cancellation);
        // Two groups with a common member, both compared before one was synchronized, link the same user.
        return links
            .GroupBy(row => row.HumaId)
            .ToDictionary(user => user.Key, user => user.Select(row => row.Name).Order().LastOrDefault());
    }

    // An older comparison must not be decided on any more: its values are no longer what the systems hold.
    private static Task CloseOlderAsync(
        SyncDbContext context,
        ComparisonRecord record,
        CancellationToken cancellation
    ) =>
        context
            .Comparisons.Where(older =>
                older.ConnectionId == record.ConnectionId
                && older.Id != record.Id
                && older.Purpose == ComparisonPurpose.Review
                && older.State == ComparisonState.Complete
            )
            .ExecuteUpdateAsync(set => set.SetProperty(older => older.State, ComparisonState.Closed), cancellation);

    // DriftCheck reports what a difference check found.
    private static ActivityRecord? EntryOf(ComparisonRecord record) =>
        record.State switch
        {
            ComparisonState.Complete => EntryOf(
                record,
                ActivityCodes.ComparisonCompleted,
                $"{record.HumaCount}",
                $"{record.XledgerCount}",
                $"{record.DifferenceCount}"
            ),
            ComparisonState.Failed => EntryOf(
                record,
                record.Purpose == ComparisonPurpose.Review
                    ? ActivityCodes.ComparisonFailed
                    : ActivityCodes.DriftCheckFailed
            ),
            _ => null,
        };

    private static ActivityRecord EntryOf(
        ComparisonRecord record,
        string code,
        params IReadOnlyList<string> arguments
    ) =>
        ActivityRecord.Of(
            Actor.Behind(record.StartedBy, record.StartedById),
            code,
            record.FinishedAt!.Value,
            record.ConnectionId,
            arguments
        );

    [LoggerMessage(LogLevel.Warning, "Comparison {ComparisonId} failed: {Reason}")]
    private partial void LogFailed(Guid comparisonId, Reason reason);
}
