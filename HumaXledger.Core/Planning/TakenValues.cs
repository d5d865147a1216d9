using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>Who in one system holds which value of the fields that no two people may share there.</summary>
internal sealed class TakenValues
{
    private readonly Roster _roster;
    private readonly string? _country;
    private readonly Dictionary<Field, Dictionary<string, List<int>>> _holders = [];

    public TakenValues(Roster roster, string? country)
    {
        _roster = roster;
        _country = country;
    }

    /// <summary>Positions of those who hold this normalised value now.</summary>
    public IReadOnlyList<int> Holders(Field field, string key)
    {
        if (!_holders.TryGetValue(field, out var byKey))
        {
            byKey = _holders[field] = new Dictionary<string, List<int>>(_roster.Count);
            for (var position = 0; position < _roster.Count; position++)
            {
                if (_roster.Key(position, field) is { Length: > 0 } held)
                {
                    if (!byKey.TryGetValue(held, out var holders))
                    {
                        byKey[held] = holders = new List<int>(1);
                    }

                    holders.Add(position);
                }
            }
        }

        return byKey.TryGetValue(key, out var found) ? found : [];
    }

    /// <summary>The candidate with what others already have: an obstacle where the field is required, else left out.</summary>
    public AddCandidate Mark(AddCandidate candidate)
    {
        List<AddFinding>? obstacles = null;
        List<AddFinding>? leftOut = null;
        foreach (var field in candidate.Carried)
        {
            var capability = FieldRules.For(field).In(candidate.Target);
            if (!capability.Unique || Roster.Normal(field, candidate.Person[field], _country) is not { Length: > 0 } key || Holders(field, key) is not [var holder, ..])
            {
                continue;
            }

            var reason = new Reason(ReasonCodes.PlanNotUnique, FieldRules.For(field).Name, _roster[holder].DisplayName);
            (capability.Required ? obstacles ??= [.. candidate.Obstacles] : leftOut ??= [.. candidate.LeftOut]).Add(new AddFinding(field, reason));
        }

        return obstacles is null && leftOut is null ? candidate : candidate with
        {
            Carried = [.. candidate.Carried.Where(field => leftOut?.Exists(finding => finding.Field == field) != true)],
            Obstacles = obstacles ?? candidate.Obstacles,
            LeftOut = leftOut ?? candidate.LeftOut,
        };
    }
}
