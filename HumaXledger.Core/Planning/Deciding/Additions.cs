using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>The people chosen to be added, as unnumbered changes: one for each value that can be written.</summary>
internal sealed record Additions(List<PlannedChange> Changes, List<BlockedChange> Blocked)
{
    /// <summary>The changes and blocked changes of the chosen people.</summary>
    public static Additions From(Comparison comparison, Decisions decisions, DateOnly today)
    {
        var additions = new Additions([], []);
        if (decisions.AddToHuma.Count + decisions.AddToXledger.Count == 0)
        {
            return additions;
        }

        var places = new Places(comparison);
        var judge = AddCandidates.For(comparison, today);
        foreach (var id in decisions.AddToHuma.Select(id => id.Value).Order(StringComparer.Ordinal))
        {
            additions.Add(comparison, judge, places, comparison.Rosters.Xledger, Side.Huma, id);
        }

        foreach (var id in decisions.AddToXledger.Select(id => id.Value).Order(StringComparer.Ordinal))
        {
            additions.Add(comparison, judge, places, comparison.Rosters.Huma, Side.Xledger, id);
        }

        return additions;
    }

    private void Add(Comparison comparison, AddCandidates judge, Places places, Roster from, Side target, string id)
    {
        HumaId? huma = target == Side.Xledger ? new HumaId(id) : null;
        XledgerId? xledger = target == Side.Huma ? new XledgerId(id) : null;
        var position = from.Find(id);
        var refusal =
            position < 0 ? new Reason(PlanningReasons.AddGone)
            : comparison.LeftOutOf(huma, xledger) is { } leftOut ? ScopeReason.Of(leftOut)
            : places.WhyNotAlone(from.Side, id)
                ?? (comparison.Input.IsComplete(target) ? null : AddCandidates.IncompleteRead(target));
        if (refusal is not null)
        {
            Blocked.Add(
                new BlockedChange(
                    target,
                    huma,
                    xledger,
                    position < 0 ? id : from[position].DisplayName,
                    null,
                    WriteObstacle.Correctable(refusal)
                )
            );
            return;
        }

        var person = from[position];
        var candidate = judge.Judge(person, target);
        foreach (var finding in candidate.Obstacles)
        {
            Blocked.Add(Blocking(finding));
        }

        if (!candidate.CanBeAdded)
        {
            return;
        }

        foreach (var finding in candidate.LeftOut)
        {
            // That a field is never written to a system is no news about this person.
            if (finding.Obstacle != Obstacle.NeverWritten)
            {
                Blocked.Add(Blocking(finding));
            }
        }

        foreach (var field in candidate.Carried)
        {
            Changes.Add(
                new PlannedChange(
                    0,
                    target,
                    ChangeKind.Create,
                    huma,
                    xledger,
                    person.DisplayName,
                    field,
                    FieldValue.Nothing,
                    candidate.Values[field],
                    ChangeCause.Added,
                    ChangeCause.Added.Reason()
                )
            );
        }

        BlockedChange Blocking(AddFinding finding) =>
            new(target, huma, xledger, person.DisplayName, finding.Field, finding.Obstacle, finding.Reason);
    }

    /// <summary>
    /// Where each person is: absence is only believed of those who are in no pair, are no earlier record of one, and
    /// are in no open question.
    /// </summary>
    private sealed class Places
    {
        private readonly HashSet<(Side, string)> _paired = [];
        private readonly HashSet<(Side, string)> _open = [];

        public Places(Comparison comparison)
        {
            foreach (var pair in comparison.Matches.Pairs)
            {
                var place = pair.Settled ? _paired : _open;
                place.Add((Side.Huma, pair.Huma.Id));
                place.Add((Side.Xledger, pair.Xledger.Id));
            }

            foreach (var earlier in comparison.Matches.EarlierRecords)
            {
                _paired.Add((earlier.Record.Side, earlier.Record.Id));
            }

            foreach (var ambiguity in comparison.Matches.Ambiguities)
            {
                _open.Add((Side.Huma, ambiguity.Huma.Id));
                foreach (var candidate in ambiguity.Candidates)
                {
                    _open.Add((Side.Xledger, candidate.Xledger.Id));
                }
            }
        }

        public Reason? WhyNotAlone(Side side, string id) =>
            _paired.Contains((side, id)) ? new Reason(PlanningReasons.AddPaired)
            : _open.Contains((side, id)) ? new Reason(PlanningReasons.AddOpenQuestion)
            : null;
    }
}
