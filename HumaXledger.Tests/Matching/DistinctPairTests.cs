using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Matching;

public class DistinctPairTests
{
    private static readonly (Field, string?)[] Kari =
    [
        (Field.GivenName, "Kari"),
        (Field.FamilyName, "Nordmann"),
        (Field.Email, "kari@example.no"),
        (Field.EmploymentId, "1042"),
    ];

    private static readonly Person User = ComparisonBuilder.Bare(Side.Huma, "h", Kari);

    private static readonly DistinctPair Apart = new(new HumaId("h"), new XledgerId("x"));

    private static Person Employee(string id) => ComparisonBuilder.Bare(Side.Xledger, id, Kari);

    [Fact]
    public void Match_PairThatIsNotTheSame_IsNotProposedAgain()
    {
        var matches = PersonMatcher.Match([User], [Employee("x")], [], [], [Apart]);

        Assert.Empty(matches.Pairs);
        Assert.Empty(matches.Ambiguities);
        Assert.Empty(matches.LookAlikes);
        Assert.Equal(("h", "x"), (Assert.Single(matches.OnlyInHuma).Id, Assert.Single(matches.OnlyInXledger).Id));
    }

    [Fact]
    public void Match_PairThatIsNotTheSame_StillFindsOtherCandidates()
    {
        var matches = PersonMatcher.Match([User], [Employee("x"), Employee("y")], [], [], [Apart]);

        Assert.Equal("y", Assert.Single(matches.Pairs).Xledger.Id);
    }

    [Fact]
    public void Match_PairThatIsNotTheSameAndStillLinked_IsNoPair()
    {
        var link = new Link(Apart.Huma, Apart.Xledger);

        var alone = PersonMatcher.Match([User], [Employee("x")], [link], [], [Apart]);
        var another = PersonMatcher.Match([User], [Employee("x"), Employee("y")], [link], [], [Apart]);

        Assert.Empty(alone.Pairs);
        Assert.Equal(("h", "x"), (Assert.Single(alone.OnlyInHuma).Id, Assert.Single(alone.OnlyInXledger).Id));
        Assert.Equal("y", Assert.Single(another.Pairs).Xledger.Id);
    }

    [Fact]
    public void Match_PairIsAnsweredToBeTheSameLater_IsThePair()
    {
        var matches = PersonMatcher.Match(
            [User],
            [Employee("x")],
            [],
            [new MatchDecision(Apart.Huma, Apart.Xledger)],
            [Apart]
        );

        Assert.True(Assert.Single(matches.Pairs).Settled);
    }

    [Fact]
    public void Match_RecordOfThePairIsGone_ChangesNothing()
    {
        var matches = PersonMatcher.Match(
            [User],
            [Employee("y")],
            [],
            [],
            [Apart, new DistinctPair(new HumaId("gone"), new XledgerId("y"))]
        );

        Assert.Equal("y", Assert.Single(matches.Pairs).Xledger.Id);
    }
}
