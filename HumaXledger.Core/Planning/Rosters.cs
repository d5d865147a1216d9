using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>Both sides of one comparison, made ready once.</summary>
internal sealed record Rosters(ComparisonInput Source, Roster Huma, Roster Xledger)
{
    private readonly TakenValues _takenInHuma = new(Huma);
    private readonly TakenValues _takenInXledger = new(Xledger);

    public static Rosters Of(ComparisonInput input)
    {
        var (huma, xledger) = Roster.Both(input.Huma, input.Xledger, input.Country);
        return new Rosters(input, huma, xledger);
    }

    public string? Country => Huma.Country;

    public Roster In(Side side) => side == Side.Huma ? Huma : Xledger;

    public TakenValues TakenIn(Side side) => side == Side.Huma ? _takenInHuma : _takenInXledger;
}
