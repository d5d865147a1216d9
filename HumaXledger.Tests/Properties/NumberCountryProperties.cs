using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.People.PhoneNumbers;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Properties;

/// <summary>Properties of every national number, for any knowledge about person and organization.</summary>
public class NumberCountryProperties
{
    private static readonly string?[] Known = [null, "NO", "SE", "DK", "FI", "IS", "DE"];
    private static readonly string[] Stated = ["NO", "SE", "DK", "FI", "IS", "DE"];

    private static readonly Gen<string> Digits =
        from length in Gen.Choose(6, 14)
        from digits in Gen.Choose(0, 9).ListOf(length)
        select string.Concat(digits);

    private static readonly Gen<Case> Cases =
        from field in Gen.Elements(Field.Phone, Field.BankAccount, Field.Identification)
        from one in Digits
        from other in Digits
        from country in Gen.Elements(Stated)
        from homeInHuma in Gen.Elements(Known)
        from homeInXledger in Gen.Elements(Known)
        from employer in Gen.Elements(Known)
        from usual in Gen.Elements(Known)
        select new Case(field, one, other, country, homeInHuma, homeInXledger, employer, usual);

    private sealed record Case(
        Field Field,
        string One,
        string Other,
        string Country,
        string? HomeInHuma,
        string? HomeInXledger,
        string? Employer,
        string? Usual
    )
    {
        /// <summary>Huma states the country of its number; Xledger has bare digits.</summary>
        public Comparison Compared(string inXledger, PolicyRule rule)
        {
            var huma = With(ComparisonBuilder.Huma("1"), HomeInHuma, FieldValueOf(One, Country));
            var xledger = With(ComparisonBuilder.Xledger("1"), HomeInXledger, FieldValueOf(inXledger, null)) with
            {
                EmployerCountry = Employer,
            };
            return Comparison.Of(
                ComparisonBuilder.Input([huma], [xledger], rule) with
                {
                    Country = Usual,
                    Links = [new Link(new HumaId("h1"), new XledgerId("x1"))],
                    Today = ComparisonBuilder.Today,
                },
                []
            );
        }

        public string? StatedIn(FieldValue value) => NumberCountry.Stated(Field, value);

        private Person With(Person person, string? home, FieldValue value) =>
            person with
            {
                Values = person
                    .Values.With(Field, value)
                    .With(
                        Field.Address,
                        home is null
                            ? FieldValue.NotKnown
                            : ComparisonBuilder.Value(ComparisonBuilder.Address("Main street 1", "1000", "Town", home))
                    ),
            };

        private FieldValue FieldValueOf(string digits, string? country) =>
            Field switch
            {
                Field.BankAccount => new BankAccount(digits, country).ToValue(),
                Field.Identification => country is null
                    ? ComparisonBuilder.Value(digits)
                    : new IdentificationNumber(digits, country).ToValue(),
                _ => ComparisonBuilder.Value(
                    country is null ? digits : PhoneNumber.ToE164(digits, country) ?? $"+{digits}"
                ),
            };
    }

    [Fact]
    public void EqualDigits_AreNoDifference_ForAnyKnowledgeOfTheCountry() =>
        Holds(one =>
            one.Field == Field.Phone && PhoneNumber.ToE164(one.One, one.Country) is null
            || one.Compared(one.One, PolicyRule.Ask).Differences.All(difference => difference.Field != one.Field)
        );

    [Fact]
    public void Written_NeverLosesACountryThatWasStored() =>
        Holds(one =>
        {
            var comparison = one.Compared(one.Other, PolicyRule.XledgerWins);
            var stored = one.StatedIn(comparison.Input.Huma[0][one.Field]);
            return ComparisonBuilder
                .Plan(comparison)
                .Changes.Where(change => change.Field == one.Field && change.To.IsValue)
                .All(change => stored is null || one.StatedIn(change.To) is not null);
        });

    [Fact]
    public void Written_GainsNoCountryWithoutASource() =>
        Holds(one =>
        {
            var comparison = one.Compared(one.Other, PolicyRule.XledgerWins);
            string?[] reported =
            [
                one.StatedIn(comparison.Input.Huma[0][one.Field]),
                one.HomeInHuma,
                one.HomeInXledger,
                one.Employer,
                one.Usual,
                .. Registers,
            ];
            return ComparisonBuilder
                .Plan(comparison)
                .Changes.Where(change => change.Field == one.Field)
                .All(change => one.StatedIn(change.To) is not { } country || reported.Contains(country));
        });

    /// <summary>The countries whose check digits can identify them.</summary>
    private static readonly string[] Registers = ["NO", "SE", "DK", "FI", "IS"];

    [Fact]
    public void Written_AndReadBack_IsNoDifference() =>
        Holds(one =>
        {
            var comparison = one.Compared(one.Other, PolicyRule.XledgerWins);
            var huma = ComparisonBuilder
                .Plan(comparison)
                .Changes.Aggregate(comparison.Input.Huma[0], (person, change) =>
                    person with
                    {
                        Values = person.Values.With(change.Field, change.To),
                    }
                );
            var written = ComparisonBuilder.Plan(comparison).Changes.Any(change => change.Field == one.Field);
            return !written
                || Comparison
                    .Of(comparison.Input with { Huma = [huma] }, [])
                    .Differences.All(difference => difference.Field != one.Field);
        });

    private static void Holds(Func<Case, bool> property) =>
        Prop.ForAll(Cases.ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261128UL, 31UL));
}
