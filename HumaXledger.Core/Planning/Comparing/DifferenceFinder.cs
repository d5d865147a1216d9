using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>Finds the fields in which a pair differs.</summary>
internal static class DifferenceFinder
{
    private const int NotAsked = -2;

    private static readonly int Fields = FieldRules.All.Count;

    /// <summary>The differences in the order of the fields; null where there are none.</summary>
    public static List<Difference>? Of(
        Pair pair,
        Rosters rosters,
        Dictionary<Link, FieldValues> baselines,
        Dictionary<DifferenceKey, PutBack> putBack,
        ChoiceCheck? choiceCheck
    )
    {
        // Looked up for the few who have a value that is spelled differently.
        var (huma, xledger) = (NotAsked, NotAsked);
        var (ofHuma, ofXledger) = (pair.Huma.Values, pair.Xledger.Values);
        List<Difference>? found = null;
        for (var index = 0; index < Fields; index++)
        {
            var field = (Field)index;
            var inside =
                pair.Xledger.InnerDisagreements.Count == 0
                    ? null
                    : InsideXledger(pair.Xledger, field, rosters.SpellingsOf(pair.Huma, pair.Xledger));
            if (inside is null && IsSpelledTheSame(ofHuma[field], ofXledger[field]))
            {
                continue;
            }

            if (huma == NotAsked)
            {
                (huma, xledger) = (rosters.Huma.Find(pair.Huma.Id), rosters.Xledger.Find(pair.Xledger.Id));
            }

            // The normal forms of each side are cached; only where they differ is the pair compared as a whole.
            var one = rosters.Huma.Key(huma, field);
            var other = rosters.Xledger.Key(xledger, field);
            if (one is null || other is null || (inside is null && string.Equals(one, other, StringComparison.Ordinal)))
            {
                continue;
            }

            var values = new PairValues(
                field,
                rosters.SpellingsOf(pair.Huma, pair.Xledger),
                ofHuma[field],
                ofXledger[field],
                one,
                other
            );
            if (inside is null && values.AreSame)
            {
                continue;
            }

            var agreed = baselines.GetValueOrDefault(pair.Link)?[field] ?? FieldValue.NotKnown;
            var difference = Judge(pair, values, agreed, inside, rosters, choiceCheck);
            var undone =
                putBack.Count > 0 && putBack.TryGetValue(difference.Key, out var back) && values.IsStillAs(back)
                    ? back
                    : null;
            (found ??= []).Add(
                undone is null
                    ? difference
                    : difference with
                    {
                        Proposed = null,
                        Why = new Reason(PlanningReasons.PutBack, $"{undone.Run}"),
                        NeedsDecision = true,
                    }
            );
        }

        return found;
    }

    // Fast path: most values are spelled the same.
    private static bool IsSpelledTheSame(FieldValue one, FieldValue other) =>
        one is FieldValue.Of huma && other is FieldValue.Of xledger
            ? string.Equals(huma.Text, xledger.Text, StringComparison.Ordinal)
            : !one.IsKnown || (!other.IsValue && !one.IsValue);

    private static Difference Judge(
        Pair pair,
        PairValues values,
        FieldValue agreed,
        InnerDisagreement? inside,
        Rosters rosters,
        ChoiceCheck? choiceCheck
    )
    {
        var field = values.Field;
        var (huma, xledger) = (values.NormalizedHuma, values.NormalizedXledger);
        var judged = ThreeWay.Judge(values.Of(agreed), huma, xledger);
        var humaForbidden = Directions.Forbidden(field, Side.Huma, huma, pair.Xledger, rosters.XledgerHasGender)
            ?? choiceCheck?.Refusal(pair, field, Side.Huma);
        var xledgerForbidden = judged is null
            ? WriteObstacle.Correctable(new Reason(PlanningReasons.ForbiddenNothingToWrite))
            : Directions.Forbidden(field, Side.Xledger, xledger, pair.Huma)
                ?? choiceCheck?.Refusal(pair, field, Side.Xledger);

        // Xledger's places differ while the main one agrees with Huma: writing Huma's value corrects both.
        var (kind, proposed, code) = judged
            ?? new Judgement(DifferenceKind.Conflict, null, PlanningReasons.InsideXledger);
        var waits = pair.Huma.Locks.TryGetValue(field, out var held) && held == WriteLock.PendingConfirmation;
        var impossible =
            waits || (proposed is { } side && (side == Side.Huma ? humaForbidden : xledgerForbidden) is not null);
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
            new Reason(waits ? PlanningReasons.AwaitingConfirmation : code)
        )
        {
            InsideXledger = inside,
            NeedsDecision = waits,
        };
    }

    private static InnerDisagreement? InsideXledger(Person xledger, Field field, SpellingCountries countries)
    {
        foreach (var disagreement in xledger.InnerDisagreements)
        {
            // Two spellings of one value are no disagreement.
            if (
                disagreement.Field == field
                && disagreement
                    .Places.Skip(1)
                    .Any(place => !FieldNormal.Same(field, disagreement.Places[0].Value, place.Value, countries))
            )
            {
                return disagreement;
            }
        }

        return null;
    }
}
