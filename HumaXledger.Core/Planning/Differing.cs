using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>Finds the fields on which one pair differs.</summary>
internal static class Differing
{
    private static readonly int Fields = FieldRules.All.Count;

    /// <summary>The differences in the order of the fields; null where there are none.</summary>
    public static List<Difference>? Of(Pair pair, Rosters rosters, FieldValues? baseline, Dictionary<DifferenceKey, PutBack> putBack)
    {
        var huma = rosters.Huma.Find(pair.Huma.Id);
        var xledger = rosters.Xledger.Find(pair.Xledger.Id);
        List<Difference>? found = null;
        for (var index = 0; index < Fields; index++)
        {
            var field = (Field)index;
            var inside = pair.Xledger.InnerDisagreements.Count == 0 ? null : InsideXledger(pair.Xledger, field, rosters.Country);
            if (inside is null && IsSpelledTheSame(pair.Huma[field], pair.Xledger[field]))
            {
                continue;
            }

            var one = rosters.Huma.Key(huma, field);
            var other = rosters.Xledger.Key(xledger, field);
            if (one is null || other is null || (inside is null && string.Equals(one, other, StringComparison.Ordinal)))
            {
                continue;
            }

            var agreed = baseline?[field] ?? FieldValue.NotKnown;
            var baselineKey = new Held(FieldNormal.Key(field, agreed, rosters.Country));
            var difference = Judge(pair, field, new Held(one), new Held(other), agreed, baselineKey, inside, rosters);
            var undone = putBack.Count > 0 && putBack.TryGetValue(difference.Key, out var back) && StillAs(back, one, other, rosters.Country) ? back : null;
            (found ??= []).Add(undone is null ? difference : difference with { Proposed = null, Why = new Reason(ReasonCodes.PutBack, $"{undone.Run}"), AsksAPerson = true });
        }

        return found;
    }

    // Most values are; they need no normal form to be equal.
    private static bool IsSpelledTheSame(FieldValue one, FieldValue other) =>
        one.TextOrNull is { } text ? string.Equals(text, other.TextOrNull, StringComparison.Ordinal) : !one.IsKnown || !other.IsValue;

    private static Difference Judge(
        Pair pair, Field field, Held huma, Held xledger, FieldValue agreed, Held baseline, InnerDisagreement? inside,
        Rosters rosters)
    {
        var judged = ThreeWay.Judge(baseline, huma, xledger);
        var humaForbidden = Directions.Forbidden(field, Side.Huma, huma, pair.Xledger, rosters.XledgerHasGender);
        var xledgerForbidden = judged is null
            ? new Reason(ReasonCodes.ForbiddenNothingToWrite)
            : Directions.Forbidden(field, Side.Xledger, xledger, pair.Huma);

        // Xledger disagrees with itself while its main place agrees with Huma: writing Huma's value mends both places.
        var (kind, proposed, code) = judged ?? new Judgement(DifferenceKind.Conflict, null, ReasonCodes.InsideXledger);
        var waits = pair.Huma.Locks.TryGetValue(field, out var held) && held == WriteLock.PendingConfirmation;
        var impossible = waits || (proposed is { } side && (side == Side.Huma ? humaForbidden : xledgerForbidden) is not null);
        return new Difference(
            pair,
            field,
            kind,
            pair.Huma[field],
            pair.Xledger[field],
            agreed,
            Directions.Allowed(humaForbidden, xledgerForbidden),
            Directions.Forbidden(humaForbidden, xledgerForbidden),
            impossible ? null : proposed,
            new Reason(waits ? ReasonCodes.AwaitingConfirmation : code))
        {
            InsideXledger = inside,
            AsksAPerson = waits,
        };
    }

    private static bool StillAs(PutBack back, string huma, string xledger, string? country)
    {
        var (target, other) = back.Target == Side.Huma ? (huma, xledger) : (xledger, huma);
        return target == FieldNormal.Key(back.Field, back.Value, country) && other == FieldNormal.Key(back.Field, back.Undone, country);
    }

    private static InnerDisagreement? InsideXledger(Person xledger, Field field, string? country)
    {
        foreach (var disagreement in xledger.InnerDisagreements)
        {
            // Two spellings of one value do not disagree.
            if (disagreement.Field == field && disagreement.Places.Select(place => FieldNormal.Key(field, place.Value, country)).Distinct().Count() != 1)
            {
                return disagreement;
            }
        }

        return null;
    }
}
