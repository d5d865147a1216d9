using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Matching;

/// <summary>A match is certain only without contradictions that one person cannot explain.</summary>
public class ContradictionTests
{
    private static Pair Matched((Field, string?)[] huma, (Field, string?)[] xledger) =>
        Assert.Single(
            PersonMatcher
                .Match(
                    [ComparisonBuilder.Bare(Side.Huma, "h", huma)],
                    [ComparisonBuilder.Bare(Side.Xledger, "x", xledger)],
                    [],
                    []
                )
                .Pairs
        );

    private static (Field, string?)[] Kari(params (Field, string?)[] more) =>
        [(Field.GivenName, "Kari"), (Field.FamilyName, "Tenkt"), .. more];

    [Fact]
    public void Match_InheritedMailbox_IsAQuestionWithTheReason()
    {
        var pair = Matched(
            Kari(
                (Field.Email, "kari.tenkt@example.no"),
                (Field.DateOfBirth, "1999-04-12"),
                (Field.EmploymentStart, "2026-01-01")
            ),
            Kari(
                (Field.Email, "kari.tenkt@example.no"),
                (Field.EmploymentStart, "1985-08-01"),
                (Field.EmploymentEnd, "2015-12-31")
            )
        );

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Equal(MatchingReasons.DoubtTooYoung, pair.Doubt?.Code);
        Assert.Contains(pair.Evidence, evidence =>
            evidence is { Agrees: false, Reason.Code: MatchingReasons.EvidenceEmploymentTooYoung }
        );
    }

    [Theory]
    [InlineData("Mari", "Berg", MatchState.Probable)]
    [InlineData("K.", "Berg", MatchState.Probable)]
    [InlineData("Kari Anne", "Berg", MatchState.Probable)]
    [InlineData("Kari", "Berg", MatchState.Certain)]
    [InlineData("Mari", "Tenkt", MatchState.Certain)]
    public void Match_NumberMailboxAndPhoneOfAPredecessorWithAnotherName_IsAQuestion(
        string given,
        string family,
        MatchState state
    )
    {
        (Field, string?)[] inherited =
        [
            (Field.Email, "post@example.no"),
            (Field.EmploymentId, "17"),
            (Field.Phone, "+4791234567"),
            (Field.Address, "Storgata 1|0155|Oslo|NO"),
        ];

        Assert.Equal(
            state,
            Matched(Kari(inherited), [(Field.GivenName, given), (Field.FamilyName, family), .. inherited]).State
        );
    }

    [Fact]
    public void Match_TwinsWithSimilarNamesOneMarriedAndOneNumberInTwoSeries_IsAQuestion()
    {
        (Field, string?)[] shared =
        [
            (Field.EmploymentId, "17"),
            (Field.DateOfBirth, "1990-05-17"),
            (Field.EmploymentStart, "2020-01-01"),
        ];

        Assert.Equal(
            MatchState.Probable,
            Matched(Kari(shared), [(Field.GivenName, "Mari"), (Field.FamilyName, "Berg"), .. shared]).State
        );
    }

    [Fact]
    public void Match_EarlierEmploymentWithOnlyTheEmailInCommon_IsAQuestion()
    {
        var pair = Matched(
            Kari((Field.Email, "kari.tenkt@example.no"), (Field.EmploymentStart, "2026-01-01")),
            Kari(
                (Field.Email, "kari.tenkt@example.no"),
                (Field.EmploymentStart, "2010-08-01"),
                (Field.EmploymentEnd, "2015-12-31")
            )
        );

        Assert.Equal(MatchingReasons.DoubtEmployment, pair.Doubt?.Code);
    }

    [Fact]
    public void Match_EarlierEmploymentOfTheSameBirth_IsTheSamePersonWhoReturned()
    {
        var pair = Matched(
            Kari(
                (Field.Email, "kari.tenkt@example.no"),
                (Field.DateOfBirth, "1980-02-03"),
                (Field.EmploymentStart, "2026-01-01")
            ),
            Kari(
                (Field.Email, "kari.tenkt@example.no"),
                (Field.DateOfBirth, "1980-02-03"),
                (Field.EmploymentStart, "2010-08-01"),
                (Field.EmploymentEnd, "2015-12-31")
            )
        );

        Assert.Equal(MatchState.Certain, pair.State);
        Assert.Contains(pair.Evidence, evidence => evidence.Reason.Code == MatchingReasons.EvidenceEmploymentEarlier);
    }

    [Fact]
    public void Match_LeftInOneSystemOnly_IsAnOrdinaryDifference()
    {
        var pair = Matched(
            Kari((Field.Email, "kari.tenkt@example.no"), (Field.EmploymentStart, "2010-08-01")),
            Kari(
                (Field.Email, "kari.tenkt@example.no"),
                (Field.EmploymentStart, "2010-08-01"),
                (Field.EmploymentEnd, "2015-12-31")
            )
        );

        Assert.Equal(MatchState.Certain, pair.State);
    }

    [Fact]
    public void Match_RecordWithInconsistentDates_GivesNoEvidenceOfAge()
    {
        var pair = Matched(
            Kari(
                (Field.Email, "kari.tenkt@example.no"),
                (Field.DateOfBirth, "2020-04-12"),
                (Field.EmploymentStart, "2015-01-01")
            ),
            Kari((Field.Email, "kari.tenkt@example.no"), (Field.EmploymentStart, "2015-01-01"))
        );

        Assert.Equal(MatchState.Certain, pair.State);
    }

    [Theory]
    [InlineData("Female", "Mann", MatchState.Probable)]
    [InlineData("Female", "Kvinne", MatchState.Certain)]
    [InlineData("Female", "Annet", MatchState.Certain)]
    public void Match_Gender_ForbidsCertaintyWhereItDiffers(string huma, string xledger, MatchState state)
    {
        var pair = Matched(
            Kari((Field.Email, "kari.tenkt@example.no"), (Field.Gender, huma)),
            Kari((Field.Email, "kari.tenkt@example.no"), (Field.Gender, xledger))
        );

        Assert.Equal(state, pair.State);
        Assert.Equal(state == MatchState.Certain ? null : MatchingReasons.DoubtGender, pair.Doubt?.Code);
    }

    [Fact]
    public void Match_TwoWhoShareNameAndNumberAndDifferInEverythingElse_AreAQuestion()
    {
        var pair = Matched(
            [
                (Field.GivenName, "Ola"),
                (Field.FamilyName, "Hansen"),
                (Field.EmploymentId, "17"),
                (Field.Email, "ola@example.no"),
                (Field.Phone, "+4791234567"),
                (Field.Address, ComparisonBuilder.Address("Storgata 1")),
            ],
            [
                (Field.GivenName, "Ola"),
                (Field.FamilyName, "Hansen"),
                (Field.EmploymentId, "0017"),
                (Field.Email, "oh@example.com"),
                (Field.Phone, "+4798765432"),
                (Field.Address, ComparisonBuilder.Address("Kirkeveien 9", "5003", "Bergen")),
            ]
        );

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Equal(MatchingReasons.DoubtContradictions, pair.Doubt?.Code);
    }

    [Fact]
    public void Match_OneNewPhoneBesideNameAndEmail_IsCertain()
    {
        var pair = Matched(
            Kari((Field.Email, "kari.tenkt@example.no"), (Field.Phone, "+4791234567")),
            Kari((Field.Email, "kari.tenkt@example.no"), (Field.Phone, "+4798765432"))
        );

        Assert.Equal(MatchState.Certain, pair.State);
    }
}
