using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Tests.People;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Matching;

/// <summary>
/// Two records that share a unique e-mail address, a unique identification, or full name and date of birth are at least
/// a question.
/// </summary>
public class SharedKeyTests
{
    private static readonly string BirthNumber = NationalIdBuilder.NorwegianFrom("010290", 101);
    private static readonly string TemporaryNumber = NationalIdBuilder.NorwegianFrom("410290", 151);

    private static Matches Match(Person[] huma, Person[] xledger) => PersonMatcher.Match(huma, xledger, [], []);

    private static Person Huma(string id, params (Field, string?)[] values) =>
        ComparisonBuilder.Bare(Side.Huma, id, values);

    private static Person Xledger(string id, params (Field, string?)[] values) =>
        ComparisonBuilder.Bare(Side.Xledger, id, values);

    private static (Field, string?)[] Name(string given, string family, params (Field, string?)[] more) =>
        [(Field.GivenName, given), (Field.FamilyName, family), .. more];

    private static Pair Only(Matches matches) => Assert.Single(matches.Pairs);

    [Fact]
    public void Match_EverythingButTheEmailContradicts_IsAQuestion()
    {
        var pair = Only(
            Match(
                [
                    Huma(
                        "h",
                        Name(
                            "Kari",
                            "Nordmann",
                            (Field.Email, "k@example.no"),
                            (Field.DateOfBirth, "1990-01-31"),
                            (Field.Phone, "+4791234567"),
                            (Field.EmploymentId, "7")
                        )
                    ),
                ],
                [
                    Xledger(
                        "x",
                        Name(
                            "Ola",
                            "Hansen",
                            (Field.Email, "k@example.no"),
                            (Field.DateOfBirth, "1961-05-15"),
                            (Field.Phone, "+4798765432"),
                            (Field.EmploymentId, "8")
                        )
                    ),
                ]
            )
        );

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.NotNull(pair.Doubt);
    }

    [Fact]
    public void Match_EverythingButTheIdentificationContradicts_IsAQuestion()
    {
        var pair = Only(
            Match(
                [
                    Huma(
                        "h",
                        Name(
                            "Kari",
                            "Nordmann",
                            (Field.Identification, BirthNumber),
                            (Field.Email, "k@example.no"),
                            (Field.DateOfBirth, "1990-02-01")
                        )
                    ),
                ],
                [
                    Xledger(
                        "x",
                        Name(
                            "Ola",
                            "Hansen",
                            (Field.Identification, BirthNumber),
                            (Field.Email, "o@example.com"),
                            (Field.DateOfBirth, "1961-05-15")
                        )
                    ),
                ]
            )
        );

        Assert.Equal(MatchState.Probable, pair.State);
    }

    [Theory]
    [InlineData("Kari", "Nordmann")]
    [InlineData("Kary", "Nordmann")]
    [InlineData("Nordmann", "Kari")]
    public void Match_NameAndBirthAgreeAndTheIdentificationIsAnother_IsAQuestion(string given, string family)
    {
        var pair = Only(
            Match(
                [
                    Huma(
                        "h",
                        Name("Kari", "Nordmann", (Field.DateOfBirth, "1990-02-01"), (Field.Identification, BirthNumber))
                    ),
                ],
                [
                    Xledger(
                        "x",
                        Name(
                            given,
                            family,
                            (Field.DateOfBirth, "1990-02-01"),
                            (Field.Identification, NationalIdBuilder.NorwegianFrom("150561", 201))
                        )
                    ),
                ]
            )
        );

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Equal(MatchingReasons.DoubtIdentification, pair.Doubt?.Code);
    }

    [Fact]
    public void Match_TemporaryNumberAndBirthNumberOfOneDate_IsEvidenceInFavor()
    {
        var pair = Only(
            Match(
                [
                    Huma(
                        "h",
                        Name(
                            "Jan",
                            "Kowalski",
                            (Field.DateOfBirth, "1990-02-01"),
                            (Field.Phone, "+4791234567"),
                            (Field.Identification, BirthNumber)
                        )
                    ),
                ],
                [
                    Xledger(
                        "x",
                        Name(
                            "Jan",
                            "Kowalski",
                            (Field.DateOfBirth, "1990-02-01"),
                            (Field.Phone, "+4791234567"),
                            (Field.Identification, TemporaryNumber)
                        )
                    ),
                ]
            )
        );

        Assert.Equal(MatchState.Certain, pair.State);
        Assert.Contains(pair.Evidence, evidence =>
            evidence is { Agrees: true, Weight: > 0, Reason.Code: MatchingReasons.EvidenceIdentificationRenumbered }
        );
    }

    [Theory]
    [InlineData("19900201", "61", "19")]
    [InlineData("19900302", "62", "19")]
    [InlineData("19900302", "62", "")]
    public void Match_SamordningsnummerAndPersonnummer_AreComparedByTheirDates(
        string birth,
        string temporaryDay,
        string century
    )
    {
        var (one, other) = (
            NationalIdBuilder.Swedish($"{birth[2..]}123"),
            NationalIdBuilder.Swedish($"{birth[2..6]}{temporaryDay}456")
        );
        var pair = Only(
            Match(
                [
                    Huma(
                        "h",
                        Name(
                            "Jan",
                            "Kowalski",
                            (Field.Email, "jan@example.se"),
                            (Field.Identification, $"{birth[..2]}{one}")
                        )
                    ),
                ],
                [
                    Xledger(
                        "x",
                        Name(
                            "Jan",
                            "Kowalski",
                            (Field.Email, "jan@example.se"),
                            (Field.Identification, $"{century}{other}")
                        )
                    ),
                ]
            )
        );

        Assert.Contains(pair.Evidence, evidence =>
            evidence.Reason.Code == MatchingReasons.EvidenceIdentificationRenumbered
        );
        Assert.Equal(MatchState.Certain, pair.State);
    }

    [Fact]
    public void Match_TemporaryNumberOfAnotherDate_IsEvidenceAgainst()
    {
        var pair = Only(
            Match(
                [
                    Huma(
                        "h",
                        Name("Jan", "Kowalski", (Field.Email, "jan@example.no"), (Field.Identification, BirthNumber))
                    ),
                ],
                [
                    Xledger(
                        "x",
                        Name(
                            "Jan",
                            "Kowalski",
                            (Field.Email, "jan@example.no"),
                            (Field.Identification, NationalIdBuilder.NorwegianFrom("420290", 151))
                        )
                    ),
                ]
            )
        );

        Assert.Equal(MatchingReasons.DoubtIdentification, pair.Doubt?.Code);
    }

    [Theory]
    [InlineData("00000000000")]
    [InlineData("mangler")]
    [InlineData("01.02.1990")]
    [InlineData("010290")]
    [InlineData("01029000000")]
    [InlineData("010290*****")]
    [InlineData("••••••••123")]
    [InlineData("...12345")]
    [InlineData("…12345")]
    [InlineData("010290XXXXX")]
    [InlineData("12345678901")]
    [InlineData("-")]
    public void Match_InvalidIdentification_IsNoEvidence(string value)
    {
        var pair = Only(
            Match(
                [
                    Huma(
                        "h",
                        Name("Kari", "Nordmann", (Field.Email, "k@example.no"), (Field.Identification, BirthNumber))
                    ),
                ],
                [Xledger("x", Name("Kari", "Nordmann", (Field.Email, "k@example.no"), (Field.Identification, value)))]
            )
        );

        Assert.Equal(MatchState.Certain, pair.State);
        Assert.DoesNotContain(pair.Evidence, evidence => evidence.Field == Field.Identification);
    }

    [Fact]
    public void Match_ManyShareOnePlaceholder_AreNotMatched()
    {
        var matches = Match(
            [Huma("h", Name("Kari", "Nordmann", (Field.Identification, "00000000000")))],
            [Xledger("x", Name("Ola", "Hansen", (Field.Identification, "00000000000")))]
        );

        Assert.Empty(matches.Pairs);
        Assert.Empty(matches.Ambiguities);
    }

    [Fact]
    public void Match_IdentificationThatLostItsZero_IsTheSame()
    {
        var pair = Only(
            Match(
                [Huma("h", Name("Kari", "Nordmann", (Field.Identification, BirthNumber)))],
                [Xledger("x", Name("Kari", "Hansen", (Field.Identification, BirthNumber[1..])))]
            )
        );

        Assert.Equal(MatchState.Certain, pair.State);
        Assert.Contains(pair.Evidence, evidence =>
            evidence is { Agrees: true, Reason.Code: MatchingReasons.EvidenceIdentificationZeroLost }
        );
    }

    [Fact]
    public void Match_AlexAndAleksanderWithOneEmail_IsAQuestion()
    {
        var pair = Only(
            Match(
                [Huma("h", Name("Aleksander", "Vik", (Field.Email, "alex@example.no"), (Field.EmploymentId, "12")))],
                [Xledger("x", Name("Alex", "Vik", (Field.Email, "alex@example.no"), (Field.EmploymentId, "88")))]
            )
        );

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Contains(pair.Evidence, evidence => evidence.Reason.Code == MatchingReasons.EvidenceGivenNameNickname);
    }

    [Theory]
    [InlineData("Tor", "Thor")]
    [InlineData("Kristoffer", "Christopher")]
    [InlineData("Ann", "Anne")]
    [InlineData("Per", "Peer")]
    public void Match_SpellingVariantWithFamilyNameBirthAndPhone_IsAQuestion(string one, string other)
    {
        (Field, string?)[] shared = [(Field.DateOfBirth, "1985-06-07"), (Field.Phone, "+4791234567")];
        var pair = Only(Match([Huma("h", Name(one, "Lie", shared))], [Xledger("x", Name(other, "Lie", shared))]));

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Contains(pair.Evidence, evidence =>
            evidence is { Agrees: true, Reason.Code: MatchingReasons.EvidenceGivenNameSpelling }
        );
    }

    [Fact]
    public void Match_OneDigitOfTheYearWrongWithAnEqualEmail_IsAQuestionAtLeast()
    {
        var matches = Match(
            [
                Huma(
                    "h",
                    Name(
                        "Kari",
                        "Nordmann",
                        (Field.Email, "k@example.no"),
                        (Field.DateOfBirth, "1990-01-31"),
                        (Field.EmploymentId, "1")
                    )
                ),
            ],
            [
                Xledger(
                    "x",
                    Name(
                        "Karina",
                        "Nordmann",
                        (Field.Email, "k@example.no"),
                        (Field.DateOfBirth, "1980-01-31"),
                        (Field.EmploymentId, "2")
                    )
                ),
            ]
        );

        Assert.Single(matches.Pairs);
    }

    [Fact]
    public void Match_EmailOfAnEmployeeMatchedToAnother_IsAQuestion()
    {
        var paired = Name(
            "Ola",
            "Hansen",
            (Field.EmploymentId, "7"),
            (Field.DateOfBirth, "1961-05-15"),
            (Field.Phone, "+4798765432")
        );
        var matches = Match(
            [Huma("h1", paired), Huma("h2", Name("Kari", "Nordmann", (Field.Email, "post@example.no")))],
            [Xledger("x", [.. paired, (Field.Email, "post@example.no")])]
        );

        Assert.Equal("h1", Assert.Single(matches.Pairs).Huma.Id);
        var question = Assert.Single(matches.Ambiguities);
        Assert.Equal("h2", question.Huma.Id);
        Assert.Equal(MatchingReasons.AmbiguousTaken, question.Why.Code);
    }

    [Theory]
    [InlineData("Anne Marie", "Anne Karin")]
    [InlineData("Ole Martin", "Ole Kristian")]
    public void Match_TwinsWithOneEmploymentIdAndBirth_AreAQuestion(string one, string other)
    {
        (Field, string?)[] shared =
        [
            (Field.DateOfBirth, "1985-06-07"),
            (Field.Phone, "+4791234567"),
            (Field.EmploymentId, "42"),
        ];
        var matches = Match([Huma("h", Name(one, "Lie", shared))], [Xledger("x", Name(other, "Lie", shared))]);

        var pair = Only(matches);
        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Equal(MatchingReasons.DoubtName, pair.Doubt?.Code);
    }

    [Fact]
    public void Match_NothingSharedButAPlaceholderBirth_IsNoMatch()
    {
        var matches = Match(
            [Huma("h", Name("Kari", "Nordmann", (Field.DateOfBirth, "1990-01-01")))],
            [Xledger("x", Name("Ola", "Hansen", (Field.DateOfBirth, "1990-01-01")))]
        );

        Assert.Empty(matches.Pairs);
    }
}
