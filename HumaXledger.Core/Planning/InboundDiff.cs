using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Planning.Checks;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Core.Planning;

/// <summary>A decision about a value that a rule holds for approval.</summary>
/// <param name="Huma">Huma's value at the time; another value is a new change.</param>
/// <param name="Write">Null: not decided yet.</param>
public sealed record HeldDecision(FieldValue Huma, bool? Write);

/// <summary>A changed value that a rule holds for approval.</summary>
public sealed record HeldField(Field Field, FieldValue Huma, FieldValue Xledger, FieldValue Baseline, PolicyRule Rule);

/// <summary>
/// What one Huma profile requires for a linked person: a field is written to Xledger when it has changed in Huma since
/// it was last processed and its rule allows it. Differences without a change in Huma are left to a synchronization.
/// </summary>
/// <param name="Wanted">Unnumbered changes of Xledger.</param>
/// <param name="Held">Values that need an approval.</param>
/// <param name="Impossible">Why changed values cannot be written.</param>
/// <param name="Processed">
/// Fields that need no write and are processed now; the others are processed once they are written.
/// </param>
public sealed record InboundDiff(
    IReadOnlyList<PlannedChange> Wanted,
    IReadOnlyList<HeldField> Held,
    IReadOnlyList<WriteObstacle> Impossible,
    IReadOnlyList<Field> Processed
)
{
    /// <summary>The difference for a linked pair.</summary>
    /// <param name="pair">Huma's record as just read, Xledger's from the snapshot.</param>
    /// <param name="seen">Huma's values when each field was last processed.</param>
    /// <param name="agreed">The baseline: the values at the last agreement of both systems.</param>
    /// <param name="rule">The rule of each field.</param>
    /// <param name="answers">Decisions about held values.</param>
    /// <param name="countries">The organization's countries.</param>
    /// <param name="xledgerHasGender">
    /// See <see cref="Rosters.XledgerHasGender"/>; null where Xledger's genders are unknown.
    /// </param>
    public static InboundDiff Of(
        Pair pair,
        FieldValues seen,
        FieldValues agreed,
        Func<Field, PolicyRule> rule,
        IReadOnlyDictionary<Field, HeldDecision> answers,
        OrganizationCountries countries,
        Func<string, bool>? xledgerHasGender = null
    )
    {
        var diff = new DiffBuilder(pair, countries, xledgerHasGender);
        foreach (var rules in FieldRules.All)
        {
            var field = rules.Field;
            var (huma, last) = (pair.Huma[field], seen[field].IsKnown ? seen[field] : agreed[field]);
            if (!huma.IsKnown)
            {
                // An unreadable value has not changed.
                continue;
            }

            if (
                answers.TryGetValue(field, out var answer) && FieldNormal.Same(field, answer.Huma, huma, diff.Spellings)
            )
            {
                if (answer.Write == true)
                {
                    diff.Want(field, ChangeCause.Decided);
                }

                continue;
            }

            if (last.IsKnown && !FieldNormal.SameInBoth(field, huma, last, diff.Spellings))
            {
                diff.Follow(field, agreed[field], rule(field));
            }
        }

        return diff.Result;
    }

    /// <summary>
    /// The same for two records that were matched just now: empty fields of Xledger are filled, other differences are
    /// held for approval.
    /// </summary>
    public static InboundDiff OfNewPair(
        Pair pair,
        Func<Field, PolicyRule> rule,
        OrganizationCountries countries,
        Func<string, bool>? xledgerHasGender = null
    )
    {
        var diff = new DiffBuilder(pair, countries, xledgerHasGender);
        foreach (var rules in FieldRules.All.Where(rules => pair.Huma[rules.Field].IsKnown))
        {
            var gap =
                pair is { Huma: var huma, Xledger: var xledger }
                && huma[rules.Field].IsValue
                && xledger[rules.Field] is FieldValue.Empty;
            diff.Follow(
                rules.Field,
                FieldValue.NotKnown,
                rule(rules.Field) is var own && own == PolicyRule.HumaWins && !gap ? PolicyRule.Ask : own
            );
        }

        return diff.Result;
    }

    private sealed class DiffBuilder(Pair pair, OrganizationCountries countries, Func<string, bool>? xledgerHasGender)
    {
        /// <summary>The countries whose national spellings the person's values may have.</summary>
        public SpellingCountries Spellings { get; } =
            CountryEvidence.Of(pair.Huma, pair.Xledger, other: null, countries).Spellings;

        private readonly List<PlannedChange> _wanted = [];
        private readonly List<HeldField> _held = [];
        private readonly List<WriteObstacle> _impossible = [];
        private readonly List<Field> _processed = [];

        public InboundDiff Result => new(_wanted, _held, _impossible, _processed);

        /// <summary>Handles a changed field by its rule.</summary>
        public void Follow(Field field, FieldValue agreed, PolicyRule rule)
        {
            var (huma, xledger) = (pair.Huma[field], pair.Xledger[field]);
            if (
                FieldNormal.SameInBoth(field, huma, xledger, Spellings)
                && !pair.Xledger.InnerDisagreements.Any(inner => inner.Field == field)
            )
            {
                _processed.Add(field);
                return;
            }

            switch (rule)
            {
                case PolicyRule.HumaWins:
                    Want(field, ChangeCause.HumaWins);
                    break;
                case PolicyRule.FillEmpty when huma.IsValue && xledger is FieldValue.Empty:
                    Want(field, ChangeCause.FillEmpty);
                    break;
                case PolicyRule.Ask or PolicyRule.FillEmpty when WhyNot(field) is null:
                    _held.Add(new HeldField(field, huma, xledger, agreed, rule));
                    _processed.Add(field);
                    break;
                default:
                    // Xledger wins, or the field is never synchronized, or it cannot be written at all.
                    _processed.Add(field);
                    break;
            }
        }

        public void Want(Field field, ChangeCause cause)
        {
            if (WhyNot(field) is { } obstacle)
            {
                // That a field never goes to Xledger is no news about this person.
                if (obstacle.Kind != Obstacle.NeverWritten)
                {
                    _impossible.Add(obstacle);
                }

                _processed.Add(field);
                return;
            }

            _wanted.Add(
                new PlannedChange(
                    0,
                    Side.Xledger,
                    ChangeKind.Update,
                    pair.Link.Huma,
                    pair.Link.Xledger,
                    pair.Huma.DisplayName,
                    field,
                    pair.Xledger[field],
                    Sent(field).Value,
                    cause,
                    cause.Reason()
                )
            );
        }

        private WriteObstacle? WhyNot(Field field) =>
            Directions.Forbidden(
                field,
                Side.Huma,
                new NormalizedValue(FieldNormal.Key(field, pair.Huma[field], Spellings)),
                pair.Xledger,
                xledgerHasGender
            ) ?? (Sent(field).Refusal is { } refusal ? WriteObstacle.Correctable(refusal) : null);

        private Transfer Sent(Field field) =>
            Transfer.ToXledger(field, pair.Huma[field], pair.Huma, pair.Xledger, countries);
    }
}
