using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>Both sides of one comparison with every value normalised once.</summary>
internal sealed record Rosters(ComparisonInput Source, Roster Huma, Roster Xledger)
{
    public static Rosters Of(ComparisonInput input)
    {
        var (huma, xledger) = Roster.Both(input.Huma, input.Xledger, input.Country);
        return new Rosters(input, huma, xledger);
    }

    public string? Country => Huma.Country;

    public Roster In(Side side) => side == Side.Huma ? Huma : Xledger;
}
