using System.Globalization;

namespace HumaXledger.Sandbox.Sample;

/// <summary>Invents people on whom both systems agree, each system in its own spelling.</summary>
internal sealed class PersonFactory(int seed)
{
    /// <summary>Seven of every 50 people work for the Swedish company, so 35 of 250.</summary>
    private const int SwedishPer50 = 7;

    private readonly HashSet<string> _emails = new(StringComparer.Ordinal);

    /// <summary>The person with that number; the same for the same seed.</summary>
    public SamplePerson Person(int index)
    {
        var random = SampleRandom.For(seed, "person", index);
        var swedish = index % 50 >= 50 - SwedishPer50;
        var woman = random.Chance(50);
        var (given, family) = Name(random, swedish, woman);
        var person = new SamplePerson
        {
            Index = index,
            Swedish = swedish,
            Woman = woman,
            Team = random.Next(SampleWork.Teams.Length),
            Location = random.Next(swedish ? SampleWork.SwedishLocations.Length : SampleWork.NorwegianLocations.Length),
        };
        Agree(person, given, family, random);
        return person;
    }

    /// <summary>A new hire of the Norwegian company. Both sides are filled; the caller uses one of them.</summary>
    public SamplePerson Newcomer(int index, DateOnly start)
    {
        var person = Person(index);
        person.Huma!.Email = person
            .Huma.Email.ToLowerInvariant()
            .Replace("@", string.Create(CultureInfo.InvariantCulture, $".{index}@"), StringComparison.Ordinal);
        person.Huma.Positions[0] = person.Huma.Positions[0] with { Start = start, Probation = start.AddMonths(6) };
        person.Xledger!.SetEmail(person.Huma.Email);
        (person.Xledger.From, person.Xledger.Trial) = (start, start.AddMonths(6));
        return person;
    }

    /// <summary>A unique e-mail address for a name.</summary>
    public string Email(string given, string family, string domain)
    {
        var name = $"{Spelling.Ascii(given)}.{Spelling.Ascii(family)}".Trim('.');
        // The part before the at sign has at most 64 characters (RFC 5321); the longest names keep their first and
        // their last word.
        if (name.Length > 56)
            name = $"{Spelling.Ascii(given.Split(' ')[0])}.{Spelling.Ascii(family.Split(' ')[^1])}";
        var email = $"{name}@{domain}";
        for (var number = 2; !_emails.Add(email); number++)
            email = string.Create(CultureInfo.InvariantCulture, $"{name}{number}@{domain}");
        return email;
    }

    /// <summary>A mobile number in E.164 that belongs to this index only.</summary>
    public static string Phone(int index, bool swedish)
    {
        // A step that shares no factor with the range visits every number once.
        var number = (int)((index * 6_700_417L) % 9_999_991);
        return swedish
            ? string.Create(CultureInfo.InvariantCulture, $"+4670{number:0000000}")
            : string.Create(CultureInfo.InvariantCulture, $"+479{number:0000000}");
    }

    /// <summary>A real street and postal code with an invented house number.</summary>
    public static SampleAddress Address(SampleRandom random, bool swedish)
    {
        var street = random.Pick(swedish ? SamplePlaces.SwedishStreets : SamplePlaces.NorwegianStreets);
        var (code, place) = random.Pick(swedish ? SamplePlaces.Swedish : SamplePlaces.Norwegian);
        return new SampleAddress(
            $"{street} {random.Between(1, 180)}{(random.Chance(15) ? "B" : "")}",
            code,
            place,
            swedish ? "SE" : "NO"
        );
    }

    /// <summary>Gives a person another name and respells all other values.</summary>
    public void Rename(SamplePerson person, string given, string family)
    {
        var random = SampleRandom.For(seed, "renamed", person.Index);
        Agree(person, given, family, random);
    }

    private void Agree(SamplePerson person, string given, string family, SampleRandom random)
    {
        var swedish = person.Swedish;
        var birth = random.Date(new DateOnly(1961, 1, 1), new DateOnly(2003, 12, 31));
        var earliest =
            birth.AddYears(19) is var grown && grown > new DateOnly(2006, 1, 1) ? grown : new DateOnly(2006, 1, 1);
        var start = FirstOfMonth(random.Date(earliest, new DateOnly(2025, 6, 30)));
        DateOnly? probation = start.Year >= 2022 ? start.AddMonths(6) : null;
        var email = Email(given, family, swedish ? "example.se" : "example.no");
        var phone = Phone(person.Index, swedish);
        var address = Address(random, swedish);
        var account = swedish ? AccountNumbers.Swedish(random) : AccountNumbers.Norwegian(random);
        var identity = swedish
            ? IdentityNumbers.Swedish(birth, person.Woman, random)
            : IdentityNumbers.Norwegian(birth, person.Woman, dNumber: false, random);
        var title = random.Pick(swedish ? SampleWork.SwedishTitles : SampleWork.Titles);
        var code = swedish
            ? string.Create(CultureInfo.InvariantCulture, $"SE{1001 + person.Index}")
            : string.Create(CultureInfo.InvariantCulture, $"{1001 + person.Index}")
                .PadLeft(person.Index % 4 == 0 ? 5 : 4, '0');

        person.Huma = new HumaSide
        {
            GivenName = Spelling.Name(given, random),
            FamilyName = Spelling.Name(family, random),
            Email = Spelling.Email(email, random),
            Phone = Spelling.Phone(phone, random),
            EmploymentId = code,
            BirthDate = birth,
            BankAccount = swedish ? Spelling.Iban(account, random) : Spelling.NorwegianAccount(account, random),
            Address = address,
            Gender = person.Woman ? "Female" : "Male",
            Identification = swedish
                ? Spelling.SwedishIdentity(identity, random)
                : Spelling.NorwegianIdentity(identity, random),
            IdentificationCountry = swedish ? "SE" : "NO",
            LoggedIn = random.Chance(85),
        };
        person.Huma.Positions.Add(new SamplePosition(title, start) { Probation = probation });
        person.Xledger = new XledgerSide
        {
            Code = code,
            Description = $"{given} {family}",
            SubledgerDescription = $"{given} {family}",
            FirstName = Spelling.Name(given, random),
            LastName = Spelling.Name(family, random),
            Birthday = birth,
            BankAccount = swedish ? Spelling.Iban(account, random) : Spelling.NorwegianAccount(account, random),
            Woman = person.Woman,
            JobTitle = title,
            SocialSec = swedish
                ? Spelling.SwedishIdentity(identity, random)
                : Spelling.NorwegianIdentity(identity, random),
            From = start,
            Trial = probation,
        };
        person.Xledger.SetEmail(Spelling.Email(email, random));
        person.Xledger.SetPhone(Spelling.Phone(phone, random));
        person.Xledger.SetAddress(
            address with
            {
                Place = random.Chance(20) ? address.Place!.ToUpperInvariant() : address.Place,
            }
        );
    }

    private static (string Given, string Family) Name(SampleRandom random, bool swedish, bool woman)
    {
        var given = random.Pick(
            (swedish, woman) switch
            {
                (true, true) => SampleNames.SwedishWomen,
                (true, false) => SampleNames.SwedishMen,
                (false, true) => SampleNames.NorwegianWomen,
                _ => SampleNames.NorwegianMen,
            }
        );
        var families = swedish ? SampleNames.SwedishFamilies : SampleNames.NorwegianFamilies;
        var family = random.Pick(families);
        // A middle or double name now and then, as is common.
        if (random.Chance(12) && random.Pick(families) is var middle && middle != family)
            family = $"{middle} {family}";
        return (given, family);
    }

    private static DateOnly FirstOfMonth(DateOnly date) => new(date.Year, date.Month, 1);
}
