using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;

namespace HumaXledger.Tests.Planning;

/// <summary>Differences that one person can explain, and differences that only another person can.</summary>
public sealed class IdentityTests
{
    private static readonly FieldValues Kari = Facts("Kari", "Nordmann", "1985-03-14", "14038512345");

    [Theory]
    [InlineData("Ola", "Hansen", "1992-11-05", "05119254321")]
    [InlineData("Ola", "Nordmann", "1992-11-05", "05119254321")]
    [InlineData("Kari", "Hansen", "1992-11-05", "05119254321")]
    [InlineData("Ola", "Hansen", "1992-11-05", null)]
    [InlineData("Ola", "Hansen", null, "05119254321")]
    [InlineData("Ola", "Hansen", "1992-11-05", "14038512435")]
    // One letter apart and another family name: not a correction of one person's data.
    [InlineData("Mari", "Hansen", "1992-11-05", null)]
    [InlineData("Kara", "Hansen", null, "05119254321")]
    public void LooksLikeAnother_FactsThatOnePersonCannotExplain_IsAnother(
        string given,
        string family,
        string? birth,
        string? number
    ) => Assert.True(Identity.LooksLikeAnother(Kari, Facts(given, family, birth, number)));

    [Theory]
    // One fact agrees.
    [InlineData("Ola", "Hansen", "1985-03-14", "05119254321")]
    [InlineData("Ola", "Hansen", "1992-11-05", "14038512345")]
    [InlineData("Ola", "Hansen", "1992-11-05", "140385 12345")]
    [InlineData("Kari", "Nordmann", "1992-11-05", "05119254321")]
    [InlineData("Nordmann", "Kari", "1992-11-05", "05119254321")]
    // Marriage alone, a part of the name, another spelling.
    [InlineData("Kari", "Hansen", "1992-11-05", null)]
    [InlineData("Kari Anne", "Nordmann", "1992-11-05", null)]
    [InlineData("Kaari", "Nordmann-Hansen", null, "05119254321")]
    // A corrected digit, day and month in the wrong order.
    [InlineData("Ola", "Hansen", "1985-03-15", null)]
    [InlineData("Ola", "Hansen", "1985-03-41", null)]
    [InlineData("Ola", "Hansen", null, "14038512346")]
    [InlineData("Ola", "Hansen", null, "14038521345")]
    // A number issued again for the same birth date.
    [InlineData("Ola", "Hansen", null, "14038599999")]
    [InlineData("Ola", "Hansen", null, "54038599999")]
    // Nothing that could be a number.
    [InlineData("Ola", "Hansen", null, "00000000000")]
    [InlineData("Ola", "Hansen", null, "mangler")]
    [InlineData("Ola", "Hansen", null, "051192")]
    [InlineData("Ola", "Hansen", null, "*******4321")]
    [InlineData("Ola", "Hansen", "1900-01-01", null)]
    // One fact alone.
    [InlineData("Ola", "Hansen", null, null)]
    [InlineData("Кари", "Нордман", "1992-11-05", null)]
    public void LooksLikeAnother_FactsThatOnePersonExplains_IsNot(
        string given,
        string family,
        string? birth,
        string? number
    ) => Assert.False(Identity.LooksLikeAnother(Kari, Facts(given, family, birth, number)));

    [Fact]
    public void LooksLikeAnother_DNumberAndBirthNumberOfOneBirthDateWithAnotherName_IsNeutral()
    {
        var before = Facts("Jan", "Kowalski", "1985-03-14", "54038512345");

        Assert.False(Identity.LooksLikeAnother(before, Facts("Johan", "Kowalski", "1985-03-14", "14038554321")));
        Assert.False(Identity.LooksLikeAnother(before, Facts("Ola", "Hansen", null, "14038554321")));
        Assert.True(Identity.LooksLikeAnother(before, Facts("Ola", "Hansen", "1992-11-05", "14038554321")));
    }

    [Theory]
    [InlineData("198503141234", "8503141234")]
    [InlineData("4038512345", "04038512345")]
    public void LooksLikeAnother_OneNumberInTwoSpellings_Agrees(string one, string other) =>
        Assert.False(
            Identity.LooksLikeAnother(
                Facts("Kari", "Nordmann", "1985-03-14", one),
                Facts("Ola", "Hansen", "1992-11-05", other)
            )
        );

    [Fact]
    public void LooksLikeAnother_SwedishCoordinationNumberBecomesAPersonalNumber_IsNot() =>
        Assert.False(
            Identity.LooksLikeAnother(
                Facts("Ali", "Reza", null, "850374-1234"),
                Facts("Kari", "Nordmann", null, "19850314-4321")
            )
        );

    [Fact]
    public void Plan_ALinkedPersonOverwrittenInEitherSystem_HoldsEveryChangeInBothDirectionsUntilConfirmed()
    {
        var ola = Facts("Ola", "Hansen", "1992-11-05", "05119254321").With(Field.JobTitle, FieldValue.From("Chef"));
        foreach (var overwritten in new[] { Side.Huma, Side.Xledger })
        {
            var comparison = Linked(
                Kari,
                overwritten == Side.Huma ? ola : Kari,
                overwritten == Side.Xledger ? ola : Kari
            );
            var decisions = ComparisonBuilder.Choosing(
                FieldChoice.UseHuma,
                comparison.Differences.Where(difference => difference.Field is Field.GivenName or Field.DateOfBirth)
            );
            var both = decisions with
            {
                Fields = decisions
                    .Fields.Concat(
                        ComparisonBuilder
                            .Choosing(
                                FieldChoice.UseXledger,
                                comparison.Differences.Where(difference => difference.Field is Field.FamilyName)
                            )
                            .Fields
                    )
                    .ToDictionary(),
            };

            var plan = ComparisonBuilder.Plan(comparison, both, GuardSettings.Default);
            var confirmed = ComparisonBuilder.Plan(
                comparison,
                both with
                {
                    ConfirmedGuards = plan.Guards.Select(ConfirmedGuard.Of).ToHashSet(),
                },
                GuardSettings.Default
            );

            Assert.Equal([overwritten], Assert.Single(comparison.OtherPeople).Changed);
            Assert.Empty(plan.Changes);
            Assert.Equal(
                [Side.Huma, Side.Xledger],
                plan.HeldByGuard.Select(change => change.Target).Distinct().Order()
            );
            Assert.True(
                Assert.Single(plan.Guards, guard => guard.Kind == GuardKind.OtherPerson)
                    is { Count: 1, Most: 0, Holds: true }
            );
            Assert.Equal(3, confirmed.Changes.Count);
            Assert.Equal(
                [SyncPlan.AnswersOf([], othersConfirmed: false), SyncPlan.AnswersOf([], othersConfirmed: true)],
                [SyncPlan.AnswersIn(plan.Fingerprint), SyncPlan.AnswersIn(confirmed.Fingerprint)]
            );
        }
    }

    [Fact]
    public void Plan_OverwrittenFieldByField_IsHeldByTheLinkedIdentityNotByTheBaseline()
    {
        var ola = Facts("Ola", "Hansen", "1992-11-05", "05119254321");
        var agreed = Facts("Ola", "Hansen", "1992-11-05", "14038512345");
        var link = new Link(new HumaId("h1"), new XledgerId("x1"));

        var byBaseline = Linked(agreed, ola, agreed);
        var byIdentity = Comparison.Of(
            byBaseline.Input with
            {
                Identities = [new LinkedIdentity(link, Kari, FieldValues.AllUnknown)],
            },
            []
        );

        Assert.Empty(byBaseline.OtherPeople);
        Assert.Equal("Kari", Assert.Single(byIdentity.OtherPeople).Before[Field.GivenName].TextOrNull);
    }

    [Fact]
    public void Plan_AnotherLimitIsSet_StillHoldsEachPerson()
    {
        var settings = GuardSettings.With(
            new Dictionary<GuardKind, GuardLimit>
            {
                [GuardKind.OtherPerson] = new(100, 50),
                [GuardKind.EmailChanged] = new(1, null),
            }
        );

        Assert.Equal(
            (new GuardLimit(0, null), new GuardLimit(1, null)),
            (settings.Limits[GuardKind.OtherPerson], settings.Limits[GuardKind.EmailChanged])
        );
    }

    private static Comparison Linked(FieldValues agreed, FieldValues huma, FieldValues xledger)
    {
        var link = new Link(new HumaId("h1"), new XledgerId("x1"));
        return Comparison.Of(
            ComparisonBuilder.Input(
                [new Person(Side.Huma, "h1", true, huma)],
                [new Person(Side.Xledger, "x1", true, xledger)]
            ) with
            {
                Links = [link],
                Baselines = [new Baseline(link, agreed)],
            },
            []
        );
    }

    private static FieldValues Facts(string given, string family, string? birth, string? number) =>
        new(
            new[]
            {
                KeyValuePair.Create(Field.GivenName, FieldValue.From(given)),
                KeyValuePair.Create(Field.FamilyName, FieldValue.From(family)),
                KeyValuePair.Create(Field.DateOfBirth, FieldValue.From(birth)),
                KeyValuePair.Create(Field.Identification, FieldValue.From(number)),
            }
        );
}
