using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Matching;

/// <summary>Who is found by evidence alone.</summary>
public sealed class PersonMatcherTests : MatchingTest
{
    [Fact]
    public void Match_SameEmploymentIdAndName_IsCertain()
    {
        var pair = Assert.Single(
            Match(
                [Huma("h", Name("Kari", "Nordmann", (Field.EmploymentId, "1042")))],
                [Xledger("x", Name("Kari", "Nordmann", (Field.EmploymentId, "1042")))]
            ).Pairs
        );

        Assert.Equal(MatchState.Certain, pair.State);
        Assert.Null(pair.Doubt);
        Assert.Contains(pair.Evidence, evidence => evidence is { Field: Field.EmploymentId, Agrees: true });
        Assert.InRange(pair.Confidence, 0.99, 0.9999);
    }

    [Fact]
    public void Match_SameEmailAndNameButOtherEmploymentId_IsCertainAndShowsTheContradiction()
    {
        var pair = Assert.Single(
            Match(
                [Huma("h", Name("Kari", "Nordmann", (Field.Email, "kari@example.no"), (Field.EmploymentId, "7")))],
                [Xledger("x", Name("Kari", "Nordmann", (Field.Email, "Kari@Example.no"), (Field.EmploymentId, "1042")))]
            ).Pairs
        );

        Assert.Equal(MatchState.Certain, pair.State);
        Assert.Contains(pair.Evidence, evidence =>
            evidence is { Field: Field.EmploymentId, Agrees: false, Weight: < 0 }
        );
    }

    [Theory]
    [InlineData("Åse", "Bjørnstad", "Aase", "Bjoernstad", MatchingReasons.EvidenceNameVariant)]
    [InlineData("Anne-Marie", "Sørås", "Annemarie", "Soras", MatchingReasons.EvidenceNameVariant)]
    [InlineData("Nordmann", "Kari", "Kari", "Nordmann", MatchingReasons.EvidenceNameSwapped)]
    [InlineData("Jürgen", "Müller", "Jurgen", "Muller", MatchingReasons.EvidenceNameVariant)]
    public void Match_SameEmailAndNameInAnotherSpelling_IsCertain(
        string given,
        string family,
        string otherGiven,
        string otherFamily,
        string code
    )
    {
        var pair = Assert.Single(
            Match(
                [Huma("h", Name(given, family, (Field.Email, "k@example.no")))],
                [Xledger("x", Name(otherGiven, otherFamily, (Field.Email, "k@example.no")))]
            ).Pairs
        );

        Assert.Equal(MatchState.Certain, pair.State);
        Assert.Contains(pair.Evidence, evidence => evidence.Reason.Code == code);
    }

    [Fact]
    public void Match_SamePhoneAndFamilyNameOnly_IsNoMatch()
    {
        var matches = Match(
            [Huma("h", Name("Kari", "Nordmann", (Field.Phone, "+47 912 34 567")))],
            [Xledger("x", Name("Ola", "Nordmann", (Field.Phone, "+4791234567")))]
        );

        Assert.Empty(matches.Pairs);
        Assert.Equal("h", Assert.Single(matches.OnlyInHuma).Id);
        Assert.Equal("x", Assert.Single(matches.OnlyInXledger).Id);
    }

    [Fact]
    public void Match_SamePhoneAndFullName_IsOnlyProbable()
    {
        var pair = Assert.Single(
            Match(
                [Huma("h", Name("Ola", "Nordmann", (Field.Phone, "+47 912 34 567")))],
                [Xledger("x", Name("Ola", "Nordmann", (Field.Phone, "+4791234567")))]
            ).Pairs
        );

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Equal(MatchingReasons.DoubtNotEnough, pair.Doubt?.Code);
        Assert.False(pair.Settled);
    }

    [Fact]
    public void Match_EverythingAgreesButTheIdentification_IsAtMostProbable()
    {
        (Field, string?)[] shared =
        [
            (Field.Email, "k@example.no"),
            (Field.EmploymentId, "1042"),
            (Field.DateOfBirth, "1990-01-31"),
        ];
        var pair = Assert.Single(
            Match(
                [Huma("h", Name("Kari", "Nordmann", [.. shared, (Field.Identification, "31019012345")]))],
                [Xledger("x", Name("Kari", "Nordmann", [.. shared, (Field.Identification, "15057054321")]))]
            ).Pairs
        );

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Equal(MatchingReasons.DoubtIdentification, pair.Doubt?.Code);
    }

    [Theory]
    [InlineData(null, MatchState.Certain)]
    [InlineData("Kari", MatchState.Certain)]
    [InlineData("Bjørn", MatchState.Probable)]
    public void Match_EveryPersonalKeyAgrees_IsCertainUnlessTheGivenNameIsAnother(string? given, MatchState state)
    {
        (Field, string?)[] keys =
        [
            (Field.Email, "kari@example.no"),
            (Field.EmploymentId, "1042"),
            (Field.DateOfBirth, "1990-02-01"),
            (Field.Identification, "41029012387"),
        ];

        var pair = Assert.Single(
            Match(
                [Huma("h", [(Field.GivenName, "Kari"), .. keys])],
                [Xledger("x", [(Field.GivenName, given), .. keys])]
            ).Pairs
        );

        Assert.Equal(state, pair.State);
        Assert.Equal(state == MatchState.Certain ? null : MatchingReasons.DoubtName, pair.Doubt?.Code);
    }

    [Fact]
    public void Match_NameAndSwappedBirthDateAndAddress_IsCertain()
    {
        var pair = Assert.Single(
            Match(
                [
                    Huma(
                        "h",
                        Name(
                            "Kari",
                            "Nordmann",
                            (Field.DateOfBirth, "1990-03-05"),
                            (Field.Address, ComparisonBuilder.Address("Storgata 1"))
                        )
                    ),
                ],
                [
                    Xledger(
                        "x",
                        Name(
                            "Kari",
                            "Nordmann",
                            (Field.DateOfBirth, "1990-05-03"),
                            (Field.Address, ComparisonBuilder.Address("STORGATA 1"))
                        )
                    ),
                ]
            ).Pairs
        );

        Assert.Equal(MatchState.Certain, pair.State);
        Assert.Contains(pair.Evidence, evidence => evidence.Reason.Code == MatchingReasons.EvidenceBirthSwapped);
    }

    [Fact]
    public void Match_TwinsInBothSystems_FindsEachTheirOwn()
    {
        (Field, string?)[] home =
        [
            (Field.DateOfBirth, "1995-05-05"),
            (Field.Phone, "+4791234567"),
            (Field.Address, ComparisonBuilder.Address("Storgata 1")),
        ];
        var matches = Match(
            [Huma("h1", Name("Mona", "Lie", home)), Huma("h2", Name("Mina", "Lie", home))],
            [Xledger("x1", Name("Mina", "Lie", home)), Xledger("x2", Name("Mona", "Lie", home))]
        );

        Assert.DoesNotContain(matches.Pairs, pair =>
            pair.State == MatchState.Certain && pair.Huma[Field.GivenName] != pair.Xledger[Field.GivenName]
        );
        Assert.All(matches.Pairs, pair => Assert.Equal(pair.Huma[Field.GivenName], pair.Xledger[Field.GivenName]));
    }

    [Fact]
    public void Match_OneTwinInEachSystem_IsNeverCertain()
    {
        (Field, string?)[] home =
        [
            (Field.DateOfBirth, "1995-05-05"),
            (Field.Phone, "+4791234567"),
            (Field.Address, ComparisonBuilder.Address("Storgata 1")),
        ];
        var matches = Match([Huma("h1", Name("Mona", "Lie", home))], [Xledger("x1", Name("Mina", "Lie", home))]);

        Assert.DoesNotContain(matches.Pairs, pair => pair.State == MatchState.Certain);
    }

    [Fact]
    public void Match_FourWhoShareAPhone_AreDistinguishedByTheRest()
    {
        var names = new[] { "Ada", "Berit", "Cato", "David" };
        var matches = Match(
            [
                .. names.Select(
                    (name, index) =>
                        Huma(
                            $"h{index}",
                            Name(name, "Vik", (Field.Phone, "22334455"), (Field.EmploymentId, $"{index}"))
                        )
                ),
            ],
            [
                .. names.Select(
                    (name, index) =>
                        Xledger(
                            $"x{9 - index}",
                            Name(name, "Vik", (Field.Phone, "22334455"), (Field.EmploymentId, $"{index}"))
                        )
                ),
            ]
        );

        Assert.Equal(4, matches.Pairs.Count(pair => pair.State == MatchState.Certain));
        Assert.All(matches.Pairs, pair => Assert.Equal(pair.Huma[Field.GivenName], pair.Xledger[Field.GivenName]));
    }

    [Fact]
    public void Match_DuplicateCodeInASubEntity_IsAQuestion()
    {
        var person = Name("Kari", "Nordmann", (Field.EmploymentId, "1042"), (Field.Email, "kari@example.no"));
        var matches = Match([Huma("h", person)], [Xledger("x1", person), Xledger("x2", person)]);

        var question = Assert.Single(matches.Ambiguities);
        Assert.Equal(["x1", "x2"], question.Candidates.Select(candidate => candidate.Xledger.Id));
        Assert.Equal(MatchingReasons.AmbiguousSeveral, question.Why.Code);
        Assert.Empty(matches.Pairs);
        Assert.Empty(matches.OnlyInXledger);
    }

    [Fact]
    public void Match_OneEmployeeWantedByTwoUsers_IsGivenToNeither()
    {
        var person = Name("Kari", "Nordmann", (Field.EmploymentId, "1042"), (Field.Email, "kari@example.no"));
        var matches = Match([Huma("h1", person), Huma("h2", person)], [Xledger("x", person)]);

        Assert.Empty(matches.Pairs);
        Assert.Equal(["h1", "h2"], matches.Ambiguities.Select(question => question.Huma.Id));
        Assert.All(matches.Ambiguities, question =>
            Assert.Equal(MatchingReasons.AmbiguousWantedByAnother, question.Why.Code)
        );
        Assert.Empty(matches.OnlyInHuma);
        Assert.Empty(matches.OnlyInXledger);
    }

    [Theory]
    [InlineData("Kari", "Nordmann", "Kari", "Nordmann", "evidence.name.same+")]
    [InlineData("Åse", "Nordmann", "Aase", "Nordmann", "evidence.name.variant+")]
    [InlineData("Kari", "Nordmann", "Nordmann", "Kari", "evidence.name.swapped+")]
    [InlineData("Kari Anne", "Nordmann", "Kari", "Nordmann", "evidence.givenName.part+ evidence.familyName.same+")]
    [InlineData("Kari", "Nordmann", "K.", "Nordmann", "evidence.givenName.initial+ evidence.familyName.same+")]
    [InlineData("Kari", "Nordmann", "Kari", "Nordmamn", "evidence.givenName.same+ evidence.familyName.near+")]
    [InlineData("Kari", "Nordmann", "Kari", "Nordman", "evidence.givenName.same+ evidence.familyName.spelling+")]
    [InlineData("Kari", "Nordmann", "Kari", "Hansen", "evidence.givenName.same+ evidence.familyName.differs-")]
    [InlineData("Kari", "Nordmann", "Ola", "Nordmann", "evidence.givenName.differs- evidence.familyName.same+")]
    public void Evidence_OfTheName_IsOneFactWhereItIsOne(
        string given,
        string family,
        string otherGiven,
        string otherFamily,
        string facts
    )
    {
        var pair = Assert.Single(
            Match([Huma("h", Name(given, family))], [Xledger("x", Name(otherGiven, otherFamily))], Link("h", "x")).Pairs
        );

        Assert.Equal(
            facts,
            string.Join(
                ' ',
                pair.Evidence.AsFacts(inClear: true).Select(fact => $"{fact.Reason.Code}{(fact.Agrees ? '+' : '-')}")
            )
        );
        Assert.Equal([Field.GivenName, Field.FamilyName], pair.Evidence.Select(evidence => evidence.Field));
    }

    [Fact]
    public void Evidence_OfACommonName_IsInFavorWithLessWeight()
    {
        Person[] huma =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(index => Huma($"h{index}", Name("Kari", "Hansen", (Field.EmploymentId, $"{index}")))),
        ];
        Person[] xledger =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(index => Xledger($"x{index}", Name("Kari", "Hansen", (Field.EmploymentId, $"{index}")))),
        ];

        var pairs = Match(huma, xledger).Pairs;

        Assert.Equal(
            8,
            pairs.Count(pair => pair.State == MatchState.Certain && pair.Huma.Id[1..] == pair.Xledger.Id[1..])
        );
        var name = pairs[0].Evidence.Where(evidence => evidence.Field is Field.GivenName or Field.FamilyName).ToList();
        Assert.All(name, evidence =>
            Assert.True(evidence is { Agrees: true, Weight: > 0, Reason.Code: MatchingReasons.EvidenceNameCommon })
        );
        Assert.Equal(8 - 3, name.Sum(evidence => evidence.Weight), 0.001);
    }

    [Fact]
    public void Match_EmailOfAFormerColleagueWithAnotherName_IsNotCertain()
    {
        var matches = Match(
            [Huma("h", Name("Kari", "Nordmann", (Field.Email, "post@example.no")))],
            [Xledger("x", Name("Ola", "Hansen", (Field.Email, "post@example.no")))]
        );

        Assert.DoesNotContain(matches.Pairs, pair => pair.Settled);
    }

    [Fact]
    public void Match_FamilyNameChangedAtMarriage_IsFoundByUniqueKeys()
    {
        (Field, string?)[] keys = [(Field.Email, "kari@example.no"), (Field.EmploymentId, "1042")];
        var pair = Assert.Single(
            Match([Huma("h", Name("Kari", "Nordmann", keys))], [Xledger("x", Name("Kari", "Hansen", keys))]).Pairs
        );

        Assert.Equal(MatchState.Certain, pair.State);
    }

    [Fact]
    public void Match_PlaceholderBirthDateSharedByAll_IsNoEvidence()
    {
        var huma = Enumerable
            .Range(0, 60)
            .Select(index => Huma($"h{index}", Name("Kari", "Nordmann", (Field.DateOfBirth, "1900-01-01"))))
            .ToArray();
        var xledger = Enumerable
            .Range(0, 60)
            .Select(index => Xledger($"x{index}", Name("Kari", "Nordmann", (Field.DateOfBirth, "1900-01-01"))))
            .ToArray();

        Assert.Empty(Match(huma, xledger).Pairs);
    }

    [Fact]
    public void Match_InvalidUtf16_IsTolerated()
    {
        var odd = new[]
        {
            "\uD800",
            "\u202Eevil",
            "👩‍👩‍👧",
            new string('x', 10_000),
            "\u0000",
            "=cmd()",
            "e\u0301",
            "\u200B",
        };
        var matches = Match(
            [
                .. odd.Select(
                    (text, index) =>
                        Huma(
                            $"h{index}",
                            Name(
                                text,
                                text,
                                (Field.Email, text),
                                (Field.Phone, text),
                                (Field.DateOfBirth, text),
                                (Field.Address, text)
                            )
                        )
                ),
            ],
            [
                .. odd.Select(
                    (text, index) =>
                        Xledger($"x{index}", Name(text, text, (Field.Email, text), (Field.Identification, text)))
                ),
            ]
        );

        Assert.Equal(odd.Length, matches.Pairs.Count + matches.Ambiguities.Count + matches.OnlyInHuma.Count);
    }

    [Fact]
    public void SameIds_TwoRecordsWithOneId_AreRefusedByName()
    {
        Person[] huma =
        [
            Huma("h2", Name("Kari", "Nordmann")),
            Huma("h1", Name("Ola", "Hansen")),
            Huma("h2", Name("Per", "Lie")),
            Huma("h1", Name("Pål", "Lie")),
        ];

        Assert.Equal(new Reason(MatchingReasons.SameIds, "Huma", "h1, h2"), DuplicateIds.Refusal(huma, []));
        Assert.Equal(
            new Reason(MatchingReasons.SameIds, "Xledger", "17"),
            DuplicateIds.Refusal([], [Xledger("17", Name("Kari", "Nordmann")), Xledger("17", Name("Ola", "Hansen"))])
        );
        Assert.Null(
            DuplicateIds.Refusal([Huma("17", Name("Kari", "Nordmann"))], [Xledger("17", Name("Kari", "Nordmann"))])
        );
    }

    [Fact]
    public void Match_TwoRecordsWithOneId_IsRefusedByName()
    {
        var refused = Assert.Throws<ArgumentException>(() =>
            Match([], [Xledger("17", Name("Kari", "Nordmann")), Xledger("17", Name("Ola", "Hansen"))])
        );

        Assert.Contains("17", refused.Message);
        Assert.Contains("Xledger", refused.Message);
    }
}
