using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>What people and policies want of the differences, before anything is checked. Changes are unnumbered.</summary>
internal sealed record Wishes(List<PlannedChange> Changes, List<BlockedChange> Blocked, List<Difference> Undecided)
{
    public static Wishes From(Comparison comparison, Decisions decisions)
    {
        var wishes = new Wishes([], [], []);
        foreach (var difference in comparison.Differences)
        {
            wishes.Take(difference, decisions, comparison.Input.Policy.For(difference.Field));
        }

        wishes.RefuseThoseOfOpenPairs(comparison, decisions);
        return wishes;
    }

    private void Take(Difference difference, Decisions decisions, PolicyRule policy)
    {
        if (decisions.Fields.TryGetValue(difference.Key, out var choice))
        {
            if (choice != FieldChoice.Skip)
            {
                Use(difference, choice == FieldChoice.UseHuma ? Side.Huma : Side.Xledger, ReasonCodes.ChangeDecided);
            }

            return;
        }

        switch (policy)
        {
            case PolicyRule.Ignore:
                break;
            case not PolicyRule.Ask when difference.AsksAPerson:
                Undecided.Add(difference);
                break;
            case PolicyRule.HumaWins when MayWin(difference, Side.Huma):
                Use(difference, Side.Huma, ReasonCodes.ChangeHumaWins);
                break;
            case PolicyRule.XledgerWins when MayWin(difference, Side.Xledger):
                Use(difference, Side.Xledger, ReasonCodes.ChangeXledgerWins);
                break;
            case PolicyRule.FillEmpty when difference is { Huma: FieldValue.Empty, Xledger: FieldValue.Of }:
                Use(difference, Side.Xledger, ReasonCodes.ChangeFillEmpty);
                break;
            case PolicyRule.FillEmpty when difference is { Huma: FieldValue.Of, Xledger: FieldValue.Empty }:
                Use(difference, Side.Huma, ReasonCodes.ChangeFillEmpty);
                break;
            default:
                Undecided.Add(difference);
                break;
        }
    }

    /// <summary>
    /// Whether a rule may let this side win. An empty field wins only where the side emptied it: both held a value when they last agreed. One that was never filled says
    /// nothing, and a rule that let it win would wipe out what the other side knows.
    /// </summary>
    private static bool MayWin(Difference difference, Side side) => HoldsSomething(difference.ValueOf(side)) || HoldsSomething(difference.Baseline);

    private static bool HoldsSomething(FieldValue value) => !string.IsNullOrWhiteSpace(value.TextOrNull);

    private void Use(Difference difference, Side source, string why)
    {
        var target = source.Other();
        var pair = difference.Pair;
        if (difference.Forbidden.TryGetValue(source, out var reason))
        {
            Blocked.Add(new BlockedChange(target, pair.Link.Huma, pair.Link.Xledger, pair.Huma.DisplayName, difference.Field, reason));
            return;
        }

        Changes.Add(new PlannedChange(
            0, target, ChangeKind.Update, pair.Link.Huma, pair.Link.Xledger, pair.Huma.DisplayName, difference.Field,
            difference.ValueOf(target), difference.ValueOf(source), new Reason(why)));
    }

    /// <summary>A choice about somebody whose match is open has no difference to act on; it is told, not dropped.</summary>
    private void RefuseThoseOfOpenPairs(Comparison comparison, Decisions decisions)
    {
        if (decisions.Fields.Count == 0)
        {
            return;
        }

        var open = new Dictionary<string, (Person Huma, XledgerId? Xledger)>();
        foreach (var pair in comparison.Matches.Pairs)
        {
            if (!pair.Settled)
            {
                open[pair.Huma.Id] = (pair.Huma, pair.Link.Xledger);
            }
        }

        foreach (var ambiguity in comparison.Matches.Ambiguities)
        {
            open[ambiguity.Huma.Id] = (ambiguity.Huma, null);
        }

        foreach (var (key, choice) in decisions.Fields)
        {
            if (choice != FieldChoice.Skip && open.TryGetValue(key.Huma.Value, out var person))
            {
                var target = choice == FieldChoice.UseHuma ? Side.Xledger : Side.Huma;
                Blocked.Add(new BlockedChange(target, key.Huma, person.Xledger, person.Huma.DisplayName, key.Field, new Reason(ReasonCodes.PlanPairOpen)));
            }
        }
    }
}
