using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// One field of one pair, read with what both systems know of the person: where one side states a number's country and
/// the other does not, they are the same
/// number when their digits are (<see cref="FieldNormal.SameInBoth"/>).
/// </summary>
internal sealed class PairValues
{
    private readonly SpellingCountries _countries;
    private readonly FieldValue _huma;
    private readonly FieldValue _xledger;

    /// <param name="one">Huma's value as it was read with what Huma alone tells; likewise <paramref name="other"/> for
    /// Xledger.</param>
    public PairValues(
        Field field,
        SpellingCountries countries,
        FieldValue huma,
        FieldValue xledger,
        string? one,
        string? other
    )
    {
        (Field, _countries, _huma, _xledger) = (field, countries, huma, xledger);
        if (FieldRules.KindOf(field).HasCountry() && huma.IsValue && xledger.IsValue)
        {
            AreSame = FieldNormal.SameInBoth(field, huma, xledger, countries);
            NormalizedHuma = new NormalizedValue(FieldNormal.Key(field, huma, countries));
            NormalizedXledger = AreSame
                ? NormalizedHuma
                : Apart(new NormalizedValue(FieldNormal.Key(field, xledger, countries)), NormalizedHuma);
        }
        else
        {
            AreSame = string.Equals(one, other, StringComparison.Ordinal);
            (NormalizedHuma, NormalizedXledger) = (new NormalizedValue(one), new NormalizedValue(other));
        }
    }

    public Field Field { get; }

    public bool AreSame { get; }

    public NormalizedValue NormalizedHuma { get; }

    public NormalizedValue NormalizedXledger { get; }

    /// <summary>
    /// Another value of the field, such as the baseline, so that it equals what either side holds where it means the
    /// same.
    /// </summary>
    public NormalizedValue Of(FieldValue value) =>
        !FieldRules.KindOf(Field).HasCountry() || !value.IsValue
            ? new NormalizedValue(FieldNormal.Key(Field, value, _countries))
        : FieldNormal.Same(Field, value, _huma, _countries) ? NormalizedHuma
        : FieldNormal.SameInBoth(Field, value, _xledger, _countries) ? NormalizedXledger
        : Apart(
            Apart(new NormalizedValue(FieldNormal.Key(Field, value, _countries)), NormalizedHuma),
            NormalizedXledger
        );

    /// <summary>Whether both sides hold what they held when the last sync of the field was undone.</summary>
    public bool IsStillAs(PutBack back)
    {
        var (target, other) =
            back.Target == Side.Huma ? (NormalizedHuma, NormalizedXledger) : (NormalizedXledger, NormalizedHuma);
        return target == Of(back.Value) && other == Of(back.Undone);
    }

    // Two values that are not the same may still have one key, each by its own reading.
    private static NormalizedValue Apart(NormalizedValue value, NormalizedValue from) =>
        value.State == ValueState.Value && value == from ? new NormalizedValue(value.Key + "\u0001") : value;
}
