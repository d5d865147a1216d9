using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Matching;

/// <summary>
/// How many people of generated lists are found (docs/matching.md). A person is found when the pair is certain, or the
/// first candidate of the question.
/// </summary>
public class LinkageQualityTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(5_000, SetValues.Birth | SetValues.Identification | SetValues.Address, 0.99)]
    [InlineData(5_000, SetValues.Birth | SetValues.Address, 0.97)]
    [InlineData(5_000, SetValues.Birth, 0.93)]
    [InlineData(1_000, SetValues.Birth | SetValues.Email, 0.85)]
    public void Match_CarelesslyCopiedList_FindsThePeopleAgain(int people, SetValues values, double least)
    {
        var set = new LinkageSet(people, seed: 41, values);

        var matches = PersonMatcher.Match(set.Huma, set.Xledger, [], []);

        var found = matches
            .Pairs.Select(pair => (pair.Huma, pair.Xledger))
            .Concat(matches.Ambiguities.Select(question => (question.Huma, question.Candidates[0].Xledger)))
            .ToList();
        var right = found.Count(pair => LinkageSet.Who(pair.Huma) == LinkageSet.Who(pair.Xledger));
        var certain = matches.Pairs.Where(pair => pair.State == MatchState.Certain).ToList();
        var score = 2.0 * right / (found.Count + people);
        output.WriteLine(
            $"{values}: F1 {score:F4}, {right} of {people} right, {found.Count - right} wrong, "
                + $"{certain.Count} certain (F1 {2.0 * certain.Count / (certain.Count + people):F4})"
        );

        Assert.DoesNotContain(certain, pair => LinkageSet.Who(pair.Huma) != LinkageSet.Who(pair.Xledger));
        Assert.True(score >= least, $"F1 {score:F4}");
    }

    [Fact]
    public void Match_TwinsOneOnEachSide_AreNeverCertain()
    {
        var set = new LinkageSet(200, seed: 42, SetValues.Birth | SetValues.Address, errors: 1);
        var names = "Anne Berit Cato Dina Even Frida Gaute Hedda Ivar Jorunn".Split(' ');
        var certain = set
            .Huma.Select(
                (person, index) =>
                    PersonMatcher.Match(
                        [
                            person with
                            {
                                Values = person
                                    .Values.With(Field.GivenName, FieldValue.From($"{names[index % 10]} Marie"))
                                    .With(Field.Phone, FieldValue.From("+4791234567")),
                            },
                        ],
                        [
                            ComparisonBuilder.Bare(
                                Side.Xledger,
                                "x",
                                (
                                    Field.GivenName,
                                    index % 2 == 0 ? $"{names[index % 10]} Karin" : $"{names[(index + 1) % 10]} Marie"
                                ),
                                (Field.FamilyName, person[Field.FamilyName].TextOrNull),
                                (Field.DateOfBirth, person[Field.DateOfBirth].TextOrNull),
                                (Field.Address, person[Field.Address].TextOrNull),
                                (Field.Phone, "+4791234567")
                            ),
                        ],
                        [],
                        []
                    )
            )
            .Count(matches => matches.Pairs.Any(pair => pair.Settled));

        Assert.Equal(0, certain);
    }
}
