using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// One field of a pair, judged by what both systems know about the person: where only one side states a number's
/// country, equal digits are the same number (<see cref="FieldNormal.SameInBoth"/>). The normal forms are those that
/// the comparison keeps of each side; no value is parsed again for them.
/// </summary>
internal sealed class PairValues
{
    private readonly SpellingCountries _countries;
    private readonly FieldValue _huma;
    private readonly FieldValue _xledger;

    /// <summary>Judges whether both values are the same.</summary>
    /// <param name="one">Huma's value normalized with Huma's data alone.</param>
    /// <param name="other">Xledger's value normalized with Xledger's data alone.</param>
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
        (NormalizedHuma, NormalizedXledger) = (new NormalizedValue(one), new NormalizedValue(other));
        if (FieldRules.KindOf(field).HasCountry() && huma.IsValue && xledger.IsValue)
        {
            AreSame = FieldNormal.SameInBoth(field, huma, xledger, countries);
            NormalizedXledger = AreSame ? NormalizedHuma : Apart(NormalizedXledger, NormalizedHuma);
        }
        else
        {
            AreSame = NormalizedHuma == NormalizedXledger;
        }
    }

    public Field Field { get; }

    /// <summary>Whether both sides have the same value.</summary>
    public bool AreSame { get; }

    /// <summary>Equals <see cref="NormalizedXledger"/> exactly where both sides have the same value.</summary>
    public NormalizedValue NormalizedHuma { get; }

    /// <summary>See <see cref="NormalizedHuma"/>.</summary>
    public NormalizedValue NormalizedXledger { get; }

    /// <summary>
    /// Another value of the field, such as the baseline, normalized so that it equals either side's value where it
    /// means the same.
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

    /// <summary>
    /// Whether both sides still have the values they had when the field's last synchronization was undone.
    /// </summary>
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
