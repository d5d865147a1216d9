using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Tests.People;

namespace HumaXledger.Tests.Properties;

/// <summary>Properties of every value, checked on generated ones.</summary>
public class PeopleProperties
{
    private static readonly DateOnly Today = new(2026, 6, 1);
    private static readonly string?[] Countries = [null, "NO", "SE", "DK", "FI", "IS", "US", "IT"];

    // Characters that values consist of and that break them: digits and separators of numbers, Nordic letters, marks,
    // lone surrogates, other scripts.
    private static readonly Gen<string> Texts = Gen.Elements(
            "0123456789+-.()/ @:{}\",nNoOaAåÅøÖæß\u030A\u00A0\u200B\u202E\uD83D\uDE00\0\n٣ИX".ToCharArray()
        )
        .ArrayOf()
        .Select(characters => new string(characters));

    private static readonly Gen<string> Addresses =
        from street in Texts
        from postalCode in Texts
        from city in Texts
        from country in Gen.Elements("NO", "Norge", "SE", "", "GB")
        select new Address($"Gate {street}", postalCode, city, country).ToValue().TextOrNull;

    private static readonly Gen<string> Accounts =
        from number in Gen.OneOf(
            Texts,
            Gen.Elements("8601.11.17947", "NO93 8601 1117 947", "00400440116243", "5000 0583982574")
        )
        from country in Gen.Elements("NO", "Norge", "SE", "DK", "")
        select $$"""{"number":"{{number.Replace("\\", "").Replace("\"", "").Replace("\n", "").Replace("\0", "")}}","country":"{{country}}"}""";

    private static readonly Gen<(Field Field, string A, string B, string? Country)> Pairs =
        from field in Gen.Elements(Enum.GetValues<Field>())
        from a in field switch
        {
            Field.Address => Gen.OneOf(Addresses, Texts),
            Field.BankAccount => Gen.OneOf(Accounts, Texts),
            _ => Texts,
        }
        from b in Gen.OneOf(Texts, Gen.Constant(a), Gen.Constant($" {a}"), Gen.Constant(a.ToUpperInvariant()))
        from country in Gen.Elements(Countries)
        select (field, a, b, country);

    [Fact]
    public void Normalise_Twice_IsTheSameAsOnce_ForFieldsWithoutParts() => Holds(Pairs, pair =>
        {
            if (pair.Field is Field.Address or Field.BankAccount)
            {
                return true;
            }

            var once = FieldNormal.Normalise(pair.Field, new FieldValue.Of(pair.A), pair.Country);
            return FieldNormal.Normalise(pair.Field, once, pair.Country).Equals(once);
        });

    // With a number that states no country, more values are the same than have one normal form.
    [Fact]
    public void Same_IsSymmetricAndAgreesWithTheNormalForm() => Holds(Pairs, pair =>
        {
            FieldValue a = new FieldValue.Of(pair.A),
                b = new FieldValue.Of(pair.B);
            var same = FieldNormal.Same(pair.Field, a, b, pair.Country);
            var forms = FieldNormal
                .Normalise(pair.Field, a, pair.Country)
                .Equals(FieldNormal.Normalise(pair.Field, b, pair.Country));
            return same == FieldNormal.Same(pair.Field, b, a, pair.Country)
                && (
                    pair.Field is Field.Phone or Field.BankAccount or Field.Identification or Field.Address
                        ? same || !forms
                        : same == forms
                );
        });

    [Fact]
    public void Check_AnyText_ReturnsAVerdictAndTheSpellingOfAValidOne() => Holds(Pairs, pair =>
        {
            var verdict = FieldCheck.Check(pair.Field, new FieldValue.Of(pair.A), pair.Country, Today);
            return verdict.Valid
                ? verdict.Normalised is { Length: > 0 }
                : verdict is { Normalised: null, Reason: not null };
        });

    [Fact]
    public void Check_WhatItNormalises_IsValidAgainAndTheSameValue() => Holds(Pairs, pair =>
        {
            var verdict = FieldCheck.Check(pair.Field, new FieldValue.Of(pair.A), pair.Country, Today);
            if (!verdict.Valid)
            {
                return true;
            }

            // An account number alone no longer shows the country that it was stated for.
            var country =
                pair.Field == Field.BankAccount ? BankAccount.Read(pair.A).Country ?? pair.Country : pair.Country;
            var again = FieldCheck.Check(pair.Field, new FieldValue.Of(verdict.Normalised!), country, Today);
            return again.Valid
                && again.Normalised == verdict.Normalised
                && FieldNormal.Same(
                    pair.Field,
                    new FieldValue.Of(pair.A),
                    new FieldValue.Of(verdict.Normalised!),
                    country
                );
        });

    [Fact]
    public void Display_AnySensitiveText_IsTheSameDots() =>
        Holds(Texts, text =>
            new[] { Field.Identification, Field.BankAccount }.All(field =>
                Masking.Display(field, new FieldValue.Of(text), inClear: false) == "•••••••••••"
            )
        );

    [Fact]
    public void NationalId_NorwegianNumbersOfEveryDay_AreReadBack() =>
        Holds(
            from day in Gen.Choose(0, 36_000)
            from individual in Gen.Choose(0, 498)
            from offset in Gen.Elements(0, 40, 65, 80)
            from temporary in Gen.Elements(0, 40)
            select (Birth: new DateOnly(1900, 1, 1).AddDays(day), individual, offset, temporary),
            made =>
            {
                var birth = made.Birth.Year < 2000 ? made.Birth : made.Birth.AddYears(-1);

                // D-numbers of the years 00–39 from 200 on may belong to this century since November 2021.
                if (made.temporary > 0 && birth.Year < 1940 && made.individual >= 200)
                {
                    return true;
                }

                var nine =
                    $"{birth.Day + made.temporary:00}{birth.Month + made.offset:00}{birth.Year % 100:00}{made.individual:000}";
                return NationalIdBuilder.Norwegian(nine) is not { } number
                    || (
                        NationalId.Read(number, "NO", Today, out _) is { } id
                        && id.DateOfBirth == birth
                        && id.GenderOf == (made.individual % 2 == 1 ? Gender.Male : Gender.Female)
                    );
            }
        );

    [Fact]
    public void NationalId_SwedishNumbers_AreReadBackFromTenAndTwelveDigits() =>
        Holds(
            from day in Gen.Choose(0, 36_000)
            from serial in Gen.Choose(1, 999)
            select (Birth: new DateOnly(1927, 1, 1).AddDays(day), serial),
            made =>
            {
                if (made.Birth > Today)
                {
                    return true;
                }

                var ten = NationalIdBuilder.Swedish($"{made.Birth:yyMMdd}{made.serial:000}");
                var twelve = $"{made.Birth.Year / 100}{ten}";
                return NationalId.Read(ten, "SE", Today, out _) == NationalId.Read(twelve, "SE", Today, out _)
                    && NationalId.Read(ten, "SE", Today, out _)?.DateOfBirth == made.Birth;
            }
        );

    [Fact]
    public void Iban_AnyNationalNumber_HasTheCheckDigitsOfBigIntegerArithmetic() =>
        Holds(
            Gen.Elements("0123456789ABCXYZ".ToCharArray()).ArrayOf(20).Select(characters => new string(characters)),
            bban => Iban.Of("LC", bban) == NationalIdBuilder.Iban("LC", bban)
        );

    // The seed is fixed, so that every run gives the same result.
    private static void Holds<T>(Gen<T> values, Func<T, bool> property) =>
        Prop.ForAll(values.ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithReplay(20_260_601, 31));
}
