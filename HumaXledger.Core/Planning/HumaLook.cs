using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>What somebody decided about a value that a rule held.</summary>
/// <param name="Huma">Huma's value that it was decided about; another one is a new change.</param>
/// <param name="Write">Null: not decided yet.</param>
public sealed record HeldVerdict(FieldValue Huma, bool? Write);

/// <summary>A changed value that a rule does not let through by itself.</summary>
public sealed record HeldField(Field Field, FieldValue Huma, FieldValue Xledger, FieldValue Agreed, PolicyRule Rule);

/// <summary>
/// What follows from one profile of Huma for a person who is linked: a field is brought to Xledger when it has changed in Huma since it was last dealt with, and its rule allows. What differs and has not
/// changed in Huma is left: it waits for a synchronization.
/// </summary>
/// <param name="Wanted">Unnumbered changes of Xledger.</param>
/// <param name="Held">What waits for a decision.</param>
/// <param name="Impossible">Why what changed cannot be written at all.</param>
/// <param name="DealtWith">Fields that are dealt with by this look alone. The others follow when they are written.</param>
public sealed record HumaLook(IReadOnlyList<PlannedChange> Wanted, IReadOnlyList<HeldField> Held, IReadOnlyList<Reason> Impossible, IReadOnlyList<Field> DealtWith)
{
    /// <param name="pair">Huma's side as it was read just now, Xledger's as it is known.</param>
    /// <param name="seen">What Huma held when each field was last dealt with.</param>
    /// <param name="agreed">What both held when they last agreed.</param>
    /// <param name="answers">Decisions about values that were held.</param>
    /// <param name="country">Whose national spellings are meant.</param>
    public static HumaLook Of(Pair pair, FieldValues seen, FieldValues agreed, Func<Field, PolicyRule> rule, IReadOnlyDictionary<Field, HeldVerdict> answers, string? country)
    {
        var look = new Looking(pair, country);
        foreach (var rules in FieldRules.All)
        {
            var field = rules.Field;
            var (huma, last) = (pair.Huma[field], seen[field].IsKnown ? seen[field] : agreed[field]);
            if (!huma.IsKnown)
            {
                // What cannot be seen has not changed.
                continue;
            }

            if (answers.TryGetValue(field, out var answer) && FieldNormal.Same(field, answer.Huma, huma, country))
            {
                if (answer.Write == true)
                {
                    look.Want(field, ReasonCodes.ChangeDecided);
                }

                continue;
            }

            if (last.IsKnown && !FieldNormal.Same(field, huma, last, country))
            {
                look.Follow(field, agreed[field], rule(field));
            }
        }

        return look.Result;
    }

    /// <summary>The same for two records that were found to be one person just now: gaps of Xledger are filled, everything else that differs is asked about.</summary>
    public static HumaLook OfNewPair(Pair pair, Func<Field, PolicyRule> rule, string? country)
    {
        var look = new Looking(pair, country);
        foreach (var rules in FieldRules.All.Where(rules => pair.Huma[rules.Field].IsKnown))
        {
            var gap = pair is { Huma: var huma, Xledger: var xledger } && huma[rules.Field].IsValue && xledger[rules.Field] is FieldValue.Empty;
            look.Follow(rules.Field, FieldValue.NotKnown, rule(rules.Field) is var own && own == PolicyRule.HumaWins && !gap ? PolicyRule.Ask : own);
        }

        return look.Result;
    }

    private sealed class Looking(Pair pair, string? country)
    {
        private readonly List<PlannedChange> _wanted = [];
        private readonly List<HeldField> _held = [];
        private readonly List<Reason> _impossible = [];
        private readonly List<Field> _dealtWith = [];

        public HumaLook Result => new(_wanted, _held, _impossible, _dealtWith);

        /// <summary>A field that changed.</summary>
        public void Follow(Field field, FieldValue agreed, PolicyRule rule)
        {
            var (huma, xledger) = (pair.Huma[field], pair.Xledger[field]);
            if (FieldNormal.Same(field, huma, xledger, country) && !pair.Xledger.InnerDisagreements.Any(inner => inner.Field == field))
            {
                _dealtWith.Add(field);
                return;
            }

            switch (rule)
            {
                case PolicyRule.HumaWins:
                    Want(field, ReasonCodes.ChangeHumaWins);
                    break;
                case PolicyRule.FillEmpty when huma.IsValue && xledger is FieldValue.Empty:
                    Want(field, ReasonCodes.ChangeFillEmpty);
                    break;
                case PolicyRule.Ask or PolicyRule.FillEmpty when WhyNot(field) is null:
                    _held.Add(new HeldField(field, huma, xledger, agreed, rule));
                    _dealtWith.Add(field);
                    break;
                default:
                    // Xledger wins, or the field is never synchronized, or it cannot be written whatever is decided.
                    _dealtWith.Add(field);
                    break;
            }
        }

        public void Want(Field field, string why)
        {
            if (WhyNot(field) is { } reason)
            {
                // That a field never goes to Xledger is no news about this person.
                _impossible.AddRange(reason.Code == ReasonCodes.ForbiddenNotWritable ? [] : [reason]);
                _dealtWith.Add(field);
                return;
            }

            _wanted.Add(new PlannedChange(
                0, Side.Xledger, ChangeKind.Update, pair.Link.Huma, pair.Link.Xledger, pair.Huma.DisplayName, field, pair.Xledger[field], pair.Huma[field], new Reason(why)));
        }

        private Reason? WhyNot(Field field) => Directions.Forbidden(field, Side.Huma, new Held(FieldNormal.Key(field, pair.Huma[field], country)), pair.Xledger);
    }
}
