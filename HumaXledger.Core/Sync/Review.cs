using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>
/// What administrators decide about a comparison. Every decision is stored as it is made, so that the page can be left and opened again, by another administrator, on another node.
/// </summary>
public sealed class Review(OutsideSystems systems, IDbContextFactory<SyncDbContext> contexts, ComparisonArchive archive, DecisionStore decisions, PlanStore plans, RunAllowance allowance, ConnectionSettings settings, ActivityLog activity, TimeProvider clock)
{
    /// <summary>The comparison that is open for decisions on this connection, or null.</summary>
    public async Task<Guid?> FindOpenAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Comparisons.AsNoTracking()
            .Where(comparison => comparison.ConnectionId == connectionId && comparison.Purpose == ComparisonPurpose.Review && comparison.State == ComparisonState.Complete)
            .OrderByDescending(comparison => comparison.StartedAt)
            .Select(comparison => (Guid?)comparison.Id)
            .FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Opens a complete comparison with its decisions. Takes about as long as comparing; keep the session while the page is open.</summary>
    public async Task<ReviewSession> OpenAsync(Guid comparisonId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var record = await context.Comparisons.AsNoTracking().SingleAsync(comparison => comparison.Id == comparisonId, cancellation);
        var connection = await context.Connections.AsNoTracking().Include(connection => connection.Policies).SingleAsync(connection => connection.Id == record.ConnectionId, cancellation);
        // A drift check must not make what shrank between two reviews look as it always was.
        var last = await context.Comparisons.AsNoTracking()
            .Where(earlier => earlier.ConnectionId == record.ConnectionId && earlier.Id != record.Id && earlier.Purpose == ComparisonPurpose.Review && earlier.StartedAt < record.StartedAt
                && (earlier.State == ComparisonState.Complete || earlier.State == ComparisonState.Closed))
            .OrderByDescending(earlier => earlier.StartedAt)
            .Select(earlier => new { earlier.HumaCount, earlier.XledgerCount })
            .FirstOrDefaultAsync(cancellation);
        var input = await archive.LoadAsync(comparisonId, cancellation) ?? throw new InvalidOperationException("The comparison has no content; only complete ones are opened.");
        var made = await decisions.LoadAsync(comparisonId, cancellation);
        // Policies are those of now: "Remember for next time" takes effect at once.
        input = input with { Policy = new Policy(connection.DefaultPolicy, connection.Policies.ToDictionary(policy => policy.Field, policy => policy.Rule)) };
        var asMatched = Comparison.Of(input, []);
        return new ReviewSession(record, connection, made.Matches.Count == 0 ? asMatched : Comparison.Of(input, made.Matches), made)
        {
            Allowance = await allowance.OutlookAsync(connection, planned: 0, cancellation),
            AsMatched = asMatched.Matches,
            Costs = Costs(connection),
            LastCounts = (last?.HumaCount, last?.XledgerCount),
            Pilots = await PilotsAsync(context, comparisonId, cancellation),
            Today = SystemDay.Of(clock.GetUtcNow()),
        };
    }

    /// <summary>Chooses for these differences, or takes the choice back (null). Differences that cannot go that way are left out; the count says how many were changed.</summary>
    public async Task<(ReviewSession Session, int Changed)> DecideAsync(
        ReviewSession session, IReadOnlyCollection<Difference> differences, FieldChoice? choice, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.Prepare);
        var able = differences.Where(difference => Can(difference, choice)).Select(difference => difference.Key).ToList();
        if (able.Count == 0)
        {
            return (session, 0);
        }

        if (choice is { } chosen)
        {
            await decisions.SaveAsync(session.Record.Id, able.Select(key => new Decision.OfField(key, chosen)), who, cancellation);
        }
        else
        {
            await decisions.WithdrawAsync(session.Record.Id, DecisionKind.Field, [.. able.Select(Decision.SubjectOf)], cancellation);
        }

        await activity.AppendAsync(by, ActivityCodes.DifferencesDecided, session.Connection.Id, [$"{able.Count}", choice?.ToString() ?? "-"], cancellation);
        return (await WithDecisionsAsync(session, cancellation), able.Count);
    }

    /// <summary>Whether a difference can go this way; taking back and skipping always can.</summary>
    public static bool Can(Difference difference, FieldChoice? choice) => choice switch
    {
        FieldChoice.UseHuma => difference.Allowed.Contains(Side.Huma),
        FieldChoice.UseXledger => difference.Allowed.Contains(Side.Xledger),
        _ => true,
    };

    /// <summary>Answers who is who; the differences of a confirmed pair appear in the new session.</summary>
    public async Task<ReviewSession> DecideMatchesAsync(ReviewSession session, IReadOnlyCollection<MatchDecision> answers, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.Prepare);
        await decisions.SaveAsync(session.Record.Id, answers.Select(answer => new Decision.OfMatch(answer)), who, cancellation);
        await activity.AppendAsync(by, ActivityCodes.MatchesDecided, session.Connection.Id, [$"{answers.Count}"], cancellation);
        return await OpenAsync(session.Record.Id, cancellation);
    }

    /// <summary>Takes back answers to who is who.</summary>
    public async Task<ReviewSession> ForgetMatchesAsync(ReviewSession session, IReadOnlyCollection<HumaId> users, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Prepare);
        await decisions.WithdrawAsync(session.Record.Id, DecisionKind.Match, [.. users.Select(user => user.Value)], cancellation);
        await activity.AppendAsync(by, ActivityCodes.MatchesDecided, session.Connection.Id, [$"{users.Count}"], cancellation);
        return await OpenAsync(session.Record.Id, cancellation);
    }

    /// <summary>Chooses who of those that exist in one system only is added to the other; the list takes the place of the earlier one.</summary>
    public async Task<ReviewSession> ChooseAdditionsAsync(
        ReviewSession session, IReadOnlyCollection<XledgerId> toHuma, IReadOnlyCollection<HumaId> toXledger, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.Prepare);
        await decisions.WithdrawAsync(session.Record.Id, DecisionKind.AddToHuma, [.. session.Decisions.AddToHuma.Except(toHuma).Select(id => id.Value)], cancellation);
        await decisions.WithdrawAsync(session.Record.Id, DecisionKind.AddToXledger, [.. session.Decisions.AddToXledger.Except(toXledger).Select(id => id.Value)], cancellation);
        IEnumerable<Decision> chosen = [.. toHuma.Select(id => new Decision.AddToHuma(id)), .. toXledger.Select(id => new Decision.AddToXledger(id))];
        await decisions.SaveAsync(session.Record.Id, chosen, who, cancellation);
        await activity.AppendAsync(by, ActivityCodes.PeopleChosen, session.Connection.Id, [$"{toHuma.Count}", $"{toXledger.Count}"], cancellation);
        return await WithDecisionsAsync(session, cancellation);
    }

    /// <summary>Confirms by name that what a tripped guard holds back is meant, or takes that back.</summary>
    public async Task<ReviewSession> ConfirmGuardAsync(ReviewSession session, GuardKind guard, bool confirmed, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.Synchronize);
        if (confirmed)
        {
            await decisions.SaveAsync(session.Record.Id, [new Decision.ConfirmGuard(guard)], who, cancellation);
        }
        else
        {
            await decisions.WithdrawAsync(session.Record.Id, DecisionKind.ConfirmGuard, [guard.ToString()], cancellation);
        }

        await activity.AppendAsync(by, ActivityCodes.GuardConfirmed, session.Connection.Id, [guard.ToString(), confirmed ? "+" : "-"], cancellation);
        return await WithDecisionsAsync(session, cancellation);
    }

    /// <summary>"Remember for next time": makes this the field's policy.</summary>
    public async Task<ReviewSession> RememberAsync(ReviewSession session, Field field, PolicyRule rule, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.ChangeSettings);
        await settings.SetPolicyAsync(session.Connection.Id, field, rule, by, cancellation);
        return await OpenAsync(session.Record.Id, cancellation);
    }

    /// <summary>
    /// Stores the plan that was shown. Refused when what it follows from changed since (<paramref name="fingerprint"/> is the shown plan's): what was reviewed is exactly what is applied.
    /// </summary>
    public async Task<Answer<Guid>> MakePlanAsync(Guid comparisonId, string fingerprint, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.Synchronize);
        var session = await OpenAsync(comparisonId, cancellation);
        if (session.Record.State != ComparisonState.Complete || session.Preview.Fingerprint != fingerprint)
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.PlanStale));
        }

        if (session.Pilots is [.., var pilot])
        {
            var rest = await plans.SaveAsync(session.Connection.Id, comparisonId, session.Preview, new PlanSource(PlanOrigin.Rest, pilot.RunId), who, cancellation);
            await activity.AppendAsync(by, ActivityCodes.RestPlanned, session.Connection.Id, [$"{rest.Number}", $"{rest.ChangeCount}", $"{pilot.Number}"], cancellation);
            return new Answer<Guid>.Done(rest.Id);
        }

        var plan = await plans.SaveAsync(session.Connection.Id, comparisonId, session.Preview, who, cancellation);
        await activity.AppendAsync(by, ActivityCodes.PlanMade, session.Connection.Id, [$"{plan.Number}", $"{plan.ChangeCount}"], cancellation);
        return new Answer<Guid>.Done(plan.Id);
    }

    /// <summary>Stores the part of the plan that concerns a few people and was shown with this <paramref name="fingerprint"/>. The comparison stays open for the rest.</summary>
    public async Task<Answer<Guid>> MakePilotPlanAsync(Guid comparisonId, IReadOnlyCollection<PersonRef> chosen, string fingerprint, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.Synchronize);
        if (chosen.Count is 0 or > PilotChoice.Most)
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.PilotSize, $"{PilotChoice.Most}"));
        }

        var session = await OpenAsync(comparisonId, cancellation);
        var (choice, pilot) = session.Pilot(chosen);
        if (session.Record.State != ComparisonState.Complete || pilot.Fingerprint != fingerprint || pilot.Changes.Count == 0)
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.PlanStale));
        }

        var plan = await plans.SaveAsync(session.Connection.Id, comparisonId, pilot, new PlanSource(PlanOrigin.Pilot, session.Pilots.LastOrDefault()?.RunId), who, cancellation);
        await activity.AppendAsync(by, ActivityCodes.PilotPlanned, session.Connection.Id, [$"{plan.Number}", $"{plan.ChangeCount}", $"{choice.People.Count}"], cancellation);
        return new Answer<Guid>.Done(plan.Id);
    }

    /// <summary>"Stop here" after a pilot: what waits is not written; the next synchronization begins with a new comparison.</summary>
    public async Task EndAsync(Guid comparisonId, int pilot, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Synchronize);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var closed = await context.Comparisons
            .Where(comparison => comparison.Id == comparisonId && comparison.State == ComparisonState.Complete)
            .ExecuteUpdateAsync(set => set.SetProperty(comparison => comparison.State, ComparisonState.Closed), cancellation);
        if (closed > 0)
        {
            var connectionId = await context.Comparisons.Where(comparison => comparison.Id == comparisonId).Select(comparison => comparison.ConnectionId).SingleAsync(cancellation);
            await activity.AppendAsync(by, ActivityCodes.PilotEndedReview, connectionId, [$"{pilot}"], cancellation);
        }
    }

    private static async Task<IReadOnlyList<PilotRun>> PilotsAsync(SyncDbContext context, Guid comparisonId, CancellationToken cancellation)
    {
        var people = await (
            from plan in context.Plans.AsNoTracking()
            join run in context.Runs on plan.Id equals run.PlanId
            join change in context.Changes on plan.Id equals change.PlanId
            where plan.ComparisonId == comparisonId && plan.Origin == PlanOrigin.Pilot
            orderby run.Number
            select new { run.Id, run.Number, change.Target, change.Kind, change.HumaId, change.XledgerId }).ToListAsync(cancellation);
        // Whoever was added has both ids by now; in the plan it was the one that existed.
        return [.. people.GroupBy(row => (row.Id, row.Number)).Select(run => new PilotRun(run.Key.Id, run.Key.Number, run
            .Select(row => (row.Kind, row.Target) == (ChangeKind.Create, Side.Huma) ? PersonRef.Of(null, row.XledgerId) : PersonRef.Of(row.HumaId, row.XledgerId))
            .Select(person => person!.Value).ToHashSet()))];
    }

    // What this process has found out already does not have to be tried again.
    // A token that can no longer be read keeps nobody from looking.
    private ForecastModel Costs(Connection connection)
    {
        try
        {
            return CostsOf(systems.Xledger(connection).Knowledge);
        }
        catch (XledgerFault fault) when (fault.Reason.Code == ReasonCodes.SecretUnreadable)
        {
            return ForecastModel.Default;
        }
    }

    private static ForecastModel CostsOf(XledgerKnowledge known)
    {
        IEnumerable<(EmptiedKind Kind, bool Known)> kinds = [(EmptiedKind.Text, known.EmptiesText), (EmptiedKind.Date, known.EmptiesDates), (EmptiedKind.Reference, known.EmptiesReferences)];
        var model = ForecastModel.Default with { KnownEmptying = kinds.Where(kind => kind.Known).Select(kind => kind.Kind).ToHashSet(), XledgerAliased = known.Aliased };
        return known.AddingMakesRecords == true ? model with { XledgerRequestsPerAdditionBatch = ForecastModel.RequestsWhereAddingMakesRecords } : model;
    }

    private async Task<ReviewSession> WithDecisionsAsync(ReviewSession session, CancellationToken cancellation) =>
        session with { Decisions = await decisions.LoadAsync(session.Record.Id, cancellation) };
}
