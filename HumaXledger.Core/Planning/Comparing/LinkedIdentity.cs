using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>Who a link stands for: the facts of <see cref="Identity"/> as each side held them when the two records were
/// last known to be one person.</summary>
/// <param name="Huma">What Huma held; likewise <paramref name="Xledger"/>. Unknown where it was never known; other
/// fields do not matter.</param>
public sealed record LinkedIdentity(Link Link, FieldValues Huma, FieldValues Xledger)
{
    /// <summary>Nothing is known but what both sides agreed on.</summary>
    public static LinkedIdentity OfBaseline(Link link, FieldValues agreed) => new(link, agreed, agreed);

    /// <summary>What was known before, for a person to look at: Huma's words first.</summary>
    public FieldValues Before => Identity.Of(Identity.Filled(Huma, Xledger));

    /// <summary>
    /// Whether a record of one side holds another person now. A record that is like either side was like is not another
    /// person.
    /// </summary>
    /// <param name="now">The record as it is now.</param>
    /// <param name="counterpart">The other side's record; it tells a fact that was never known of either side.</param>
    public bool IsAnother(FieldValues now, FieldValues counterpart)
    {
        var (huma, xledger) = (Identity.Filled(Huma, Xledger), Identity.Filled(Xledger, Huma));

        // What was brought over from a record that is being overwritten tells nothing of the person who was linked.
        var told =
            Identity.Departs(huma, counterpart) && Identity.Departs(xledger, counterpart)
                ? FieldValues.AllUnknown
                : counterpart;
        return Identity.LooksLikeAnother(Identity.Filled(huma, told), now)
            && Identity.LooksLikeAnother(Identity.Filled(xledger, told), now);
    }

    // All of it is personal data.
    public override string ToString() => $"{Link}";
}
