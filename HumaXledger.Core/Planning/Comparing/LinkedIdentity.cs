using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// The identity of a linked person: the facts of <see cref="Identity"/> on each side when the two records were last
/// known to be one person.
/// </summary>
/// <param name="Link">The linked records.</param>
/// <param name="Huma">Huma's facts; unknown where they never were known. Other fields are ignored.</param>
/// <param name="Xledger">Xledger's facts, likewise.</param>
public sealed record LinkedIdentity(Link Link, FieldValues Huma, FieldValues Xledger)
{
    /// <summary>
    /// Whether it is unknown that these records were linked: the link was changed in the store from outside. Both count
    /// as another person until an administrator has answered.
    /// </summary>
    public bool Doubted { get; init; }

    /// <summary>The identity of a link of which only the baseline is known.</summary>
    public static LinkedIdentity OfBaseline(Link link, FieldValues agreed) => new(link, agreed, agreed);

    /// <summary>The known facts for the screen, Huma's spelling first.</summary>
    public FieldValues Before => Identity.Of(Identity.Filled(Huma, Xledger));

    /// <summary>
    /// Whether a record of one side now holds another person. A record that resembles the earlier facts of either side
    /// does not.
    /// </summary>
    /// <param name="now">The current record.</param>
    /// <param name="counterpart">The other side's record, for facts that neither side had before.</param>
    public bool IsAnother(FieldValues now, FieldValues counterpart)
    {
        if (Doubted)
        {
            return true;
        }

        var (huma, xledger) = (Identity.Filled(Huma, Xledger), Identity.Filled(Xledger, Huma));

        // Values copied from a record that is being overwritten say nothing about the linked person.
        var known =
            Identity.Contradicts(huma, counterpart) && Identity.Contradicts(xledger, counterpart)
                ? FieldValues.AllUnknown
                : counterpart;
        return Identity.LooksLikeAnother(Identity.Filled(huma, known), now)
            && Identity.LooksLikeAnother(Identity.Filled(xledger, known), now);
    }

    // All of it is personal data.
    public override string ToString() => $"{Link}";
}
