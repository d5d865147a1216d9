using System.Text;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Sandbox.Sample;

/// <summary>Every situation occurs at least twice, and the records of both systems show it.</summary>
public sealed class CatalogueTests : IAsyncLifetime
{
    private readonly SandboxWorld _world = SampleTests.World();

    public static TheoryData<SampleSituation> Situations => [.. Enum.GetValues<SampleSituation>()];

    public static TheoryData<SampleSituation, SandboxField> FieldSituations()
    {
        var data = new TheoryData<SampleSituation, SandboxField>();
        foreach (var field in Enum.GetValues<SandboxField>())
        {
            data.Add(SampleSituation.Conflict, field);
            data.Add(SampleSituation.MissingInXledger, field);
            // Huma has no user without names and e-mail address.
            if (field is not (SandboxField.Email or SandboxField.GivenName or SandboxField.FamilyName))
                data.Add(SampleSituation.MissingInHuma, field);
        }

        return data;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [MemberData(nameof(Situations))]
    public void Situation_Each_OccursAtLeastTwice(SampleSituation situation) =>
        Assert.True(_world.Catalogue.Cases.Count(one => one.Situation == situation) >= 2);

    [Theory]
    [MemberData(nameof(FieldSituations))]
    public void FieldSituation_OccursAtLeastTwice_AndShowsInBothSystems(SampleSituation situation, SandboxField field)
    {
        var cases = _world.Catalogue.Of(situation, field);

        Assert.True(cases.Count >= 2);
        foreach (var one in cases)
        {
            var person = Person(one.People[0]);
            var (huma, xledger) = (PlainValues.Of(field, person.Huma), PlainValues.Of(field, person.Xledger));
            Assert.True(
                situation switch
                {
                    SampleSituation.Conflict => huma is not null && xledger is not null && huma != xledger,
                    SampleSituation.MissingInHuma => huma is null && xledger is not null,
                    _ => huma is not null && xledger is null,
                }
            );
        }
    }

    [Fact]
    public void DiffersInsideXledger_ContactAndSubledgerDisagree()
    {
        foreach (
            var field in new[] { SandboxField.Email, SandboxField.Phone, SandboxField.Address, SandboxField.FamilyName }
        )
            All(SampleSituation.DiffersInsideXledger, field, one =>
            {
                var (contact, subledger) = (Contact(one), Subledger(one));
                return field switch
                {
                    SandboxField.Email => contact.Email != subledger.Email,
                    SandboxField.Phone => contact.Phone != subledger.Phone,
                    SandboxField.Address => contact.Address != subledger.Address,
                    _ => $"{contact.FirstName} {contact.LastName}" != subledger.Description,
                };
            });
    }

    [Fact]
    public void OnlyInOneSystem_IsUnknownToTheOther()
    {
        All(SampleSituation.OnlyInHuma, null, one => one is { HumaId: not null, EmployeeDbId: null });
        All(SampleSituation.OnlyInXledger, null, one => one is { HumaId: null, EmployeeDbId: not null });
    }

    [Fact]
    public void ProbableMatch_SharesNameAndBirthDateOnly() => All(SampleSituation.ProbableMatch, null, one =>
        {
            var person = Person(one);
            var differing = PlainValues.Differences(person);
            return new[]
                {
                    SandboxField.Email,
                    SandboxField.EmploymentId,
                    SandboxField.Phone,
                    SandboxField.Identification,
                }.All(differing.Contains)
                && !differing.Contains(SandboxField.GivenName)
                && !differing.Contains(SandboxField.FamilyName)
                && !differing.Contains(SandboxField.BirthDate);
        });

    [Fact]
    public void AmbiguousMatch_HasTwoEmployeesOfOneName()
    {
        foreach (var one in _world.Catalogue.Of(SampleSituation.AmbiguousMatch))
            Assert.Single(one.People.Select(person => Employee(person).Description!.Normalize()).Distinct());
    }

    [Fact]
    public void SharedPhone_IsHeldByTwoEmployeesAndOneUser()
    {
        foreach (var one in _world.Catalogue.Of(SampleSituation.SharedPhone))
        {
            Assert.Single(one.People.Select(person => Contact(person).Phone).Distinct());
            Assert.Single(one.People, person => User(person).Phone is not null);
        }
    }

    [Fact]
    public void SwappedNames_AreSwappedInXledger() =>
        All(SampleSituation.SwappedNames, null, one =>
            PlainValues.Of(SandboxField.GivenName, Person(one).Huma)
                == PlainValues.Of(SandboxField.FamilyName, Person(one).Xledger)
            && PlainValues.Of(SandboxField.FamilyName, Person(one).Huma)
                == PlainValues.Of(SandboxField.GivenName, Person(one).Xledger)
        );

    [Fact]
    public void DuplicateCode_ExistsInBothCompaniesOfTheGroup()
    {
        foreach (var one in _world.Catalogue.Of(SampleSituation.DuplicateCode))
        {
            Assert.Single(one.People.Select(person => Employee(person).Code).Distinct());
            Assert.Equal(2, one.People.Select(person => Employee(person).OwnerDbId).Distinct().Count());
        }
    }

    [Fact]
    public void States_OfEmploymentAndAccount_AreAsNamed()
    {
        var today = _world.HumaSystem.Today;
        All(SampleSituation.Ended, null, one =>
            !User(one).Active
            && Employee(one).EmploymentTo < today
            && Employee(one).DateTo < today
            && User(one).Positions.All(position => position.StatusOn(today) == PositionStatus.Ended)
        );
        All(SampleSituation.DeactivatedButEmployed, null, one =>
            !User(one).Active && Employee(one).EmploymentTo is null
        );
        All(SampleSituation.NotStarted, null, one =>
            User(one).Positions.All(position => position.StatusOn(today) == PositionStatus.Upcoming)
        );
        All(SampleSituation.SeveralPositions, null, one => User(one).Positions.Length == 3);
        All(SampleSituation.NoPosition, null, one => User(one).Positions.IsEmpty);
        All(SampleSituation.FollowOnPosition, null, one =>
            Employee(one).EmploymentTo is null
            && Statuses(one) is [PositionStatus.Current, PositionStatus.Upcoming]
            && User(one).Positions[0].ContractEndDate!.Value.AddDays(1) == User(one).Positions[1].ContractStartDate
        );
        All(SampleSituation.ParallelPositions, null, one =>
            Employee(one).EmploymentTo is null
            && Statuses(one) is [PositionStatus.Current, PositionStatus.Current]
            && User(one).Positions
                is [{ Percentage: 60, ContractEndDate: not null }, { Percentage: 40, ContractEndDate: null }]
        );
        All(SampleSituation.AnnouncedPosition, null, one =>
            Statuses(one) is [PositionStatus.Current, PositionStatus.Upcoming, PositionStatus.Upcoming]
        );
        All(SampleSituation.PositionBeforeAGap, null, one =>
            Statuses(one) is [PositionStatus.Ended, PositionStatus.Current]
            && Employee(one).EmploymentFrom == User(one).Positions[1].ContractStartDate
        );
        All(SampleSituation.EndOfContract, null, one =>
            User(one).Positions is [{ ContractEndDate: { } end }] && Employee(one).EmploymentTo == end
        );
        All(SampleSituation.NeverLoggedIn, null, one => User(one).LastLoggedInAt is null);
        All(SampleSituation.PendingEmail, null, one =>
            User(one).RequestedEmail == Contact(one).Email && User(one).Email != Contact(one).Email
        );
        All(SampleSituation.OtherIntegration, null, one =>
            User(one).Integrations.Single() is { Type: "xledger" } held && held.ExternalId == $"{one.EmployeeDbId}"
        );
        All(SampleSituation.NoEmploymentId, null, one => User(one).EmploymentId is null);
        All(SampleSituation.NoEmail, null, one => Contact(one).Email is null && Subledger(one).Email is null);
    }

    [Fact]
    public void MatchScenes_RecordsAreAsNamed()
    {
        foreach (var one in _world.Catalogue.Of(SampleSituation.Rehire))
        {
            var (present, earlier) = (one.People[0], one.People[1]);
            Assert.True(present is { HumaId: not null, EmployeeDbId: not null });
            Assert.True(
                earlier.HumaId is null
                    ? Employee(earlier).EmploymentTo < Employee(present).EmploymentFrom
                    : !User(earlier).Active
            );
        }

        foreach (var one in _world.Catalogue.Of(SampleSituation.InheritedMailbox))
        {
            Assert.Equal(User(one.People[0]).Email, Contact(one.People[1]).Email, ignoreCase: true);
            Assert.True(Employee(one.People[1]).EmploymentFrom < User(one.People[0]).BirthDate);
        }

        All(SampleSituation.BirthNumberAfterTemporary, null, one =>
            PlainValues.Differences(Person(one)).Contains(SandboxField.Identification)
        );
        foreach (var one in _world.Catalogue.Of(SampleSituation.Twins))
        {
            Assert.Single(one.People.Select(person => User(person).BirthDate).Distinct());
            Assert.Equal(2, one.People.Select(person => User(person).GivenName).Distinct().Count());
        }
    }

    [Fact]
    public void Names_AreAsNamed()
    {
        All(SampleSituation.NordicLetters, null, one => Name(one).IndexOfAny([.. "æøåäöÆØÅÄÖ"]) >= 0);
        All(SampleSituation.OtherScript, null, one =>
            Name(one).Any(letter => letter > 'ÿ' || "ðþñóéíÞ".Contains(letter))
        );
        All(SampleSituation.LongName, null, one => Name(one).Length > 60);
        All(SampleSituation.LeadingZeros, null, one => Employee(one).Code![0] == '0');
    }

    [Fact]
    public void Overwritten_IsAnotherPersonWithTheSameEmailPhoneAndNumber()
    {
        Assert.NotEmpty(_world.Catalogue.Of(SampleSituation.Overwritten));
        All(SampleSituation.Overwritten, null, one =>
            User(one).FamilyName != Contact(one).LastName
            && User(one).BirthDate != Contact(one).Birthday
            && User(one).EmploymentId == Employee(one).Code
            && Subledger(one).BankAccount is not null
            && User(one).BankAccount is null
        );
    }

    [Fact]
    public void InvalidValues_AreInvalid()
    {
        All(SampleSituation.InvalidEmail, null, one => !Contact(one).Email!.Contains('@'));
        All(SampleSituation.InvalidPhone, null, one => Contact(one).Phone!.Count(char.IsAsciiDigit) < 8);
        All(SampleSituation.InvalidIdentification, null, one => !IsNorwegianIdentity(Contact(one).SocialSec!));
        All(SampleSituation.InvalidBankAccount, null, one => !IsNorwegianAccount(Subledger(one).BankAccount!));
        All(SampleSituation.IncompleteAddress, null, one =>
            Contact(one).Address is { StreetAddress: not null, Place: null }
        );
        All(SampleSituation.GenderFreeText, null, one => User(one).Gender is not ("Male" or "Female" or null));
        All(SampleSituation.DatesOutOfOrder, null, one => Employee(one).EmploymentTo < Employee(one).EmploymentFrom);
        All(SampleSituation.DayAndMonthSwapped, null, one =>
            User(one).BirthDate is { } birth
            && Contact(one).Birthday == new DateOnly(birth.Year, birth.Day, birth.Month)
        );
        All(SampleSituation.ForeignIdentification, null, one =>
            User(one).Identifications[0].Country is "DK" or "FI" || Contact(one).SocialSec!.Replace(" ", "")[0] >= '4'
        );
    }

    [Fact]
    public void NorwegianNumbers_NotListedAsInvalid_HaveCorrectCheckDigitsAndAreSynthetic()
    {
        var invalid = _world
            .Catalogue.Of(SampleSituation.InvalidIdentification)
            .Concat(_world.Catalogue.Of(SampleSituation.LivesAbroad))
            .Select(one => one.People[0].EmployeeDbId)
            .ToHashSet();
        var norway = _world
            .Xledger.Entities.All()
            .Single(entity => entity.Description == "Fjellheim Norge AS")
            .OwnerDbId;
        foreach (
            var employee in _world
                .Xledger.Employees.All()
                .Where(one => one.OwnerDbId == norway && !invalid.Contains(one.DbId))
        )
        {
            if (_world.Xledger.Contacts.Find(employee.ContactDbId)!.SocialSec is { } number)
            {
                Assert.True(IsNorwegianIdentity(number));
                Assert.InRange(int.Parse(Digits(number)[2..4]), 41, 92);
            }

            if (_world.Xledger.Subledgers.Find(employee.SubledgerDbId)!.BankAccount is { } account)
                Assert.True(IsNorwegianAccount(account));
        }
    }

    [Fact]
    public void SwedishNumbers_HaveRightCheckDigitsAndTestSerials()
    {
        var swedes = _world
            .Huma.All()
            .SelectMany(user => user.Identifications)
            .Where(one => one.Country == "SE")
            .Select(one => Digits(one.Value)[^10..])
            .ToList();

        Assert.NotEmpty(swedes);
        Assert.All(swedes, number => Assert.Equal("9", number[6..7]));
        Assert.All(swedes, number =>
            Assert.Equal(
                0,
                number
                    .Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 2 : 1))
                    .Sum(product => (product / 10) + (product % 10)) % 10
            )
        );
    }

    private void All(SampleSituation situation, SandboxField? field, Func<SamplePair, bool> holds) =>
        Assert.All(_world.Catalogue.Of(situation, field), one =>
            Assert.True(one.People.All(holds), situation.ToString())
        );

    private SandboxPerson Person(SamplePair pair) =>
        pair.HumaId is { } id ? _world.PersonByHumaId(id)! : _world.PersonByEmployee(pair.EmployeeDbId!.Value)!;

    private PositionStatus[] Statuses(SamplePair pair) =>
        [.. User(pair).Positions.Select(position => position.StatusOn(_world.HumaSystem.Today))];

    private HumaUser User(SamplePair pair) => _world.Huma.Find(pair.HumaId!.Value)!;

    private EmployeeRow Employee(SamplePair pair) => _world.Xledger.Employees.Find(pair.EmployeeDbId)!;

    private ContactRow Contact(SamplePair pair) => _world.Xledger.Contacts.Find(Employee(pair).ContactDbId)!;

    private SubledgerRow Subledger(SamplePair pair) => _world.Xledger.Subledgers.Find(Employee(pair).SubledgerDbId)!;

    private string Name(SamplePair pair) =>
        $"{User(pair).GivenName} {User(pair).FamilyName}".Normalize(NormalizationForm.FormC);

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static bool IsNorwegianIdentity(string text)
    {
        var digits = Digits(text);
        return digits.Length == 11
            && Remainder(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) == 0
            && Remainder(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) == 0;
    }

    private static bool IsNorwegianAccount(string text) =>
        Digits(text) is { Length: 11 } digits && Remainder(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) == 0;

    private static int Remainder(string digits, int[] weights) =>
        weights.Select((weight, index) => weight * (digits[index] - '0')).Sum() % 11;
}
