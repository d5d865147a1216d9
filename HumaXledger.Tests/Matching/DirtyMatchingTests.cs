using HumaXledger.Core.Matching;

namespace HumaXledger.Tests.Matching;

public class DirtyMatchingTests(ITestOutputHelper output)
{
    /// <summary>The generator has few names, so namesakes are far more frequent than in reality.</summary>
    [Theory]
    [InlineData(500, 1)]
    [InlineData(5_000, 2)]
    [InlineData(5_000, 3)]
    public void Match_DirtyOrganization_HasAtMostOneWrongPairInAThousandCertainOnes(int people, int seed)
    {
        var organization = new DirtyOrganization(people, seed, Dirt.Ordinary);

        var matches = PersonMatcher.Match(organization.Huma, organization.Xledger, [], []);

        var certain = matches.Pairs.Where(pair => pair.State == MatchState.Certain).ToArray();
        var wrong = certain.Count(pair => DirtyOrganization.Who(pair.Huma) != DirtyOrganization.Who(pair.Xledger));
        var inXledger = organization.Xledger.Select(DirtyOrganization.Who).ToHashSet();
        var possible = organization.Huma.Count(person => inXledger.Contains(DirtyOrganization.Who(person)));
        var right = certain.Length - wrong;
        var probable = matches.Pairs.Where(pair => pair.State == MatchState.Probable).ToArray();
        var probableRight = probable.Count(pair =>
            DirtyOrganization.Who(pair.Huma) == DirtyOrganization.Who(pair.Xledger)
        );
        output.WriteLine(
            $"{people}: certain {certain.Length} ({wrong} wrong), recall {right / (double)possible:P1}; "
                + $"probable {probable.Length} ({probableRight} right), ambiguous {matches.Ambiguities.Count}, "
                + $"only Huma {matches.OnlyInHuma.Count}, only Xledger {matches.OnlyInXledger.Count}"
        );

        Assert.InRange(wrong, 0, certain.Length / 1000);
        Assert.True(right > 0.8 * possible, $"Only {right} of {possible} pairs were found for certain.");
    }

    [Fact]
    public void Match_SeverelyDirtyOrganization_AsksOftenAndIsRarelyWrong()
    {
        var organization = new DirtyOrganization(10_000, 15, Dirt.Severe);

        var certain = PersonMatcher
            .Match(organization.Huma, organization.Xledger, [], [])
            .Pairs.Where(pair => pair.State == MatchState.Certain)
            .ToList();

        Assert.InRange(
            certain.Count(pair => DirtyOrganization.Who(pair.Huma) != DirtyOrganization.Who(pair.Xledger)),
            0,
            certain.Count / 1000
        );
    }

    [Fact]
    public void Match_CleanOrganization_FindsEachPersonWithCertainty()
    {
        var organization = new DirtyOrganization(2_000, 4, Dirt.None);

        var matches = PersonMatcher.Match(organization.Huma, organization.Xledger, [], []);

        Assert.Equal(2_000, matches.Pairs.Count);
        Assert.All(matches.Pairs, pair => Assert.Equal(MatchState.Certain, pair.State));
        Assert.All(matches.Pairs, pair =>
            Assert.Equal(DirtyOrganization.Who(pair.Huma), DirtyOrganization.Who(pair.Xledger))
        );
    }

    [Fact]
    public void Match_InputInAnotherOrder_GivesTheSameResult()
    {
        var organization = new DirtyOrganization(1_000, 5, Dirt.Ordinary);

        var one = PersonMatcher.Match(organization.Huma, organization.Xledger, [], []);
        var other = PersonMatcher.Match(
            [.. organization.Huma.Reverse()],
            [.. organization.Xledger.OrderBy(person => person.Id.GetHashCode(StringComparison.Ordinal))],
            [],
            []
        );

        Assert.Equal(
            one.Pairs.Select(pair => (pair.Link, pair.State, pair.Confidence)),
            other.Pairs.Select(pair => (pair.Link, pair.State, pair.Confidence))
        );
        Assert.Equal(one.Ambiguities.Select(Question), other.Ambiguities.Select(Question));
        Assert.Equal(one.OnlyInHuma, other.OnlyInHuma);
        Assert.Equal(one.OnlyInXledger, other.OnlyInXledger);

        static string Question(Ambiguity ambiguity) =>
            $"{ambiguity.Huma.Id}: "
            + $"{string.Join(", ", ambiguity.Candidates.Select(candidate => candidate.Xledger.Id))} "
            + $"{ambiguity.Why}";
    }

    [Fact]
    public void Match_DirtyOrganization_PutsEachPersonInExactlyOneList()
    {
        var organization = new DirtyOrganization(2_000, 6, Dirt.Ordinary);

        var matches = PersonMatcher.Match(organization.Huma, organization.Xledger, [], []);

        var huma = matches
            .Pairs.Select(pair => pair.Huma.Id)
            .Concat(matches.Ambiguities.Select(question => question.Huma.Id))
            .Concat(matches.OnlyInHuma.Select(person => person.Id))
            .ToArray();
        Assert.Equal(organization.Huma.Select(person => person.Id).Order(), huma.Order());
        var paired = matches.Pairs.Select(pair => pair.Xledger.Id).ToArray();
        Assert.Equal(paired.Length, paired.Distinct().Count());
        var candidates = matches
            .Ambiguities.SelectMany(question => question.Candidates)
            .Select(candidate => candidate.Xledger.Id)
            .ToHashSet();
        var alone = matches.OnlyInXledger.Select(person => person.Id).ToArray();
        Assert.DoesNotContain(alone, id => candidates.Contains(id) || paired.Contains(id));
        Assert.Equal(organization.Xledger.Count, alone.Length + paired.Concat(candidates).Distinct().Count());
    }
}
