using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Connections;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>
/// What administrators decide about a comparison. Every decision is stored as it is made, so that the page can be left
/// and opened again, by another administrator, on another node. A closed review takes no decision any more
/// (<see cref="ReviewSession.IsOpen"/> of the session after the act).
/// </summary>
public sealed class Review(
    IDbContextFactory<SyncDbContext> contexts,
    OpenComparisons comparisons,
    OpenDecisions decisions,
    AllowanceCheck allowance,
    ConnectionSettings settings,
    TimeProvider clock
)
{
    /// <summary>
    /// The comparison that is open for decisions on this connection; null where there is none, or nothing opens it.
    /// </summary>
    public async Task<ReviewSession?> FindOpenAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeePeople, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var open = await context
            .FinishedComparisons(connectionId)
            .OfReviews()
            .Where(comparison => comparison.State == ComparisonState.Complete)
            .Select(comparison => (Guid?)comparison.Id)
            .FirstOrDefaultAsync(cancellation);
        return open is { } found ? await ReadAsync(context, found, cancellation) : null;
    }

    /// <summary>
    /// Opens a complete comparison with its decisions. Keep the session: the first takes as long as comparing.
    /// </summary>
    public async Task<ReviewSession> OpenAsync(Guid comparisonId, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.DemandOfComparisonAsync(by, Permission.SeePeople, comparisonId, cancellation);
        return await ReadAsync(context, comparisonId, cancellation)
            ?? throw new InvalidOperationException("The comparison has no content that can be opened.");
    }

    private async Task<ReviewSession?> ReadAsync(
        SyncDbContext context,
        Guid comparisonId,
        CancellationToken cancellation
    )
    {
        var record = await context
            .Comparisons.AsNoTracking()
            .SingleAsync(comparison => comparison.Id == comparisonId, cancellation);
        // Before all else: a plan that is stored while this is read comes after what is shown.
        var lastPlan = await PlanStore.LastNumberAsync(context, record.ConnectionId, cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .Include(connection => connection.Policies)
            .SingleAsync(connection => connection.Id == record.ConnectionId, cancellation);
        // A difference check must not hide that a side shrank between two reviews.
        var last = await context
            .FinishedComparisons(record.ConnectionId)
            .OfReviews()
            .Where(earlier => earlier.Id != record.Id && earlier.StartedAt < record.StartedAt)
            .Select(earlier => new { earlier.HumaCount, earlier.XledgerCount })
            .FirstOrDefaultAsync(cancellation);
        var made = await decisions.NowAsync(comparisonId, null, cancellation);
        var open = await comparisons.OfAsync(context, record, connection, made.Decisions.Matches, cancellation);
        return open is null
            ? null
            : new ReviewSession(record, connection, open.Answered, made.Decisions)
            {
                Allowance = await allowance.ForecastAsync(connection, planned: 0, cancellation),
                AsMatched = open.AsMatched.Matches,
                Shared = open,
                Costs = allowance.CostsOf(connection),
                DecisionsVersion = made.Version,
                LastCounts = (last?.HumaCount, last?.XledgerCount),
                LastPlan = lastPlan,
                Pilots = await PilotRun.ReadAsync(context, comparisonId, cancellation),
                Today = open.Today,
            };
    }

    /// <summary>
    /// Chooses for these differences, or takes the choice back (null). Differences that cannot go that way are left
    /// out; the count says how many were changed.
    /// </summary>
    public Task<(ReviewSession Session, int Changed)> DecideAsync(
        ReviewSession session,
        IReadOnlyCollection<Difference> differences,
        FieldChoice? choice,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.Prepare, session.Connection.Id);
        return DecideAsync(session, [.. differences.Select(difference => (difference, choice))], by, cancellation);
    }

    /// <summary>
    /// Chooses for each difference its own way, as one act. Where another page or administrator has decided one of them
    /// otherwise since <paramref name="session"/> was shown, nothing is stored: the new session says what
    /// (<see cref="ReviewSession.Overtaken"/>), and its decisions are those of now.
    /// </summary>
    public async Task<(ReviewSession Session, int Changed)> DecideAsync(
        ReviewSession session,
        IReadOnlyCollection<(Difference Difference, FieldChoice? Choice)> choices,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.Prepare, session.Connection.Id);
        var able = choices
            .Where(one => Can(one.Difference, one.Choice))
            .Select(one => (one.Difference.Key, one.Choice))
            .ToList();
        if (able.Count == 0)
        {
            return (session, 0);
        }

        var shown = able.Where(one => session.Decisions.Fields.ContainsKey(one.Key))
            .ToDictionary(
                one => (DecisionKind.Field, Decision.SubjectOf(one.Key)),
                one => new DecidedValue(session.Decisions.Fields[one.Key], null)
            );
        var stored = await decisions.ReplaceAsync(
            session.Record.Id,
            shown,
            [
                .. able.Where(one => one.Choice is not null)
                    .Select(one => new Decision.OfField(one.Key, one.Choice!.Value)),
            ],
            [.. able.Where(one => one.Choice is null).Select(one => (DecisionKind.Field, Decision.SubjectOf(one.Key)))],
            [.. able.Select(one => one.Key)],
            who,
            able.GroupBy(one => one.Choice)
                .Select(group =>
                    Act(session, by, ActivityCodes.DifferencesDecided, $"{group.Count()}", group.Key?.ToString() ?? "-")
                ),
            Chosen,
            cancellation
        );
        var now = await AfterAsync(session, stored, by, Chosen, cancellation);
        return (now, stored.Refused ? 0 : able.Count);

        Decisions Chosen(Decisions made) => made.With(able);
    }

    /// <summary>Whether a difference can go this way; taking back and skipping always can.</summary>
    public static bool Can(Difference difference, FieldChoice? choice) =>
        choice switch
        {
            FieldChoice.UseHuma => difference.Allowed.Contains(Side.Huma),
            FieldChoice.UseXledger => difference.Allowed.Contains(Side.Xledger),
            _ => true,
        };

    /// <summary>
    /// Answers who is who; the differences of a confirmed pair appear in the new session. "Not the same person" holds
    /// for the pairs that were shown, in later comparisons too, until one of them is answered otherwise. Nothing is
    /// stored where one of them was answered otherwise meanwhile.
    /// </summary>
    public async Task<ReviewSession> DecideMatchesAsync(
        ReviewSession session,
        IReadOnlyCollection<MatchDecision> answers,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.Prepare, session.Connection.Id);
        var stored = await decisions.ReplaceAsync(
            session.Record.Id,
            AnsweredPairs.Shown(session),
            [.. answers.Select(answer => new Decision.OfMatch(answer))],
            [],
            [],
            who,
            [Act(session, by, ActivityCodes.MatchesDecided, $"{answers.Count}")],
            Answered,
            cancellation,
            AnsweredPairs.Of(session, answers)
        );
        return await OpenedAfterAsync(session, stored, by, Answered, cancellation);

        Decisions Answered(Decisions made) =>
            made with
            {
                Matches =
                [
                    .. made.Matches.ExceptBy(answers.Select(answer => answer.Huma), answer => answer.Huma),
                    .. answers,
                ],
            };
    }

    /// <summary>Takes back answers to who is who. None is where one of them was answered otherwise meanwhile.</summary>
    public async Task<ReviewSession> ForgetMatchesAsync(
        ReviewSession session,
        IReadOnlyCollection<HumaId> users,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.Prepare, session.Connection.Id);
        var stored = await decisions.ReplaceAsync(
            session.Record.Id,
            AnsweredPairs.Shown(session),
            [],
            [.. users.Select(user => (DecisionKind.Match, user.Value))],
            [],
            who,
            [Act(session, by, ActivityCodes.MatchesDecided, $"{users.Count}")],
            Forgotten,
            cancellation,
            AnsweredPairs.WithoutAnswer(session, users)
        );
        return await OpenedAfterAsync(session, stored, by, Forgotten, cancellation);

        Decisions Forgotten(Decisions made) =>
            made with
            {
                Matches = [.. made.Matches.Where(answer => !users.Contains(answer.Huma))],
            };
    }

    /// <summary>
    /// Chooses who of those that exist in one system only is added to the other. The lists take the place of those that
    /// the session showed; whom another page or administrator chose or took back meanwhile stays as it is.
    /// </summary>
    public async Task<ReviewSession> ChooseAdditionsAsync(
        ReviewSession session,
        IReadOnlyCollection<XledgerId> toHuma,
        IReadOnlyCollection<HumaId> toXledger,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.Prepare, session.Connection.Id);
        var (wereToHuma, wereToXledger) = (session.Decisions.AddToHuma, session.Decisions.AddToXledger);
        IReadOnlyList<Decision> chosen =
        [
            .. toHuma.Where(id => !wereToHuma.Contains(id)).Select(id => new Decision.AddToHuma(id)),
            .. toXledger.Where(id => !wereToXledger.Contains(id)).Select(id => new Decision.AddToXledger(id)),
        ];
        IReadOnlyList<(DecisionKind, string)> left =
        [
            .. wereToHuma.Except(toHuma).Select(id => (DecisionKind.AddToHuma, id.Value)),
            .. wereToXledger.Except(toXledger).Select(id => (DecisionKind.AddToXledger, id.Value)),
        ];
        // Chosen or not are the only answers, so no other answer can be stored.
        var shown = left.ToDictionary(
            one => one,
            one => new DecidedValue(null, one.Item1 == DecisionKind.AddToHuma ? one.Item2 : null)
        );
        var stored = await decisions.ReplaceAsync(
            session.Record.Id,
            shown,
            chosen,
            left,
            [],
            who,
            [Act(session, by, ActivityCodes.PeopleChosen, $"{toHuma.Count}", $"{toXledger.Count}")],
            Chosen,
            cancellation
        );
        return await AfterAsync(session, stored, by, Chosen, cancellation);

        // Whom others chose or took back meanwhile stays as it is.
        Decisions Chosen(Decisions made) =>
            made with
            {
                AddToHuma = Changed(made.AddToHuma, wereToHuma, toHuma),
                AddToXledger = Changed(made.AddToXledger, wereToXledger, toXledger),
            };
    }

    private static HashSet<T> Changed<T>(IEnumerable<T> made, IReadOnlySet<T> were, IReadOnlyCollection<T> are) =>
        [.. made.Except(were.Except(are)).Union(are.Except(were))];

    /// <summary>
    /// Confirms by name that what a tripped guard holds back in <paramref name="session"/> is meant, or takes that
    /// back. Others whom it holds later are not confirmed.
    /// </summary>
    public async Task<ReviewSession> ConfirmGuardAsync(
        ReviewSession session,
        GuardKind guard,
        bool confirmed,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.Synchronize, session.Connection.Id);
        var were = session.Decisions.ConfirmedGuards;
        var are = session.Confirming(guard, confirmed).ConfirmedGuards;
        // Confirmed or not are the only answers, so no other answer can be stored.
        var stored = await decisions.ReplaceAsync(
            session.Record.Id,
            were.ToDictionary(SubjectOf, _ => new DecidedValue(null, null)),
            [.. are.Except(were).Select(one => new Decision.ConfirmGuard(one))],
            [.. were.Except(are).Select(SubjectOf)],
            [],
            who,
            [Act(session, by, ActivityCodes.GuardConfirmed, guard.ToString(), confirmed ? "+" : "-")],
            Confirmed,
            cancellation
        );
        return await AfterAsync(session, stored, by, Confirmed, cancellation);

        static (DecisionKind, string) SubjectOf(ConfirmedGuard one) =>
            (DecisionKind.ConfirmGuard, Decision.SubjectOf(one));

        Decisions Confirmed(Decisions made) => made with { ConfirmedGuards = Changed(made.ConfirmedGuards, were, are) };
    }

    /// <summary>"Remember for next time": stores these rules, all or none; the reason says why none.</summary>
    public async Task<(ReviewSession Session, Reason? Refusal)> RememberAsync(
        ReviewSession session,
        RuleChange rules,
        Actor by,
        CancellationToken cancellation
    )
    {
        var connection = session.Connection;
        by.Demand(Permission.ChangeSettings, connection.Id);
        var stored = SettingsValues.Of(connection);
        var (shown, wanted) = (stored.With(rules.Shown), stored.With(rules.Wanted));
        var refusal = await settings.SaveAsync(connection.Id, shown, wanted, overwrite: false, by, cancellation);
        return (await RefreshAsync(session, by, cancellation), refusal?.Reason);
    }

    private ActivityRecord Act(ReviewSession session, Actor by, string what, params IReadOnlyList<string> arguments) =>
        ActivityRecord.Of(by, what, clock.GetUtcNow().UtcDateTime, session.Connection.Id, arguments);

    /// <summary>
    /// What others decided since the session was shown; null where nothing was. The session stays as it is.
    /// </summary>
    /// <param name="atLeast">
    /// A version that is known to be stored, which the answer covers; null asks the store for the newest.
    /// </param>
    public async Task<DecisionsOfOthers?> ReadDecisionsOfOthersAsync(
        ReviewSession session,
        Actor by,
        CancellationToken cancellation,
        int? atLeast = null
    )
    {
        by.Demand(Permission.SeePeople, session.Connection.Id);
        var now = await decisions.NowAsync(session.Record.Id, atLeast, cancellation);
        if (now.OthersSince.TryGetValue(session.Decisions, out var known))
        {
            return known;
        }

        var others = await decisions.OfOthersAsync(
            session,
            session.Decisions,
            now.Version,
            now.Decisions,
            [],
            cancellation
        );
        if (others is not null)
        {
            now.OthersSince.AddOrUpdate(session.Decisions, others);
        }

        return others;
    }

    /// <summary>
    /// The session with the decisions of now; what others changed is in <see cref="ReviewSession.DecidedByOthers"/>.
    /// </summary>
    public async Task<ReviewSession> RefreshAsync(ReviewSession session, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeePeople, session.Connection.Id);
        // Compared with what was opened, so that nothing is taken over that was not shown.
        var opened = await OpenAsync(session.Record.Id, by, cancellation);
        var others = await decisions.OfOthersAsync(
            session,
            session.Decisions,
            opened.DecisionsVersion!.Value,
            opened.Decisions,
            [],
            cancellation
        );
        return opened with { DecidedByOthers = session.DecidedByOthers?.Then(others) ?? others };
    }

    // Ten thousand decisions are read anew only when another process changed one of them since the session was shown.
    private async Task<ReviewSession> AfterAsync(
        ReviewSession session,
        StoredDecisions stored,
        Actor by,
        Func<Decisions, Decisions> act,
        CancellationToken cancellation
    )
    {
        if (stored.Closed)
        {
            return session with { IsOpen = false };
        }

        if (stored.Overtaken.Count == 0 && stored.Before == session.DecisionsVersion)
        {
            return session with
            {
                // Those that other pages show, where they are known: nothing is held twice.
                Decisions = decisions.At(session.Record.Id, stored.Version) ?? act(session.Decisions),
                DecisionsVersion = stored.Version,
            };
        }

        var now = await decisions.NowAsync(session.Record.Id, stored.Version, cancellation);
        if (
            !ReferenceEquals(now.Decisions.Matches, session.Decisions.Matches)
            && !now.Decisions.Matches.ToHashSet().SetEquals(session.Decisions.Matches)
        )
        {
            // Other pairs have other differences.
            return await OpenedAfterAsync(session, stored, by, act, cancellation);
        }

        return session with
        {
            Decisions = now.Decisions,
            DecisionsVersion = now.Version,
            Overtaken = stored.Overtaken,
            DecidedByOthers = await decisions.OfOthersAsync(
                session,
                Expected(session, stored, act),
                now.Version,
                now.Decisions,
                stored.Overtaken,
                cancellation
            ),
        };
    }

    private async Task<ReviewSession> OpenedAfterAsync(
        ReviewSession session,
        StoredDecisions stored,
        Actor by,
        Func<Decisions, Decisions> act,
        CancellationToken cancellation
    )
    {
        if (stored.Closed)
        {
            return session with { IsOpen = false };
        }

        var opened = await OpenAsync(session.Record.Id, by, cancellation);
        if (
            stored.Overtaken.Count == 0
            && stored.Before == session.DecisionsVersion
            && stored.Version == opened.DecisionsVersion
        )
        {
            return opened;
        }

        return opened with
        {
            Overtaken = stored.Overtaken,
            DecidedByOthers = await decisions.OfOthersAsync(
                session,
                Expected(session, stored, act),
                opened.DecisionsVersion!.Value,
                opened.Decisions,
                stored.Overtaken,
                cancellation
            ),
        };
    }

    // The decisions as they would be if no other page had changed any.
    private static Decisions Expected(ReviewSession session, StoredDecisions stored, Func<Decisions, Decisions> act) =>
        stored.Overtaken.Count > 0 ? session.Decisions : act(session.Decisions);
}
