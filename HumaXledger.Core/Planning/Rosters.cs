using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>Both sides of one comparison with every value normalised once.</summary>
internal sealed record Rosters(ComparisonInput Source, Roster Huma, Roster Xledger)
{
    public static Rosters Of(ComparisonInput input)
    {
        var country = input.Country ?? PrevailingCountry.Of(input.Huma, input.Xledger);
        return new Rosters(input, Roster.Of(Side.Huma, input.Huma, country), Roster.Of(Side.Xledger, input.Xledger, country));
    }

    public string? Country => Huma.Country;

    public Roster In(Side side) => side == Side.Huma ? Huma : Xledger;
}
