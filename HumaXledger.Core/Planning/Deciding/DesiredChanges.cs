using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Checks;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>The changes that decisions and rules ask for, before any check. They are not numbered.</summary>
internal sealed record DesiredChanges(
    List<PlannedChange> Changes,
    List<BlockedChange> Blocked,
    List<Difference> Undecided
)
{
    /// <summary>Applies decisions, then rules, to the differences.</summary>
    public static DesiredChanges From(Comparison comparison, Decisions decisions, DateOnly today)
    {
        var desired = new DesiredChanges([], [], []);
        foreach (var difference in comparison.Differences)
        {
            desired.Add(difference, decisions, comparison.Input.Policy, comparison.Rosters, today);
        }

        desired.RefuseThoseWithoutDifference(comparison, decisions);
        return desired;
    }

    private void Add(Difference difference, Decisions decisions, Policy policy, Rosters rosters, DateOnly today)
    {
        if (decisions.Fields.TryGetValue(difference.Key, out var decided))
        {
            Use(difference, decided, ChangeCause.Decided, rosters, today);
        }
        else if (policy.ChoiceOf(difference) is { } choice)
        {
            Use(difference, choice, CauseOf(policy.For(difference.Field)), rosters, today);
        }
        else
        {
            Undecided.Add(difference);
        }
    }

    private static ChangeCause CauseOf(PolicyRule rule) =>
        rule switch
        {
            PolicyRule.HumaWins => ChangeCause.HumaWins,
            PolicyRule.XledgerWins => ChangeCause.XledgerWins,
            _ => ChangeCause.FillEmpty,
        };

    private void Use(Difference difference, FieldChoice choice, ChangeCause cause, Rosters rosters, DateOnly today)
    {
        if (choice != FieldChoice.Skip)
        {
            Use(difference, choice == FieldChoice.UseHuma ? Side.Huma : Side.Xledger, cause, rosters, today);
        }
    }

    private void Use(Difference difference, Side source, ChangeCause cause, Rosters rosters, DateOnly today)
    {
        var target = source.Other();
        var pair = difference.Pair;
        var transfer = Transfer.Of(difference, source, rosters.Countries, today);
        var refused = transfer.Refusal is { } refusal ? WriteObstacle.Correctable(refusal) : null;
        if ((difference.Forbidden.GetValueOrDefault(source) ?? refused) is { } obstacle)
        {
            Blocked.Add(
                new BlockedChange(
                    target,
                    pair.Link.Huma,
                    pair.Link.Xledger,
                    pair.Huma.DisplayName,
                    difference.Field,
                    obstacle
                )
            );
            return;
        }

        Changes.Add(
            new PlannedChange(
                0,
                target,
                ChangeKind.Update,
                pair.Link.Huma,
                pair.Link.Xledger,
                pair.Huma.DisplayName,
                difference.Field,
                difference.ValueOf(target),
                transfer.Value,
                cause,
                cause.Reason()
            )
        );
    }

    /// <summary>
    /// A choice that has no difference to act on is kept with the reason, not dropped; unless both sides hold the same
    /// already.
    /// </summary>
    private void RefuseThoseWithoutDifference(Comparison comparison, Decisions decisions)
    {
        if (decisions.Fields.Count == 0)
        {
            return;
        }

        var answered = comparison.Differences.Select(difference => difference.Key).ToHashSet();
        var pairs = comparison.Matches.Pairs.ToDictionary(pair => pair.Huma.Id);
        var open = comparison.Matches.Ambiguities.Select(ambiguity => ambiguity.Huma.Id).ToHashSet();
        foreach (var (key, choice) in decisions.Fields)
        {
            if (choice == FieldChoice.Skip || answered.Contains(key))
            {
                continue;
            }

            if (comparison.LeftOutOf(key.Huma, null) is { } leftOut)
            {
                Blocked.Add(
                    new BlockedChange(
                        choice == FieldChoice.UseHuma ? Side.Xledger : Side.Huma,
                        key.Huma,
                        null,
                        comparison.Rosters.Find(Side.Huma, key.Huma.Value)?.DisplayName ?? key.Huma.Value,
                        key.Field,
                        WriteObstacle.Correctable(ScopeReason.Of(leftOut))
                    )
                );
                continue;
            }

            var pair = pairs.GetValueOrDefault(key.Huma.Value);
            var position = comparison.Rosters.Huma.Find(key.Huma.Value);
            if (WhyNot(key, pair, open, isThere: position >= 0) is { } obstacle)
            {
                var target = choice == FieldChoice.UseHuma ? Side.Xledger : Side.Huma;
                var name = position < 0 ? key.Huma.Value : comparison.Rosters.Huma[position].DisplayName;
                Blocked.Add(new BlockedChange(target, key.Huma, pair?.Link.Xledger, name, key.Field, obstacle));
            }
        }
    }

    private static WriteObstacle? WhyNot(DifferenceKey key, Pair? pair, HashSet<string> open, bool isThere)
    {
        if (pair is null)
        {
            return WriteObstacle.Correctable(
                new Reason(
                    open.Contains(key.Huma.Value) ? PlanningReasons.PlanPairOpen
                    : isThere ? PlanningReasons.PlanOnlyInHuma
                    : PlanningReasons.AddGone
                )
            );
        }

        if (!pair.Settled)
        {
            return WriteObstacle.Correctable(new Reason(PlanningReasons.PlanPairOpen));
        }

        return !pair.Huma[key.Field].IsKnown ? Unknown(Side.Huma)
            : !pair.Xledger[key.Field].IsKnown ? Unknown(Side.Xledger)
            : null;

        static WriteObstacle Unknown(Side side) =>
            WriteObstacle.Impossible(new Reason(PlanningReasons.ForbiddenUnknown, side.ToString()));
    }
}
