using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using static HumaXledger.Tests.Planning.CountryNumbers;

namespace HumaXledger.Tests.Planning;

/// <summary>
/// The country of a national number, over every combination of what the value states, where the person lives and which
/// country prevails: no false difference, no wrong country, no lost calling code.
/// </summary>
public class NumberCountryTests
{
    public static TheoryData<string, string?, string> Combinations()
    {
        var all = new TheoryData<string, string?, string>();
        foreach (var own in Countries)
        {
            foreach (var majority in Countries)
            {
                all.Add(own, null, majority);
                all.Add(own, own, majority);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void EqualDigits_OneSideStatesTheCountry_AreNoDifference(string own, string? home, string majority)
    {
        var numbers = Of[own];
        var comparison = Compare(
            majority,
            Person(
                Side.Huma,
                home,
                (Field.Phone, numbers.Stated),
                (Field.BankAccount, Account(numbers.Account, own)),
                (Field.Identification, Id(numbers.Id, own))
            ),
            Person(
                Side.Xledger,
                home,
                (Field.Phone, numbers.Phone),
                (Field.BankAccount, Account(numbers.Account, majority)),
                (Field.Identification, numbers.Id)
            )
        );

        Assert.Empty(comparison.Differences);
        Assert.Empty(
            Compare(
                majority,
                Person(Side.Huma, home, (Field.Phone, numbers.Phone)),
                Person(Side.Xledger, home, (Field.Phone, numbers.Stated))
            ).Differences
        );
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void EqualDigits_NeitherSideStatesTheCountry_AreNoDifference(string own, string? home, string majority)
    {
        var numbers = Of[own];
        var bare = new (Field Field, string? Value)[]
        {
            (Field.Phone, numbers.Phone),
            (Field.BankAccount, Account(numbers.Account, null)),
            (Field.Identification, numbers.Id),
        };

        Assert.Empty(Compare(majority, Person(Side.Huma, home, bare), Person(Side.Xledger, null, bare)).Differences);
        Assert.Empty(Compare(majority, Person(Side.Huma, null, bare), Person(Side.Xledger, home, bare)).Differences);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Written_OverAStatedCountry_KeepsIt(string own, string? home, string majority)
    {
        var numbers = Of[own];
        var toHuma = Plan(
            majority,
            PolicyRule.XledgerWins,
            Person(
                Side.Huma,
                home,
                (Field.Phone, numbers.Stated),
                (Field.BankAccount, Account(numbers.Account, own)),
                (Field.Identification, Id(numbers.Id, own))
            ),
            Person(
                Side.Xledger,
                home,
                (Field.Phone, numbers.OtherPhone),
                (Field.BankAccount, Account(numbers.OtherAccount, majority)),
                (Field.Identification, numbers.OtherId)
            )
        );

        Assert.Empty(toHuma.Blocked);
        Assert.Equal(
            [
                (Field.Phone, numbers.Stated[..^1] + numbers.OtherPhone[^1]),
                (Field.BankAccount, Account(numbers.OtherAccount, own)),
                (Field.Identification, Id(numbers.OtherId, own)),
            ],
            toHuma.Changes.Select(change => (change.Field, change.To.TextOrNull))
        );

        var toXledger = Plan(
            majority,
            PolicyRule.HumaWins,
            Person(Side.Huma, home, (Field.Phone, numbers.OtherPhone)),
            Person(Side.Xledger, home, (Field.Phone, numbers.Stated))
        );
        Assert.Equal(numbers.Stated[..^1] + numbers.OtherPhone[^1], Assert.Single(toXledger.Changes).To.TextOrNull);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Written_OverABareNumber_KeepsTheSpellingOfTheChosenSide(string own, string? home, string majority)
    {
        var numbers = Of[own];

        var bare = Plan(
            majority,
            PolicyRule.HumaWins,
            Person(Side.Huma, home, (Field.Phone, numbers.Phone)),
            Person(Side.Xledger, home, (Field.Phone, numbers.OtherPhone))
        );
        if (bare.Changes is [var written])
        {
            Assert.Equal(numbers.Phone, written.To.TextOrNull);
        }
        else
        {
            // A number that is invalid in the only known country.
            Assert.True(home is null && own != majority);
            Assert.Equal(ValueReasons.PhoneInvalid, Assert.Single(bare.Blocked).Reason.Code);
        }

        var stated = Plan(
            majority,
            PolicyRule.HumaWins,
            Person(Side.Huma, home, (Field.Phone, numbers.Stated)),
            Person(Side.Xledger, home, (Field.Phone, numbers.OtherPhone))
        );
        Assert.Equal(numbers.Stated, Assert.Single(stated.Changes).To.TextOrNull);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void AddedToHuma_NumbersWithoutCountry_GetThePersonsCountryOrAreLeftOut(
        string own,
        string? home,
        string majority
    )
    {
        var numbers = Of[own];
        var person = Person(
            Side.Xledger,
            home,
            (Field.Phone, numbers.Phone),
            (Field.BankAccount, Account(numbers.Account, majority)),
            (Field.Identification, numbers.Id)
        );
        var plan = ComparisonBuilder.Plan(
            Comparison.Of(Organization(majority, [], [person]), []),
            ComparisonBuilder.AddingToHuma(person.Id)
        );

        var phone = Written(plan, Field.Phone);
        Assert.Equal(phone ?? numbers.Phone, numbers.Phone);
        var (account, id) = (Written(plan, Field.BankAccount), Written(plan, Field.Identification));
        if (home is not null || own == majority)
        {
            Assert.Equal((numbers.Phone, Account(numbers.Account, own), Id(numbers.Id, own)), (phone, account, id));
        }
        else
        {
            // Nothing about the person gives the country, and no one else lives abroad: valid by the number itself, or
            // in the form of the prevailing country, or not written.
            Assert.Contains(account, new[] { Account(numbers.Account, own), Account(numbers.Account, majority), null });
            Assert.Contains(id, new[] { Id(numbers.Id, own), null });
            Assert.All(new[] { (Field.Phone, phone), (Field.BankAccount, account), (Field.Identification, id) }, one =>
                Assert.Equal(one.Item2 is null, plan.Blocked.Any(blocked => blocked.Field == one.Item1))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void AddedToHuma_OrganizationOfSeveralCountries_NeverGetsAnotherCountry(
        string own,
        string? home,
        string majority
    )
    {
        var numbers = Of[own];
        var person = Person(
            Side.Xledger,
            home,
            (Field.BankAccount, Account(numbers.Account, majority)),
            (Field.Identification, numbers.Id)
        );
        var residents = Countries.Select(
            (country, index) =>
                ComparisonBuilder.Xledger(
                    $"9{index}",
                    (Field.Address, ComparisonBuilder.Address("Main street 3", "1000", "Town", country))
                )
        );

        var plan = ComparisonBuilder.Plan(
            Comparison.Of(Organization(majority, [], [person, .. residents]), []),
            ComparisonBuilder.AddingToHuma(person.Id)
        );

        Assert.Contains(
            Written(plan, Field.BankAccount),
            new[] { Account(numbers.Account, own), home is null ? null : Account(numbers.Account, own) }
        );
        Assert.Contains(
            Written(plan, Field.Identification),
            new[] { Id(numbers.Id, own), home is null ? null : Id(numbers.Id, own) }
        );
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void AddedToXledger_Numbers_AreWrittenAsHumaSpellsThem(string own, string? home, string majority)
    {
        var numbers = Of[own];
        var person = Person(Side.Huma, home, (Field.Phone, numbers.Phone), (Field.Identification, Id(numbers.Id, own)));
        var comparison = Comparison.Of(Organization(majority, [person], []), []);

        var plan = ComparisonBuilder.Plan(comparison, ComparisonBuilder.AddingToXledger(person.Id));

        Assert.Equal((numbers.Phone, numbers.Id), (Written(plan, Field.Phone), Written(plan, Field.Identification)));
    }

    [Fact]
    public void Address_OneSideNamesNoCountry_IsNoDifference()
    {
        foreach (var majority in Countries)
        {
            var (huma, xledger) = (
                ComparisonBuilder.Huma(
                    "1",
                    (Field.Address, ComparisonBuilder.Address("Nygade 1", "1164", "København", "DK"))
                ),
                ComparisonBuilder.Xledger(
                    "1",
                    (Field.Address, ComparisonBuilder.Address("Nygade 1", "1164", "København", null))
                )
            );
            Assert.Empty(Compare(majority, huma, xledger).Differences);
        }
    }

    /// <summary>
    /// Both addresses in Denmark, a Norwegian organization, and Xledger states the calling code: the stated number
    /// stays.
    /// </summary>
    [Fact]
    public void Phone_AtHomeInDenmarkAndStatedInXledger_IsNoDifference() =>
        Assert.Empty(
            Compare(
                "NO",
                Person(Side.Huma, "DK", (Field.Phone, "40 12 34 56")),
                Person(Side.Xledger, "DK", (Field.Phone, "+45 40 12 34 56"))
            ).Differences
        );

    [Fact]
    public void Phone_SwedishMobileOfAPersonInSweden_IsWritten() =>
        Assert.Equal(
            "0702057232",
            Assert
                .Single(
                    Plan(
                        "NO",
                        PolicyRule.HumaWins,
                        Person(Side.Huma, "SE", (Field.Phone, "0702057232")),
                        Person(Side.Xledger, "SE", (Field.Phone, null))
                    ).Changes
                )
                .To.TextOrNull
        );

    /// <summary>
    /// A Norwegian account of a person who lives in Sweden: the address contradicts the check digit and the company.
    /// </summary>
    [Fact]
    public void Account_AddressAndCheckDigitContradict_IsNotWrittenWithTheReason()
    {
        var plan = Plan(
            "NO",
            PolicyRule.XledgerWins,
            Person(Side.Huma, Far, (Field.BankAccount, null)),
            Person(Side.Xledger, Far, (Field.BankAccount, Account("86011117947", "NO")))
        );

        Assert.Empty(plan.Changes);
        Assert.Equal(ValueReasons.NumberCountryUndecided, Assert.Single(plan.Blocked).Reason.Code);
    }

    [Fact]
    public void Id_FinnishNumberWithItsCountry_IsValidInANorwegianOrganization() =>
        Assert.Equal(
            "131052-308T",
            Assert
                .Single(
                    Plan(
                        "NO",
                        PolicyRule.HumaWins,
                        Person(Side.Huma, null, (Field.Identification, Id("131052-308T", "FI"))),
                        Person(Side.Xledger, null, (Field.Identification, null))
                    ).Changes
                )
                .To.TextOrNull
        );

    /// <summary>
    /// 400 people of six countries, each with another spelling of the same numbers: nothing differs, and no rule writes
    /// anything.
    /// </summary>
    [Theory]
    [InlineData(PolicyRule.HumaWins)]
    [InlineData(PolicyRule.XledgerWins)]
    public void MixedOrganization_SameNumbersInOtherSpellings_HasNoDifferenceAndChangesNoCountry(PolicyRule rule)
    {
        var random = new Random(20261128);
        List<Person> huma = [],
            xledger = [];
        for (var index = 0; index < 400; index++)
        {
            var own = Countries[random.Next(Countries.Length)];
            var (phone, stated) = Numbered(own, index);
            var numbers = Of[own];
            string? Home() => random.Next(3) == 0 ? null : own;
            string Phone() => random.Next(2) == 0 ? phone : stated;
            huma.Add(
                Named(
                    Side.Huma,
                    index,
                    Home(),
                    (Field.Phone, Phone()),
                    (Field.BankAccount, Account(numbers.Account, own)),
                    (Field.Identification, Id(numbers.Id, own))
                )
            );
            xledger.Add(
                Named(
                    Side.Xledger,
                    index,
                    Home(),
                    (Field.Phone, Phone()),
                    (Field.BankAccount, Account(numbers.Account, "SE")),
                    (Field.Identification, numbers.Id)
                )
            );
        }

        var links = huma.Zip(xledger, (one, other) =>
                new HumaXledger.Core.People.Link(new HumaId(one.Id), new XledgerId(other.Id))
            )
            .ToList();
        var comparison = Comparison.Of(
            ComparisonBuilder.Input(huma, xledger, rule) with
            {
                Country = null,
                Links = links,
                Today = ComparisonBuilder.Today,
            },
            []
        );

        Assert.Equal(400, comparison.Matches.Pairs.Count);
        Assert.Empty(comparison.Differences);
        Assert.Empty(ComparisonBuilder.Plan(comparison).Changes);
    }

    private static (string Phone, string Stated) Numbered(string own, int index)
    {
        var (phone, stated) = (Of[own].Phone, Of[own].Stated);
        var digits = $"{index:000}";
        var spelled = phone.ToCharArray();
        for (int at = spelled.Length - 1, left = digits.Length - 1; left >= 0; at--)
        {
            if (char.IsDigit(spelled[at]))
            {
                spelled[at] = digits[left--];
            }
        }

        return (new string(spelled), stated[..^3] + digits);
    }

    private static Person Named(Side side, int index, string? home, params (Field Field, string? Value)[] values)
    {
        var person = Person(side, home, values);
        return person with
        {
            Id = (side == Side.Huma ? "h" : "x") + $"{index:000}",
            Values = person
                .Values.With(Field.Email, ComparisonBuilder.Value($"person{index}@example.com"))
                .With(Field.EmploymentId, ComparisonBuilder.Value($"{1000 + index}")),
        };
    }

    private static Person Person(Side side, string? home, params (Field Field, string? Value)[] values)
    {
        var all = home is null
            ? values
            : [.. values, (Field.Address, ComparisonBuilder.Address("Main street 1", "1000", "Town", home))];
        return side == Side.Huma ? ComparisonBuilder.Huma("1", all) : ComparisonBuilder.Xledger("1", all);
    }

    /// <summary>The people under test and ten of the prevailing country, equal on both sides.</summary>
    private static ComparisonInput Organization(
        string majority,
        Person[] huma,
        Person[] xledger,
        PolicyRule rule = PolicyRule.Ask
    )
    {
        var address = (Field.Address, ComparisonBuilder.Address("Main street 2", "1000", "Town", majority));
        var others = Enumerable.Range(2, 10).Select(index => $"{index}").ToList();
        return ComparisonBuilder.Input(
            [.. huma, .. others.Select(id => ComparisonBuilder.Huma(id, address))],
            [.. xledger, .. others.Select(id => ComparisonBuilder.Xledger(id, address))],
            rule
        ) with
        {
            Country = null,
            Today = ComparisonBuilder.Today,
            Links =
            [
                .. huma.Zip(xledger, (one, other) =>
                    new HumaXledger.Core.People.Link(new HumaId(one.Id), new XledgerId(other.Id))
                ),
            ],
        };
    }

    private static Comparison Compare(string majority, Person huma, Person xledger) =>
        Comparison.Of(Organization(majority, [huma], [xledger]), []);

    private static SyncPlan Plan(string majority, PolicyRule rule, Person huma, Person xledger) =>
        ComparisonBuilder.Plan(Comparison.Of(Organization(majority, [huma], [xledger], rule), []));

    private static string? Written(SyncPlan plan, Field field) =>
        plan.Changes.SingleOrDefault(change => change.Field == field)?.To.TextOrNull;

    private static string Account(string number, string? country) =>
        new BankAccount(number, country).ToValue().TextOrNull!;

    private static string Id(string number, string country) =>
        new IdentificationNumber(number, country).ToValue().TextOrNull!;
}
