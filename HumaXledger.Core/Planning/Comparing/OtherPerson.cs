using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// A linked pair of which one record looks like another person than the linked one; nothing of it is written until an
/// administrator has decided.
/// </summary>
/// <param name="Pair">The linked pair.</param>
/// <param name="Before">The earlier facts of <see cref="Identity"/>.</param>
/// <param name="Changed">The sides whose record looks like another person.</param>
public sealed record OtherPerson(Pair Pair, FieldValues Before, IReadOnlyList<Side> Changed)
{
    /// <summary>Null where both records still look like the person who was linked.</summary>
    public static OtherPerson? Of(Pair pair, LinkedIdentity known)
    {
        var huma = known.IsAnother(pair.Huma.Values, pair.Xledger.Values);
        var xledger = known.IsAnother(pair.Xledger.Values, pair.Huma.Values);
        IReadOnlyList<Side> changed = (huma, xledger) switch
        {
            (true, true) => [Side.Huma, Side.Xledger],
            (true, false) => [Side.Huma],
            (false, true) => [Side.Xledger],
            _ => [],
        };
        return changed.Count > 0 ? new OtherPerson(pair, known.Before, changed) : null;
    }

    public override string ToString() => $"{Pair}";
}
