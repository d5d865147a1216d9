using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Checks;

/// <summary>The holders of each value of the unique fields in one system.</summary>
internal sealed class TakenValues
{
    private readonly Roster _roster;
    private readonly Dictionary<Field, Lazy<Holdings>> _holdings;

    /// <summary>Indexes a field when it is first asked for.</summary>
    public TakenValues(Roster roster)
    {
        _roster = roster;
        _holdings = FieldRules
            .All.Where(rules => rules.In(roster.Side).Unique)
            .ToDictionary(rules => rules.Field, rules => new Lazy<Holdings>(() => new Holdings(roster, rules.Field)));
    }

    /// <summary>Positions of the current holders of a normalized value, in order.</summary>
    public IReadOnlyList<int> Holders(Field field, string key) => _holdings[field].Value.Of(key);

    /// <summary>
    /// The candidate with the values that others have already: an obstacle for a required field, else left out.
    /// </summary>
    public AddCandidate Mark(AddCandidate candidate)
    {
        List<AddFinding>? obstacles = null;
        List<AddFinding>? leftOut = null;
        foreach (var field in candidate.Carried)
        {
            var capability = FieldRules.For(field).In(candidate.Target);
            if (
                !capability.Unique
                || _roster.KeyOf(candidate.Person, field) is not { Length: > 0 } key
                || Holders(field, key) is not [var holder, ..]
            )
            {
                continue;
            }

            var reason = new Reason(
                PlanningReasons.PlanNotUnique,
                FieldRules.For(field).Name,
                _roster[holder].DisplayName
            );
            (capability.Required ? obstacles ??= [.. candidate.Obstacles] : leftOut ??= [.. candidate.LeftOut]).Add(
                new AddFinding(field, reason)
            );
        }

        return obstacles is null && leftOut is null
            ? candidate
            : candidate with
            {
                Carried =
                [
                    .. candidate.Carried.Where(field => leftOut?.Exists(finding => finding.Field == field) != true),
                ],
                Obstacles = obstacles ?? candidate.Obstacles,
                LeftOut = leftOut ?? candidate.LeftOut,
            };
    }

    /// <summary>The holders of each value of one field; nearly always one.</summary>
    private sealed class Holdings
    {
        private readonly Dictionary<string, int> _first;
        private readonly Dictionary<string, List<int>> _shared = new(StringComparer.Ordinal);

        public Holdings(Roster roster, Field field)
        {
            _first = new Dictionary<string, int>(roster.Count, StringComparer.Ordinal);
            for (var position = 0; position < roster.Count; position++)
            {
                if (roster.Key(position, field) is not { Length: > 0 } held || _first.TryAdd(held, position))
                {
                    continue;
                }

                if (!_shared.TryGetValue(held, out var holders))
                {
                    _shared[held] = holders = [_first[held]];
                }

                holders.Add(position);
            }
        }

        public IReadOnlyList<int> Of(string key) =>
            _shared.TryGetValue(key, out var holders) ? holders
            : _first.TryGetValue(key, out var only) ? [only]
            : [];
    }
}
