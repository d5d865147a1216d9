using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;

namespace HumaXledger.Tests.Matching;

/// <summary>How dirty a generated organization is; shares are of all people.</summary>
public sealed record Dirt
{
    public static readonly Dirt Ordinary = new();

    /// <summary>
    /// Far dirtier than any real organization: most keys are missing or differ, and every third person shares phone,
    /// address and family name with another.
    /// </summary>
    public static readonly Dirt Severe = new()
    {
        OnlyOneSide = 0.2,
        Missing = 0.35,
        TypingErrors = 0.2,
        SwappedNames = 0.05,
        ChangedNames = 0.1,
        OtherSpelling = 0.2,
        OtherEmail = 0.4,
        OtherEmploymentId = 0.3,
        SwappedBirth = 0.1,
        Households = 0.35,
        Twins = 0.05,
        Duplicates = 0.05,
    };

    /// <summary>Everything agrees.</summary>
    public static readonly Dirt None = new()
    {
        OnlyOneSide = 0,
        Missing = 0,
        TypingErrors = 0,
        SwappedNames = 0,
        ChangedNames = 0,
        OtherSpelling = 0,
        OtherEmail = 0,
        OtherEmploymentId = 0,
        SwappedBirth = 0,
        Households = 0,
        Twins = 0,
        Duplicates = 0,
        OtherJob = 0,
    };

    public double OnlyOneSide { get; init; } = 0.06;

    /// <summary>Share of values missing on a side, for each value and side.</summary>
    public double Missing { get; init; } = 0.12;

    public double TypingErrors { get; init; } = 0.06;

    public double SwappedNames { get; init; } = 0.02;

    public double ChangedNames { get; init; } = 0.03;

    public double OtherSpelling { get; init; } = 0.08;

    public double OtherEmail { get; init; } = 0.15;

    public double OtherEmploymentId { get; init; } = 0.1;

    public double SwappedBirth { get; init; } = 0.02;

    /// <summary>People who live with a person of the same family name and share the phone.</summary>
    public double Households { get; init; } = 0.08;

    public double Twins { get; init; } = 0.01;

    /// <summary>Employees that exist twice in Xledger.</summary>
    public double Duplicates { get; init; } = 0.01;

    /// <summary>Share of job titles, and separately of start dates, that differ on one side.</summary>
    public double OtherJob { get; init; } = 0.05;
}

/// <summary>
/// Both sides of a generated organization with the true matches. Deterministic by seed; invented people only.
/// </summary>
public sealed class DirtyOrganization
{
    private static readonly string[] GivenNames = (
        "Anne Bjørn Cecilie Dag Elin Frode Grete Håkon Inger Jan Kari Lars Mona Nils Olav Per Ragnhild Svein "
        + "Tone Unni Vidar Wenche Yngve Åse Øystein Karin Erik Maria Johan Emma Oskar Ida Ola Sofie Jonas Marte "
        + "Henrik Silje Kristian Hanna Magnus Julie Sander Astrid Mohammed Fatima Agnieszka Piotr Søren Mette"
    ).Split(' ');

    private static readonly string[] Family = (
        "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen "
        + "Eriksen Berg Haugen Hagen Johannessen Andreassen Jacobsen Dahl Halvorsen Jørgensen Henriksen Lund "
        + "Sørensen Jakobsen Gundersen Moen Iversen Strand Solberg Svendsen Martinsen Eide Knutsen Bakken "
        + "Kristoffersen Mathisen Lie Rasmussen Amundsen Lunde Kristensen Berge Moe Nygård Solheim Nguyen Ali "
        + "Kowalski Åberg Öberg Lindström Bergström"
    ).Split(' ');

    private static readonly string[] Jobs =
        "Accountant Chef Consultant Developer Driver Electrician Nurse Receptionist Teacher Warehouse-worker".Split(
            ' '
        );

    private readonly Random _random;
    private readonly Dirt _dirt;
    private readonly List<Person> _huma = [];
    private readonly List<Person> _xledger = [];

    public DirtyOrganization(int people, int seed, Dirt dirt)
    {
        _random = new Random(seed);
        _dirt = dirt;
        Truth? before = null;
        for (var index = 0; index < people; index++)
        {
            var truth = Next(index, before);
            before = truth;
            var draw = _random.NextDouble();
            if (draw >= _dirt.OnlyOneSide / 2)
            {
                _huma.Add(Record(Side.Huma, $"{HumaPrefix}{index:D12}", truth));
            }

            if (draw < _dirt.OnlyOneSide / 2 || draw >= _dirt.OnlyOneSide)
            {
                _xledger.Add(Record(Side.Xledger, $"{4_000_000 + index}", truth));
                if (Chance(_dirt.Duplicates))
                {
                    _xledger.Add(Record(Side.Xledger, $"{40_000_000 + index}", truth));
                }
            }
        }

        Shuffle(_huma);
        Shuffle(_xledger);
    }

    private const string HumaPrefix = "00000000-0000-4000-8000-";

    public IReadOnlyList<Person> Huma => _huma;

    public IReadOnlyList<Person> Xledger => _xledger;

    /// <summary>The number of the person behind a record of either side.</summary>
    public static int Who(Person record) =>
        record.Side == Side.Huma ? int.Parse(record.Id[HumaPrefix.Length..], CultureInfo.InvariantCulture)
        : int.Parse(record.Id, CultureInfo.InvariantCulture) is var number && number >= 40_000_000 ? number - 40_000_000
        : number - 4_000_000;

    private sealed record Truth(
        string GivenNames,
        string Family,
        string Email,
        string EmploymentId,
        DateOnly Birth,
        string Phone,
        string Street,
        string Identification,
        string Account,
        string Job,
        DateOnly Start
    );

    private Truth Next(int index, Truth? before)
    {
        var given = Pick(GivenNames) + (Chance(0.25) ? " " + Pick(GivenNames) : "");
        var family = Pick(Family) + (Chance(0.1) ? " " + Pick(Family) : "");
        var birth = new DateOnly(1955, 1, 1).AddDays(_random.Next(365 * 50));
        var phone = $"+47{_random.Next(40_000_000, 99_999_999)}";
        var street = $"{Pick(Family)}veien {_random.Next(1, 200)}";
        var twin = before is not null && Chance(_dirt.Twins);
        if (before is not null && (twin || Chance(_dirt.Households)))
        {
            (family, phone, street) = (before.Family, before.Phone, before.Street);
            birth = twin ? before.Birth : birth;
            while (given == before.GivenNames)
            {
                given = Pick(GivenNames);
            }
        }

        var email = $"{given.Split(' ')[0]}.{family.Split(' ')[^1]}{index}@example.no".ToLowerInvariant();
        var identification = $"{birth:ddMMyy}{index % 100_000:D5}";
        var start = new DateOnly(2005, 1, 1).AddDays(_random.Next(365 * 20));
        return new Truth(
            given,
            family,
            email,
            $"{1000 + index}",
            birth,
            phone,
            street,
            identification,
            Account($"15{index:D8}"),
            Pick(Jobs),
            start
        );
    }

    private Person Record(Side side, string id, Truth truth)
    {
        var (given, family) = (truth.GivenNames, truth.Family);
        if (Chance(_dirt.ChangedNames))
        {
            family = Pick(Family);
        }

        if (Chance(_dirt.TypingErrors))
        {
            (given, family) = Chance(0.5) ? (Mistype(given), family) : (given, Mistype(family));
        }

        if (Chance(_dirt.OtherSpelling))
        {
            (given, family) = (Respell(given), Respell(family));
        }

        if (Chance(_dirt.SwappedNames))
        {
            (given, family) = (family, given);
        }

        var birth =
            Chance(_dirt.SwappedBirth) && truth.Birth.Day <= 12
                ? new DateOnly(truth.Birth.Year, truth.Birth.Day, truth.Birth.Month)
                : truth.Birth;
        var email = Chance(_dirt.OtherEmail)
            ? $"private{id[^6..]}{(side == Side.Huma ? "h" : "x")}@example.com"
            : truth.Email;
        var employmentId = Chance(_dirt.OtherEmploymentId)
            ? $"{_random.Next(1000, 1000 + 200_000)}"
            : truth.EmploymentId;
        return new Person(
            side,
            id,
            Active: true,
            new FieldValues([
                new(Field.Email, Maybe(email)),
                new(Field.EmploymentId, Maybe(employmentId)),
                new(Field.GivenName, FieldValue.From(given)),
                new(Field.FamilyName, FieldValue.From(family)),
                new(
                    Field.Phone,
                    Maybe(Chance(0.5) ? truth.Phone : $"{truth.Phone[3..6]} {truth.Phone[6..8]} {truth.Phone[8..]}")
                ),
                new(Field.DateOfBirth, Maybe(Iso(birth))),
                new(Field.BankAccount, Maybe(new BankAccount(truth.Account, "NO").ToValue().TextOrNull!)),
                new(Field.Address, Maybe(new Address(truth.Street, "0155", "Oslo", "NO").ToValue().TextOrNull!)),
                new(Field.Gender, FieldValue.From(side == Side.Huma ? "Female" : "Kvinne")),
                new(Field.JobTitle, FieldValue.From(Chance(_dirt.OtherJob) ? Pick(Jobs) : truth.Job)),
                new(
                    Field.EmploymentStart,
                    FieldValue.From(Iso(Chance(_dirt.OtherJob) ? truth.Start.AddDays(1) : truth.Start))
                ),
                new(Field.ProbationEnd, FieldValue.From(Iso(truth.Start.AddMonths(6)))),
                new(Field.TerminationNotice, FieldValue.Nothing),
                new(Field.EmploymentEnd, FieldValue.Nothing),
                new(
                    Field.Identification,
                    Chance(0.5 * Math.Min(1, 8 * _dirt.Missing))
                        ? FieldValue.NotKnown
                        : FieldValue.From(truth.Identification)
                ),
            ])
        );
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A Norwegian account with its check digit; another one when the first ten digits have none.</summary>
    private static string Account(string ten)
    {
        ReadOnlySpan<int> weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
        var sum = 0;
        for (var at = 0; at < weights.Length; at++)
        {
            sum += (ten[at] - '0') * weights[at];
        }

        // The third digit weighs 4: one more turns a remainder of 1, which has no check digit, into 5.
        return sum % 11 == 1 ? Account($"{ten[..2]}{(char)(ten[2] + 1)}{ten[3..]}") : $"{ten}{(11 - (sum % 11)) % 11}";
    }

    private FieldValue Maybe(string value) => Chance(_dirt.Missing) ? FieldValue.Nothing : new FieldValue.Of(value);

    private string Mistype(string name)
    {
        var at = _random.Next(1, name.Length);
        return _random.Next(3) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, ((char)_random.Next('a', 'z' + 1)).ToString()),
            _ => name[..at] + (char)_random.Next('a', 'z' + 1) + name[(at + 1)..],
        };
    }

    private static string Respell(string name) =>
        name.Replace("ø", "oe")
            .Replace("Ø", "Oe")
            .Replace("å", "aa")
            .Replace("Å", "Aa")
            .Replace("ö", "o")
            .Replace(' ', '-');

    private string Pick(string[] words) => words[_random.Next(words.Length)];

    private bool Chance(double share) => _random.NextDouble() < share;

    private void Shuffle(List<Person> people)
    {
        for (var index = people.Count - 1; index > 0; index--)
        {
            var other = _random.Next(index + 1);
            (people[index], people[other]) = (people[other], people[index]);
        }
    }
}
