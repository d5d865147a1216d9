using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.People;

public class PersonCheckTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);
    private static readonly string Number = NationalIdBuilder.NorwegianFrom("318190", 123);

    [Fact]
    public void Contradictions_EverythingInOrder_FindsNothing() =>
        Assert.Empty(
            Contradictions(
                (Field.DateOfBirth, "1990-01-31"),
                (Field.Gender, "Mann"),
                (Field.Identification, Number),
                (Field.EmploymentStart, "2020-01-01"),
                (Field.ProbationEnd, "2020-06-30"),
                (Field.TerminationNotice, "2025-10-01"),
                (Field.EmploymentEnd, "2025-12-31")
            )
        );

    [Fact]
    public void Contradictions_BirthAndGenderAgainstTheIdentityNumber_AreWarnings()
    {
        var findings = Contradictions(
            (Field.DateOfBirth, "1990-01-30"),
            (Field.Gender, "Female"),
            (Field.Identification, Number)
        );
        Assert.Equal(
            [
                (Field.DateOfBirth, ValueReasons.IdentificationBirthDate),
                (Field.Gender, ValueReasons.IdentificationGender),
            ],
            findings.Select(finding => (finding.Field, finding.Reason.Code))
        );
        Assert.All(findings, finding => Assert.False(finding.Refuses));
        Assert.All(findings, finding => Assert.Empty(finding.Reason.Arguments));
    }

    [Fact]
    public void Contradictions_DNumberWithAnotherDayOfTheSameYear_FindsNothing()
    {
        var number = NationalIdBuilder.NorwegianFrom("710190", 123);
        Assert.Empty(Contradictions((Field.DateOfBirth, "1990-08-15"), (Field.Identification, number)));
        Assert.Single(Contradictions((Field.DateOfBirth, "1991-01-31"), (Field.Identification, number)));
    }

    [Fact]
    public void Contradictions_SelfDescribedGender_ContradictsNothing() =>
        Assert.Empty(Contradictions((Field.Gender, "Agender"), (Field.Identification, Number)));

    [Fact]
    public void Contradictions_InvalidIdentityNumber_AreNotCheckedAgainstBirth() =>
        Assert.Empty(
            Contradictions(
                (Field.DateOfBirth, "1990-01-30"),
                (Field.Identification, NationalIdBuilder.Changed(Number, 10))
            )
        );

    [Theory]
    [InlineData(Field.EmploymentEnd, "2019-12-31", Field.EmploymentEnd, ValueReasons.DatesEndBeforeStart, true)]
    [InlineData(Field.ProbationEnd, "2019-12-31", Field.ProbationEnd, ValueReasons.DatesProbationBeforeStart, true)]
    [InlineData(Field.DateOfBirth, "2020-01-02", Field.EmploymentStart, ValueReasons.DatesStartBeforeBirth, true)]
    public void Contradictions_DatesOutOfOrder_AreRefused(
        Field field,
        string date,
        Field found,
        string code,
        bool refuses
    )
    {
        var finding = Assert.Single(Contradictions((Field.EmploymentStart, "2020-01-01"), (field, date)));
        Assert.Equal((found, code, refuses), (finding.Field, finding.Reason.Code, finding.Refuses));
    }

    [Theory]
    [InlineData(Field.ProbationEnd, ValueReasons.DatesProbationAfterEnd)]
    [InlineData(Field.TerminationNotice, ValueReasons.DatesNoticeAfterEnd)]
    public void Contradictions_DatesAfterTheEnd_AreWarningsThatNameBoth(Field field, string code)
    {
        var finding = Assert.Single(Contradictions((Field.EmploymentEnd, "2020-06-30"), (field, "2020-07-01")));
        Assert.Equal(
            new Finding(field, Refuses: false, new Reason(code, "2020-07-01", "2020-06-30"))
            {
                Contradicts = Field.EmploymentEnd,
            },
            finding
        );
    }

    [Fact]
    public void Contradictions_SameDay_IsInOrder() =>
        Assert.Empty(
            Contradictions(
                (Field.EmploymentStart, "2020-01-01"),
                (Field.EmploymentEnd, "2020-01-01"),
                (Field.ProbationEnd, "2020-01-01")
            )
        );

    [Fact]
    public void Missing_NothingKnown_NamesEveryRequiredField()
    {
        foreach (var side in Enum.GetValues<Side>())
        {
            var expected = FieldRules
                .All.Where(rules => rules.In(side).Required)
                .Select(rules => new Finding(
                    rules.Field,
                    Refuses: true,
                    new Reason(ValueReasons.RequiredMissing, rules.Name)
                ));
            Assert.Equal(expected, PersonCheck.Missing(FieldValues.AllUnknown, side));
        }
    }

    [Fact]
    public void Missing_EmptyAndUnknown_AreBothMissing()
    {
        var values = Required().With(Field.Email, FieldValue.Nothing);
        Assert.Equal(Field.Email, Assert.Single(PersonCheck.Missing(values, Side.Huma)).Field);
    }

    [Fact]
    public void Missing_GenderWithoutCounterpart_IsAWarningForXledgerOnly()
    {
        var values = Required().With(Field.Gender, FieldValue.From("Agender"));
        Assert.Equal(
            new Finding(Field.Gender, Refuses: false, new Reason(ValueReasons.GenderNoCounterpart))
            {
                Obstacle = Obstacle.Impossible,
            },
            Assert.Single(PersonCheck.Missing(values, Side.Xledger))
        );
        Assert.Empty(PersonCheck.Missing(values, Side.Xledger, gender => gender == "agender"));
        Assert.Empty(PersonCheck.Missing(values, Side.Huma));
    }

    [Fact]
    public void Missing_HalfAnAddress_NamesWhatHumaNeeds()
    {
        var values = Required().With(Field.Address, new Address("Storgata 1", null, "Oslo", null).ToValue());
        Assert.Equal(
            new Finding(
                Field.Address,
                Refuses: false,
                new Reason(ValueReasons.AddressIncomplete, "postalCode", "country")
            ),
            Assert.Single(PersonCheck.Missing(values, Side.Huma))
        );
        Assert.Empty(PersonCheck.Missing(values, Side.Xledger));
    }

    [Theory]
    [InlineData(Field.JobTitle, "Accountant", "employmentStart")]
    [InlineData(Field.EmploymentStart, "2020-01-01", "jobTitle")]
    public void Missing_HalfAPosition_NamesTheOtherHalf(Field field, string text, string missing)
    {
        var finding = Assert.Single(PersonCheck.Missing(Required().With(field, FieldValue.From(text)), Side.Huma));
        Assert.Equal(new Finding(field, Refuses: false, new Reason(ValueReasons.PositionIncomplete, missing)), finding);
    }

    private static FieldValues Required() =>
        Values(
            (Field.Email, "kari@example.no"),
            (Field.EmploymentId, "1042"),
            (Field.GivenName, "Kari"),
            (Field.FamilyName, "Nordmann")
        );

    private static IReadOnlyList<Finding> Contradictions(params (Field Field, string Text)[] values) =>
        PersonCheck.Contradictions(Values(values), "NO", Today);

    private static FieldValues Values(params (Field Field, string Text)[] values) =>
        new(values.Select(value => KeyValuePair.Create(value.Field, FieldValue.From(value.Text))));
}
