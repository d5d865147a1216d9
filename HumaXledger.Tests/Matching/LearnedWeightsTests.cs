using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Matching;

/// <summary>
/// Weights learned from an organization's pairs are the same for the same people, and never override the rules against
/// certainty.
/// </summary>
public class LearnedWeightsTests
{
    private static readonly DirtyOrganization Organization = new(3_000, 77, Dirt.Severe);

    private static IEnumerable<string> Describe(Matches matches, Func<Person, string> name) =>
        [
            .. matches
                .Pairs.Select(pair =>
                    $"{name(pair.Huma)} = {name(pair.Xledger)} {pair.State} {pair.Confidence} "
                    + $"{string.Join(' ', pair.Evidence.Select(one => one.Weight))}"
                )
                .Order(),
            .. matches
                .Ambiguities.Select(question =>
                    $"{name(question.Huma)}: {string.Join(' ', question.Candidates.Select(candidate => name(candidate.Xledger)).Order())}"
                )
                .Order(),
            .. matches.OnlyInHuma.Select(name).Order(),
            .. matches.OnlyInXledger.Select(name).Order(),
        ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Match_ShuffledPeople_LearnsTheSame(int seed)
    {
        var random = new Random(seed);
        var (huma, xledger) = (Organization.Huma.ToArray(), Organization.Xledger.ToArray());
        random.Shuffle(huma);
        random.Shuffle(xledger);

        Assert.Equal(
            Describe(PersonMatcher.Match(Organization.Huma, Organization.Xledger, [], []), person => person.Id),
            Describe(PersonMatcher.Match(huma, xledger, [], []), person => person.Id)
        );
    }

    [Fact]
    public void Match_RenamedIds_LearnsTheSame()
    {
        Person Renamed(Person person) => person with { Id = new string([.. person.Id.Reverse()]) };
        var renamed = PersonMatcher.Match(
            [.. Organization.Huma.Select(Renamed)],
            [.. Organization.Xledger.Select(Renamed)],
            [],
            []
        );

        var weights = PersonMatcher
            .Match(Organization.Huma, Organization.Xledger, [], [])
            .Pairs.SelectMany(pair => pair.Evidence)
            .Select(one => (one.Reason.Code, one.Weight))
            .ToHashSet();

        Assert.Equal(
            weights.Order(),
            renamed
                .Pairs.SelectMany(pair => pair.Evidence)
                .Select(one => (one.Reason.Code, one.Weight))
                .ToHashSet()
                .Order()
        );
        Assert.Equal(
            PersonMatcher
                .Match(Organization.Huma, Organization.Xledger, [], [])
                .Pairs.Count(pair => pair.State == MatchState.Certain),
            renamed.Pairs.Count(pair => pair.State == MatchState.Certain)
        );
    }

    [Fact]
    public void Match_EnoughPeople_ChangesWeightsAndKeepsTheirSign()
    {
        var evidence = PersonMatcher
            .Match(Organization.Huma, Organization.Xledger, [], [])
            .Pairs.SelectMany(pair => pair.Evidence)
            .ToList();

        Assert.Contains(evidence, one => one.Reason.Code == MatchingReasons.EvidenceEmailDiffers && one.Weight != -0.5);
        Assert.All(evidence, one => Assert.Equal(one.Agrees, one.Weight > 0));
    }

    [Fact]
    public void Match_FewPeople_KeepsTheWeightsOfTheTable()
    {
        var few = new DirtyOrganization(100, 78, Dirt.Severe);

        var evidence = PersonMatcher
            .Match(few.Huma, few.Xledger, [], [])
            .Pairs.SelectMany(pair => pair.Evidence)
            .ToList();

        Assert.All(evidence.Where(one => one.Reason.Code == MatchingReasons.EvidenceEmailDiffers), one =>
            Assert.Equal(-0.5, one.Weight)
        );
        Assert.All(evidence.Where(one => one.Reason.Code == MatchingReasons.EvidenceEmailSame), one =>
            Assert.Equal(14, one.Weight)
        );
    }

    /// <summary>The contradictions that forbid certainty at any weight of the rest.</summary>
    [Fact]
    public void Match_LearnedWeights_NeverOverrideTheRulesAgainstCertainty()
    {
        string[] forbidding =
        [
            MatchingReasons.EvidenceIdentificationDiffers,
            MatchingReasons.EvidenceIdentificationNear,
            MatchingReasons.EvidenceBirthDiffers,
            MatchingReasons.EvidenceBirthClose,
            MatchingReasons.EvidenceGivenNameDiffers,
            MatchingReasons.EvidenceGivenNameSimilar,
            MatchingReasons.EvidenceGivenNameOverlap,
            MatchingReasons.EvidenceEmploymentTooYoung,
        ];

        var certain = PersonMatcher
            .Match(Organization.Huma, Organization.Xledger, [], [])
            .Pairs.Where(pair => pair.State == MatchState.Certain)
            .ToList();

        Assert.NotEmpty(certain);
        Assert.All(certain, pair => Assert.DoesNotContain(pair.Evidence, one => forbidding.Contains(one.Reason.Code)));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Match_PeopleWhoShareAUniqueKey_AreAtLeastAQuestion(int seed)
    {
        var organization = new DirtyOrganization(1_500, seed, Dirt.Severe);
        var matches = PersonMatcher.Match(organization.Huma, organization.Xledger, [], []);
        var alike = matches.LookAlikes.Select(one => one.Xledger.Id).ToHashSet();
        var alone = matches.OnlyInXledger.Where(person => !alike.Contains(person.Id)).ToList();

        foreach (var field in new[] { Field.Email, Field.Identification })
        {
            var users = Unique(organization.Huma, field);
            var employees = Unique(organization.Xledger, field);
            var shared = matches.OnlyInHuma.Where(user =>
                user[field].TextOrNull is { } value
                && users.Contains(value)
                && alone.Exists(employee => employee[field].TextOrNull == value && employees.Contains(value))
            );
            Assert.Empty(shared);
        }

        var names = matches.OnlyInHuma.Select(NameAndBirth).OfType<string>().ToHashSet();
        Assert.DoesNotContain(alone, employee => NameAndBirth(employee) is { } key && names.Contains(key));
    }

    private static HashSet<string> Unique(IReadOnlyList<Person> people, Field field) =>
        people
            .Select(person => person[field].TextOrNull)
            .OfType<string>()
            .GroupBy(value => value)
            .Where(group => group.Count() == 1)
            .Select(group => group.Key)
            .ToHashSet();

    private static string? NameAndBirth(Person person) =>
        person[Field.DateOfBirth].TextOrNull is { } birth
            ? $"{person[Field.GivenName].TextOrNull} {person[Field.FamilyName].TextOrNull} {birth}"
            : null;
}
