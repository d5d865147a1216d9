using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Sandbox.Huma;

namespace HumaXledger.Tests.Huma;

public sealed class HumaReadingTests
{
    public static MatrixTheoryData<DeprecatedEmployment, MainPositionRule> PositionSwitches { get; } =
        new(Enum.GetValues<DeprecatedEmployment>(), [MainPositionRule.HighestPercentage, MainPositionRule.LatestStart]);

    [Fact]
    public async Task Reading_PersonWithEverything_GivesAllFifteenFields()
    {
        await using var lab = await HumaLab.StartAsync();

        var read = (await lab.ReadAsync(lab.Add())).Person;

        Assert.Equal("Kari@example.no", read[Field.Email].TextOrNull);
        Assert.Equal("000", read[Field.EmploymentId].TextOrNull);
        Assert.Equal("Kari Ødegård", read.DisplayName);
        Assert.Equal("+47 900 00 000", read[Field.Phone].TextOrNull);
        Assert.Equal("1990-05-17", read[Field.DateOfBirth].TextOrNull);
        Assert.Equal(new BankAccount("15032080119", "NO"), BankAccount.Read(read[Field.BankAccount].TextOrNull!));
        Assert.Equal(
            new Address("Storgata 1\nH0201", "0155", "Oslo", "NO"),
            Address.Read(read[Field.Address].TextOrNull!)
        );
        Assert.Equal("Female", read[Field.Gender].TextOrNull);
        Assert.Equal("Rådgiver", read[Field.JobTitle].TextOrNull);
        Assert.Equal("2023-03-01", read[Field.EmploymentStart].TextOrNull);
        Assert.Equal("2023-09-01", read[Field.ProbationEnd].TextOrNull);
        Assert.Equal("2030-01-01", read[Field.TerminationNotice].TextOrNull);
        Assert.Equal("2030-04-01", read[Field.EmploymentEnd].TextOrNull);
        Assert.Equal(new IdentificationNumber("17059012345", "NO").ToValue(), read[Field.Identification]);
        Assert.Empty(read.Locks);
        Assert.False(read.HeldByOtherIntegration);
    }

    [Theory]
    [InlineData(EmptyValue.Absent)]
    [InlineData(EmptyValue.Null)]
    public async Task Reading_PersonWithNothing_GivesEmptyAndNeverUnknown(EmptyValue shown)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.EmptyValue = shown);
        var bare = lab.Add(change: user =>
            user with
            {
                EmploymentId = null,
                Phone = null,
                BirthDate = null,
                Gender = null,
                HomeAddress = null,
                BankAccount = null,
                Identifications = [],
                Positions = [],
            }
        );

        var read = await lab.ReadAsync(bare);

        Assert.All(read.Person.Values, value => Assert.True(value.Value.IsKnown, value.Key.ToString()));
        Assert.Equal(
            [Field.Email, Field.GivenName, Field.FamilyName],
            read.Person.Values.Where(value => value.Value.IsValue).Select(value => value.Key)
        );
        Assert.Null(read.MainPositionId);
        Assert.Null(read.NationalIdentificationId);
    }

    [Fact]
    public async Task Reading_FieldsThatTheKeyMayNotSee_AreUnknown()
    {
        await using var lab = await HumaLab.StartAsync(switches =>
            switches.HiddenFields = ["phone", "contractStartDate", "employmentStartDate"]
        );

        var read = (await HumaLab.ReadAsync(lab.ClientOf("HumaXledger, restricted"), lab.Add())).Person;

        Assert.Equal(
            [Field.Phone, Field.BankAccount, Field.EmploymentStart, Field.Identification],
            read.Values.Where(value => !value.Value.IsKnown).Select(value => value.Key)
        );
    }

    [Theory]
    [MemberData(nameof(PositionSwitches))]
    public async Task Reading_SeveralPositions_TakesTheOneThatHumaShows(
        DeprecatedEmployment deprecated,
        MainPositionRule rule
    )
    {
        await using var lab = await HumaLab.StartAsync(switches =>
            (switches.DeprecatedEmployment, switches.MainPosition) = (deprecated, rule)
        );
        var (small, large) = (
            HumaLab.Position(lab.Title("Vikar")) with
            {
                Percentage = 20,
                ContractStartDate = new DateOnly(2024, 1, 1),
                ProbationEndDate = new DateOnly(2024, 7, 1),
            },
            HumaLab.Position(lab.Title("Leder")) with
            {
                Percentage = 80,
                ProbationEndDate = new DateOnly(2023, 8, 1),
            }
        );
        var ended = HumaLab.Position(lab.Title("Lærling")) with
        {
            Percentage = 100,
            ContractStartDate = new DateOnly(2019, 1, 1),
            ContractEndDate = new DateOnly(2020, 1, 1),
        };
        var user = lab.Add(change: user => user with { Positions = [ended, small, large] });

        var read = await lab.ReadAsync(user);

        // Without the deprecated properties Huma does not show its own choice, and ours is the highest percentage.
        var expected =
            deprecated != DeprecatedEmployment.Absent && rule == MainPositionRule.LatestStart ? small : large;
        Assert.Equal(expected.Id.ToString(), read.MainPositionId);
        Assert.Equal(expected == small ? "Vikar" : "Leder", read.Person[Field.JobTitle].TextOrNull);
        Assert.Equal(expected == small ? "2024-07-01" : "2023-08-01", read.Person[Field.ProbationEnd].TextOrNull);
        Assert.Equal(FieldValue.Nothing, read.Person[Field.EmploymentEnd]);
    }

    [Theory]
    [InlineData(DeprecatedEmployment.CurrentOnly)]
    [InlineData(DeprecatedEmployment.MainPosition)]
    [InlineData(DeprecatedEmployment.Absent)]
    public async Task Reading_PersonNotYetStarted_GivesTheUpcomingPositionBeforeAnEndedOne(
        DeprecatedEmployment deprecated
    )
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.DeprecatedEmployment = deprecated);
        var ended = HumaLab.Position(lab.Title("Lærling")) with { ContractEndDate = new DateOnly(2024, 1, 1) };
        var upcoming = HumaLab.Position(lab.Title("Ingeniør")) with
        {
            ContractStartDate = new DateOnly(2090, 1, 1),
            Percentage = 50,
            ProbationEndDate = new DateOnly(2090, 7, 1),
        };
        var user = lab.Add(change: user => user with { Positions = [ended, upcoming] });

        var read = await lab.ReadAsync(user);

        Assert.Equal(upcoming.Id.ToString(), read.MainPositionId);
        Assert.Equal(
            ("Ingeniør", "2090-01-01", "2090-07-01"),
            (
                read.Person[Field.JobTitle].TextOrNull,
                read.Person[Field.EmploymentStart].TextOrNull,
                read.Person[Field.ProbationEnd].TextOrNull
            )
        );
    }

    [Theory]
    [InlineData(BankAccountType.Lowercase)]
    [InlineData(BankAccountType.Uppercase)]
    [InlineData(BankAccountType.SchemaName)]
    public async Task Reading_BankAccount_DoesNotDependOnHowItsTypeIsSpelled(BankAccountType spelling)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.BankAccountType = spelling);
        var national = lab.Add("Kari");
        var international = lab.Add("Sven", user =>
            user with
            {
                BankAccount = new HumaBankAccount.International("SE4550000000058398257466", "ESSESESS"),
            }
        );

        Assert.Equal(
            new BankAccount("15032080119", "NO"),
            BankAccount.Read((await lab.ReadAsync(national)).Person[Field.BankAccount].TextOrNull!)
        );
        Assert.Equal(
            new BankAccount("SE4550000000058398257466", null, "ESSESESS"),
            BankAccount.Read((await lab.ReadAsync(international)).Person[Field.BankAccount].TextOrNull!)
        );
    }

    [Fact]
    public async Task Reading_SeveralNationalIdentifications_TakesTheHomeCountrys()
    {
        await using var lab = await HumaLab.StartAsync();
        var home = new HumaIdentification(Guid.NewGuid(), "national", "NO", "17059012345");
        var user = lab.Add(change: user =>
            user with
            {
                Identifications =
                [
                    new(Guid.NewGuid(), "passport", "NO", "N1234567"),
                    new(Guid.NewGuid(), "national", "SE", "199005171234"),
                    home,
                ],
            }
        );

        var read = await lab.ReadAsync(user);

        Assert.Equal((home.Id.ToString(), "NO"), (read.NationalIdentificationId, read.IdentificationCountry));
        Assert.Equal(new IdentificationNumber("17059012345", "NO").ToValue(), read.Person[Field.Identification]);
    }

    [Fact]
    public async Task Reading_DeactivatedPerson_LocksEveryField()
    {
        await using var lab = await HumaLab.StartAsync();

        var read = (await lab.ReadAsync(lab.Add(change: user => user with { Active = false }))).Person;

        Assert.False(read.Active);
        Assert.Equal(15, read.Locks.Count);
        Assert.All(read.Locks.Values, held => Assert.Equal(WriteLock.Deactivated, held));
    }

    [Fact]
    public async Task Reading_PendingEmail_KeepsTheOldOneAndLocksIt()
    {
        await using var lab = await HumaLab.StartAsync();

        var read = await lab.ReadAsync(lab.Add(change: user => user with { RequestedEmail = "kari.ny@example.no" }));

        Assert.Equal("kari.ny@example.no", read.RequestedEmail);
        Assert.Equal("Kari@example.no", read.Person[Field.Email].TextOrNull);
        Assert.Equal(
            WriteLock.PendingConfirmation,
            Assert.Single(read.Person.Locks, held => held.Key == Field.Email).Value
        );
    }

    [Theory]
    [InlineData(IntegrationKey.Id)]
    [InlineData(IntegrationKey.Name)]
    public async Task Reading_PersonManagedByHumasOwnXledgerIntegration_IsReportedAndLocksItsFields(IntegrationKey key)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.IntegrationKey = key);
        var held = lab.Add("Kari", user =>
            user with
            {
                Integrations = [new ConnectedIntegration(Guid.NewGuid(), "Xledger", "4711")],
            }
        );
        var other = lab.Add("Ola", user =>
            user with
            {
                Integrations = [new ConnectedIntegration(Guid.NewGuid(), "slack", "U1")],
            }
        );

        Assert.True((await lab.ReadAsync(held)).Person.HeldByOtherIntegration);
        Assert.False((await lab.ReadAsync(other)).Person.HeldByOtherIntegration);
        Assert.Equal(WriteLock.OtherIntegration, (await lab.ReadAsync(held)).Person.Locks[Field.Phone]);
    }

    [Fact]
    public async Task Reading_FieldThatTheKeyMayNotEdit_IsLockedAndTheOthersAreNot()
    {
        await using var lab = await HumaLab.StartAsync(switches =>
        {
            switches.ReadOnlyFields = ["gender", "contractEndDate"];
            switches.DeprecatedEmployment = DeprecatedEmployment.Absent;
        });

        var read = (await lab.ReadAsync(lab.Add())).Person;

        Assert.Equal([Field.EmploymentEnd, Field.Gender], read.Locks.Keys.OrderByDescending(field => field));
        Assert.All(read.Locks.Values, held => Assert.Equal(WriteLock.NotEditable, held));
    }

    [Fact]
    public async Task Reading_MissingUser_IsAbsentFromTheAnswer()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add();
        var (there, gone) = (new HumaId(user.Id.ToString()), new HumaId(Guid.NewGuid().ToString()));

        var read = await lab.Client.ReadUsersAsync([there, gone], CancellationToken.None);

        Assert.Equal([there], read.Keys);
    }
}
