using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// The baselines of a comparison, found by the positions of their users: nearly every user has one, and only few are
/// asked for.
/// </summary>
internal sealed class AgreedValues
{
    private readonly IReadOnlyList<Baseline> _baselines;

    /// <summary>The number of each user's baseline, counted from 1; 0 for none.</summary>
    private readonly int[] _ofHuma;

    /// <summary>Further baselines of users who are in several links.</summary>
    private readonly Dictionary<Link, FieldValues> _further = [];

    /// <param name="baselines">Of several for one link the last counts; those whose user is gone do not.</param>
    public AgreedValues(Roster huma, IReadOnlyList<Baseline> baselines)
    {
        _baselines = baselines;
        _ofHuma = new int[huma.Count];
        var positions = new int[baselines.Count];
        Parts.Each(baselines.Count, (from, to) =>
        {
            for (var index = from; index < to; index++)
            {
                positions[index] = huma.Find(baselines[index].Link.Huma.Value);
            }
        });
        for (var index = 0; index < positions.Length; index++)
        {
            if (positions[index] is not (>= 0 and var position))
            {
                continue;
            }

            if (_ofHuma[position] is > 0 and var first && baselines[first - 1].Link != baselines[index].Link)
            {
                _further[baselines[index].Link] = baselines[index].Values;
            }
            else
            {
                _ofHuma[position] = index + 1;
            }
        }
    }

    /// <summary>What both sides of a link had; null where nothing is known.</summary>
    /// <param name="huma">The position of the link's user.</param>
    public FieldValues? Of(Link link, int huma) =>
        _ofHuma[huma] is > 0 and var number && _baselines[number - 1].Link == link
            ? _baselines[number - 1].Values
            : _further.GetValueOrDefault(link);
}
