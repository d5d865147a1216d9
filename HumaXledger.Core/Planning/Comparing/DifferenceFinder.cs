using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>Finds the fields in which a pair differs. Safe for concurrent use.</summary>
/// <param name="choiceCheck">Null where values are not checked before they are offered.</param>
internal sealed class DifferenceFinder(
    Rosters rosters,
    Dictionary<DifferenceKey, PutBack> putBack,
    ChoiceCheck? choiceCheck
)
{
    private const int NotAsked = -2;

    /// <summary>A field in which the records of a pair differ, from each other or inside Xledger.</summary>
    public readonly record struct Differing(Pair Pair, PairValues Values, InnerDisagreement? Inside);

    /// <summary>Adds the fields in which a pair differs, in their order.</summary>
    public void Find(Pair pair, List<Differing> found)
    {
        // Looked up for the few who have a value that is spelled differently.
        var (huma, xledger) = (NotAsked, NotAsked);
        var ofHuma = pair.Huma.Values.All;
        var ofXledger = pair.Xledger.Values.All;
        var mayDisagree = pair.Xledger.InnerDisagreements.Count > 0;
        for (var index = 0; index < ofHuma.Length; index++)
        {
            var field = (Field)index;
            var inside = mayDisagree ? InsideXledger(pair.Xledger, field, SpellingsOf(pair, field)) : null;
            if (inside is null && IsSpelledTheSame(ofHuma[index], ofXledger[index]))
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

            var values = new PairValues(field, SpellingsOf(pair, field), ofHuma[index], ofXledger[index], one, other);
            if (inside is not null || !values.AreSame)
            {
                found.Add(new Differing(pair, values, inside));
            }
        }
    }

    /// <summary>The difference, by the values that both sides had before.</summary>
    /// <param name="agreed">The baselines, of the pairs that differ at least.</param>
    public Difference Judge(Differing one, Dictionary<Link, FieldValues> agreed)
    {
        var (pair, values, inside) = one;
        var before = agreed.GetValueOrDefault(pair.Link)?[values.Field] ?? FieldValue.NotKnown;
        var difference = Judge(pair, values, before, inside);
        return putBack.Count > 0 && putBack.TryGetValue(difference.Key, out var back) && values.IsStillAs(back)
            ? difference with
            {
                Proposed = null,
                Why = new Reason(PlanningReasons.PutBack, $"{back.Run}"),
                NeedsDecision = true,
            }
            : difference;
    }

    // Only a value with a country is read by those of the person, which have to be found first.
    private SpellingCountries SpellingsOf(Pair pair, Field field) =>
        FieldRules.KindOf(field).HasCountry() ? rosters.SpellingsOf(pair.Huma, pair.Xledger) : default;

    // Fast path: most values are spelled the same, and those that many people share are one object.
    private static bool IsSpelledTheSame(FieldValue one, FieldValue other) =>
        ReferenceEquals(one, other)
        || (
            one is FieldValue.Of huma && other is FieldValue.Of xledger
                ? string.Equals(huma.Text, xledger.Text, StringComparison.Ordinal)
                : !one.IsKnown || (!other.IsValue && !one.IsValue)
        );

    private Difference Judge(Pair pair, PairValues values, FieldValue before, InnerDisagreement? inside)
    {
        var field = values.Field;
        var (huma, xledger) = (values.NormalizedHuma, values.NormalizedXledger);
        var judged = ThreeWay.Judge(values.Of(before), huma, xledger);
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
            before,
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
