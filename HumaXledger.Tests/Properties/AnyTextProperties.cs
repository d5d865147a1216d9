using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.People.PhoneNumbers;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Xledger.Reading;

namespace HumaXledger.Tests.Properties;

/// <summary>
/// For any UTF-16 from a system, a value is accepted or refused and everything else continues: arbitrary code units,
/// lone surrogates, noncharacters, marks and controls, alone and within otherwise valid values.
/// </summary>
public class AnyTextProperties
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    private static readonly string?[] Countries = [null, "NO", "SE", "DK", "FI", "IS", "US", "Norge", "\uFFFE"];

    private const string Troublesome =
        "\uFFFE\uFFFF\uFDD0\uFFFD\uD800\uDBFF\uDC00\uDFFF\u200B\u200D\u200E\u202E\u2066"
        + "\uFEFF\u00AD\u0345\u0300\u1160\uDB40\uDC41\0\r\n";

    // Characters that have caused defects are frequent; all others occur.
    private static readonly Gen<char> Units = Gen.Frequency(
        (3, Gen.Choose(0, char.MaxValue).Select(unit => (char)unit)),
        (3, Gen.Elements(Troublesome.ToCharArray())),
        (4, Gen.Elements("0123456789+-.()/@{}\":,\\ akNOÅß".ToCharArray()))
    );

    private static readonly Gen<string> Texts = Units.ArrayOf().Select(units => new string(units));

    private static string[] Right(Field field) =>
        field switch
        {
            Field.Email => ["kari@example.no", "kari@blåbær.example"],
            Field.Phone => ["+47 912 34 567 (mobil)", "070-123 45 67"],
            Field.BankAccount =>
            [
                """{"number":"8601.11.17947","country":"NO"}""",
                "NO93 8601 1117 947",
                "8424-4,983 189 224-6",
            ],
            Field.Address => ["""{"street":"Storgata 1\nH0101","postalCode":"0155","city":"Oslo","country":"Norge"}"""],
            Field.Identification => ["15507600333", "811228-9874", "131052-308T"],
            Field.Gender => ["Female", "annet"],
            Field.DateOfBirth
            or Field.EmploymentStart
            or Field.EmploymentEnd
            or Field.ProbationEnd
            or Field.TerminationNotice => ["1990-01-31"],
            _ => ["Kåre Anne-Marie", "0042"],
        };

    private static Gen<string> Value(Field field) =>
        Gen.Frequency(
            (2, Texts),
            (
                4,
                from right in Gen.Elements(Right(field))
                from unit in Units
                from at in Gen.Choose(0, right.Length)
                select right.Insert(at, unit.ToString())
            ),
            (2, Gen.Elements(Right(field)))
        );

    private static readonly Gen<(Field Field, string Text, string Other, string? Country)> Values =
        from field in Gen.Elements(Enum.GetValues<Field>())
        from text in Value(field)
        from other in Value(field)
        from country in Gen.Elements(Countries)
        select (field, text, other, country);

    private static Gen<FieldValue> Held(Field field) =>
        Gen.Frequency(
            (1, Gen.Constant(FieldValue.NotKnown)),
            (1, Gen.Constant(FieldValue.Nothing)),
            (6, Value(field).Select(FieldValue.From))
        );

    private static Gen<Person> Record(Side side, int number) =>
        Gen.CollectToList(FieldRules.All.Select(rules => Held(rules.Field)))
            .Select(values => new Person(
                side,
                $"{(side == Side.Huma ? "h" : "x")}{number}",
                Active: true,
                new FieldValues(values.Select((value, index) => KeyValuePair.Create((Field)index, value)))
            ));

    private static readonly Gen<(Person[] Huma, Person[] Xledger, PolicyRule Rule)> Worlds =
        from huma in Gen.CollectToList(Enumerable.Range(0, 4).Select(number => Record(Side.Huma, number)))
        from xledger in Gen.CollectToList(Enumerable.Range(0, 4).Select(number => Record(Side.Xledger, number)))
        from rule in Gen.Elements(Enum.GetValues<PolicyRule>())
        select (huma.ToArray(), xledger.ToArray(), rule);

    [Fact]
    public void AnyValue_ComparedCheckedMaskedAndWritten_NeverThrows() => Holds(Values, 20_000, value =>
        {
            FieldValue one = new FieldValue.Of(value.Text),
                other = new FieldValue.Of(value.Other);
            var verdict = FieldCheck.Check(value.Field, new FieldValue.Of(value.Text), value.Country, Today);
            var written = InvisibleCharacters.Written(value.Field, one);
            _ = Masking.Display(value.Field, one, inClear: true) + Masking.Display(value.Field, one, inClear: false);
            _ = FieldNormal.Same(value.Field, one, other, value.Country);
            return FieldNormal.Same(value.Field, one, one, value.Country)
                && verdict.Valid == (verdict.Normalised is { Length: > 0 })
                && (verdict.Valid || verdict.Reason is not null)
                && (verdict.Normalised is null || !Spelling.IsBroken(verdict.Normalised))
                && InvisibleCharacters.Written(value.Field, written).Equals(written)
                && FieldNormal.Key(value.Field, written, value.Country)
                    == FieldNormal.Key(value.Field, one, value.Country);
        });

    [Fact]
    public void AnyText_AsAKey_NeverThrows() =>
        Holds(
            from one in Texts
            from other in Texts
            from country in Gen.Elements(Countries)
            select (one, other, country),
            20_000,
            texts =>
            {
                var (one, other, country) = texts;
                _ = PersonName.Key(one) + PersonName.LooseKey(one) + PersonName.Normalise(one);
                _ = JobTitle.RegisterKey(one) + Email.Normalise(one);
                _ = (
                    Email.IsValid(one),
                    Country.Read(one),
                    CalendarDate.Read(one),
                    Gender.Same(one, other),
                    Iban.Compact(one)
                );
                _ = (PhoneNumber.CountryOf(one), PhoneNumber.StatesCountry(one), PhoneNumber.NationalDigits(one));
                _ = PhoneNumber.ToE164(one, country);
                _ = (NationalId.Normalise(one, country), NationalId.ReadOfAny(one, country, Today, out _));
                _ = BankAccountNumber.Read(one, country)?.Check();
                _ = TwoPlaces.Names(FieldValue.From(one), FieldValue.From(other), one, other, one + other);
                _ = TwoPlaces.Phone(FieldValue.From(one), FieldValue.From(other));
                return Spelling.Collapse(Spelling.Collapse(one)) == Spelling.Collapse(one);
            }
        );

    [Fact]
    public void AnyPeople_MatchedAndPlanned_NeverThrows() => Holds(Worlds, 1_500, world =>
        {
            var policy = new Policy(world.Rule, new Dictionary<Field, PolicyRule>());
            var input = new ComparisonInput(world.Huma, world.Xledger, [], [], policy) { Country = "NO" };
            var comparison = Comparison.Of(input, []);
            var decisions = Decisions.None with
            {
                Fields = comparison
                    .Differences.Select((difference, index) => (difference.Key, Choice: (FieldChoice)(index % 3)))
                    .ToDictionary(entry => entry.Key, entry => entry.Choice),
                AddToHuma = world.Xledger.Select(person => new XledgerId(person.Id)).ToHashSet(),
                AddToXledger = world.Huma.Select(person => new HumaId(person.Id)).ToHashSet(),
            };
            var guards = new GuardSettings(new Dictionary<GuardKind, GuardLimit>());
            var plan = SyncPlan.Make(comparison, decisions, guards, Today, null, null, ForecastModel.Default);
            return plan
                .Changes.Select(change => change.To.TextOrNull)
                .OfType<string>()
                .All(text => !Spelling.IsBroken(text) && !InvisibleCharacters.IsBlank(text));
        });

    // The seed is fixed, so that every run gives the same result.
    private static void Holds<T>(Gen<T> values, int tries, Func<T, bool> property) =>
        Prop.ForAll(values.ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(tries).WithReplay(20_260_601, 31));
}
