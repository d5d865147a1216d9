using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Planning;

public class ThreeWayTests
{
    private const string Unknown = "?";
    private const string Empty = "";

    // baseline, Huma, Xledger → kind, proposed side, reason. "?" is unknown, "" is empty.
    [Theory]
    [InlineData(Unknown, Unknown, Unknown, null, null, null)]
    [InlineData(Unknown, Unknown, Empty, null, null, null)]
    [InlineData(Unknown, Unknown, "A", null, null, null)]
    [InlineData(Unknown, Empty, Unknown, null, null, null)]
    [InlineData(Unknown, "A", Unknown, null, null, null)]
    [InlineData(Unknown, Empty, Empty, null, null, null)]
    [InlineData(Unknown, "A", "A", null, null, null)]
    [InlineData(Unknown, Empty, "A", DifferenceKind.MissingInHuma, Side.Xledger, PlanningReasons.MissingInHuma)]
    [InlineData(Unknown, "A", Empty, DifferenceKind.MissingInXledger, Side.Huma, PlanningReasons.MissingInXledger)]
    [InlineData(Unknown, "A", "B", DifferenceKind.Conflict, null, PlanningReasons.NeverAgreed)]
    [InlineData(Empty, Unknown, Unknown, null, null, null)]
    [InlineData(Empty, Unknown, Empty, null, null, null)]
    [InlineData(Empty, Unknown, "A", null, null, null)]
    [InlineData(Empty, Empty, Unknown, null, null, null)]
    [InlineData(Empty, "A", Unknown, null, null, null)]
    [InlineData(Empty, Empty, Empty, null, null, null)]
    [InlineData(Empty, "A", "A", null, null, null)]
    [InlineData(Empty, Empty, "A", DifferenceKind.ChangedInXledger, Side.Xledger, PlanningReasons.ChangedInXledger)]
    [InlineData(Empty, "A", Empty, DifferenceKind.ChangedInHuma, Side.Huma, PlanningReasons.ChangedInHuma)]
    [InlineData(Empty, "A", "B", DifferenceKind.Conflict, null, PlanningReasons.BothChanged)]
    [InlineData("A", Unknown, Unknown, null, null, null)]
    [InlineData("A", Unknown, Empty, null, null, null)]
    [InlineData("A", Unknown, "A", null, null, null)]
    [InlineData("A", Unknown, "B", null, null, null)]
    [InlineData("A", Empty, Unknown, null, null, null)]
    [InlineData("A", "A", Unknown, null, null, null)]
    [InlineData("A", "B", Unknown, null, null, null)]
    [InlineData("A", Empty, Empty, null, null, null)]
    [InlineData("A", "A", "A", null, null, null)]
    [InlineData("A", "B", "B", null, null, null)]
    [InlineData("A", "A", Empty, DifferenceKind.ChangedInXledger, Side.Xledger, PlanningReasons.ChangedInXledger)]
    [InlineData("A", "A", "B", DifferenceKind.ChangedInXledger, Side.Xledger, PlanningReasons.ChangedInXledger)]
    [InlineData("A", Empty, "A", DifferenceKind.ChangedInHuma, Side.Huma, PlanningReasons.ChangedInHuma)]
    [InlineData("A", "B", "A", DifferenceKind.ChangedInHuma, Side.Huma, PlanningReasons.ChangedInHuma)]
    [InlineData("A", Empty, "B", DifferenceKind.Conflict, null, PlanningReasons.BothChanged)]
    [InlineData("A", "B", Empty, DifferenceKind.Conflict, null, PlanningReasons.BothChanged)]
    [InlineData("A", "B", "C", DifferenceKind.Conflict, null, PlanningReasons.BothChanged)]
    public void Judge_EveryCombination_NamesTheSideThatChanged(
        string baseline,
        string huma,
        string xledger,
        DifferenceKind? kind,
        Side? proposed,
        string? code
    )
    {
        var judged = ThreeWay.Judge(Normalized(baseline), Normalized(huma), Normalized(xledger));

        Assert.Equal(kind is null ? null : new Judgement(kind.Value, proposed, code!), judged);
    }

    [Fact]
    public void Judge_SidesExchanged_MirrorsTheVerdict()
    {
        string[] values = [Unknown, Empty, "A", "B", "C"];
        foreach (var baseline in values)
        {
            foreach (var huma in values)
            {
                foreach (var xledger in values)
                {
                    var one = ThreeWay.Judge(Normalized(baseline), Normalized(huma), Normalized(xledger));
                    var mirrored = ThreeWay.Judge(Normalized(baseline), Normalized(xledger), Normalized(huma));

                    Assert.Equal(one?.Proposed?.Other(), mirrored?.Proposed);
                    Assert.Equal(one is { } seen ? Mirror(seen.Kind) : null, mirrored?.Kind);
                }
            }
        }
    }

    private static DifferenceKind Mirror(DifferenceKind kind) =>
        kind switch
        {
            DifferenceKind.ChangedInHuma => DifferenceKind.ChangedInXledger,
            DifferenceKind.ChangedInXledger => DifferenceKind.ChangedInHuma,
            DifferenceKind.MissingInHuma => DifferenceKind.MissingInXledger,
            DifferenceKind.MissingInXledger => DifferenceKind.MissingInHuma,
            _ => kind,
        };

    private static NormalizedValue Normalized(string text) =>
        text == Unknown ? NormalizedValue.Unknown : new NormalizedValue(text);
}
