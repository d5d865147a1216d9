using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Tests.Properties;

/// <summary>Properties of two records of which one may be overwritten with another person.</summary>
public sealed class IdentityProperties
{
    private static readonly string?[] ComparisonBuilder = ["Kari", "Kari Anne", "Ola", "Åse", "Aase", "Jan", null];
    private static readonly string?[] Family = ["Nordmann", "Hansen", "Lie", "Kowalski", null];
    private static readonly string?[] Births =
    [
        "1985-03-14",
        "1985-03-15",
        "1992-11-05",
        "1961-12-24",
        "1900-01-01",
        "abc",
        null,
    ];
    private static readonly string?[] Numbers =
    [
        "14038512345",
        "54038512345",
        "05119254321",
        "24126154321",
        "mangler",
        "00000000000",
        null,
    ];

    private static readonly Gen<FieldValues> Facts =
        from given in Gen.Elements(ComparisonBuilder)
        from family in Gen.Elements(Family)
        from birth in Gen.Elements(Births)
        from number in Gen.Elements(Numbers)
        from email in Gen.Elements("a@example.no", "b@example.no")
        select new FieldValues(
            new[]
            {
                KeyValuePair.Create(Field.GivenName, FieldValue.From(given)),
                KeyValuePair.Create(Field.FamilyName, FieldValue.From(family)),
                KeyValuePair.Create(Field.DateOfBirth, FieldValue.From(birth)),
                KeyValuePair.Create(Field.Identification, FieldValue.From(number)),
                KeyValuePair.Create(Field.Email, FieldValue.From(email)),
            }
        );

    private static readonly Arbitrary<(FieldValues, FieldValues)> Two = (
        from one in Facts
        from other in Facts
        select (one, other)
    ).ToArbitrary();

    [Fact]
    public void LooksLikeAnother_SamePerson_IsFalse() =>
        Prop.ForAll(Facts.ToArbitrary(), facts => !Identity.LooksLikeAnother(facts, facts)).QuickCheckThrowOnFailure();

    [Fact]
    public void LooksLikeAnother_OrderOfTheRecords_DoesNotMatter() =>
        Prop.ForAll(Two, two =>
                Identity.LooksLikeAnother(two.Item1, two.Item2) == Identity.LooksLikeAnother(two.Item2, two.Item1)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void LooksLikeAnother_OneAgreeingFact_IsTheSamePerson() =>
        Prop.ForAll(Two, two =>
                new[] { Field.DateOfBirth, Field.Identification }.All(field =>
                    !IsUsable(two.Item1[field])
                    || !Identity.LooksLikeAnother(two.Item1, two.Item2.With(field, two.Item1[field]))
                )
                && (
                    !two.Item1[Field.GivenName].IsValue
                    || !two.Item1[Field.FamilyName].IsValue
                    || !Identity.LooksLikeAnother(
                        two.Item1,
                        two.Item2.With(Field.GivenName, two.Item1[Field.GivenName])
                            .With(Field.FamilyName, two.Item1[Field.FamilyName])
                    )
                )
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void TwoFactsOfWhichAtMostOneDiffers_AreNeverEnough() =>
        Prop.ForAll(Two, two =>
                !Identity.LooksLikeAnother(
                    two.Item1.With(Field.DateOfBirth, FieldValue.NotKnown)
                        .With(Field.Identification, FieldValue.NotKnown),
                    two.Item2
                )
                && !Identity.LooksLikeAnother(
                    two.Item1,
                    two.Item2.With(Field.DateOfBirth, FieldValue.Nothing).With(Field.Identification, FieldValue.Nothing)
                )
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void LooksLikeAnother_OtherFields_DoNotMatter() =>
        Prop.ForAll(Two, two =>
                Identity.LooksLikeAnother(two.Item1, two.Item2)
                == Identity.LooksLikeAnother(Identity.Of(two.Item1), Identity.Of(two.Item2))
            )
            .QuickCheckThrowOnFailure();

    // A placeholder or an invalid number agrees with nothing.
    private static bool IsUsable(FieldValue value) =>
        value.TextOrNull is { } text && text is not ("1900-01-01" or "abc" or "mangler" or "00000000000");
}
