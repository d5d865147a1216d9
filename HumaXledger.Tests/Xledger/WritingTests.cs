using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Xledger;

public class WritingTests
{
    private static readonly (Field, string?)[] Everything =
    [
        (Field.Email, "ny@example.no"),
        (Field.EmploymentId, "0099"),
        (Field.GivenName, "Åse"),
        (Field.FamilyName, "Nygård"),
        (Field.Phone, "+47 911 22 333"),
        (Field.DateOfBirth, "1991-06-18"),
        (Field.Gender, "Male"),
        (Field.JobTitle, "Sjef"),
        (Field.EmploymentStart, "2024-01-01"),
        (Field.ProbationEnd, "2024-07-01"),
        (Field.TerminationNotice, "2030-02-02"),
        (Field.EmploymentEnd, "2030-05-05"),
        (Field.Identification, "18069112345"),
        (Field.Address, new Address("Kirkeveien 5\nH0301", "SE-111 22", "Stockholm", "SE").ToValue().TextOrNull),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_EveryField_ReachesEveryPlaceAndReadsBackTheSame(bool aliased)
    {
        await using var lab = await XledgerLab.StartAsync(settings: [("AliasedWrites", $"{aliased}")]);
        var kari = lab.Hire("1");

        var outcome = await lab.WriteAsync(kari, Everything);

        Assert.Null(outcome.Refusal);
        Assert.Empty(outcome.NotWritten);
        var (employee, contact, ledger) = (lab.Held(kari), lab.Contact(kari), lab.Ledger(kari));
        Assert.Equal(("0099", "Åse Nygård"), (employee.Code, employee.Description));
        Assert.Equal(("ny@example.no", "ny@example.no"), (contact.Email, ledger.Email));
        Assert.Equal(("+47 911 22 333", "+47 911 22 333"), (contact.Phone, ledger.Phone));
        Assert.Equal("Åse Nygård", ledger.Description);
        Assert.Equal(new AddressRow("Kirkeveien 5, H0301", "SE-111 22", "Stockholm", "SE"), contact.Address);
        Assert.Equal(contact.Address, ledger.Address);
        Assert.Equal("15032080119", ledger.BankAccount);
        var read = (await lab.ReadAsync(kari)).Person;
        Assert.Empty(read.InnerDisagreements);
        foreach (var (field, text) in Everything.Where(entry => entry.Item1 != Field.Address))
        {
            Assert.Equal((field, text), (field, read[field].TextOrNull));
        }
    }

    public static TheoryData<FlatInput, FlatInput, FlatInput> EachLanding =>
        new(
            from email in Enum.GetValues<FlatInput>()
            from phone in Enum.GetValues<FlatInput>()
            from ledger in Enum.GetValues<FlatInput>()
            select (email, phone, ledger)
        );

    [Theory]
    [MemberData(nameof(EachLanding))]
    public async Task Write_EmailAndPhone_ReachContactAndLedgerForEveryPlaceOfFlatInputs(
        FlatInput email,
        FlatInput phone,
        FlatInput phoneSubledger
    )
    {
        await using var lab = await XledgerLab.StartAsync(on =>
            (on.FlatEmail, on.FlatPhone, on.FlatPhoneSubledger) = (email, phone, phoneSubledger)
        );
        var kari = lab.Hire("1");

        await lab.WriteAsync(kari, (Field.Email, "ny@example.no"), (Field.Phone, "+47 911 22 333"));

        Assert.Equal(("ny@example.no", "+47 911 22 333"), (lab.Contact(kari).Email, lab.Contact(kari).Phone));
        Assert.Equal(("ny@example.no", "+47 911 22 333"), (lab.Ledger(kari).Email, lab.Ledger(kari).Phone));
        Assert.Empty((await lab.ReadAsync(kari)).Person.InnerDisagreements);
    }

    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 4)]
    public async Task Write_345PeopleInThreeRecordsEach_NeverSendsMoreThan500Records(bool aliased, int requests)
    {
        await using var lab = await XledgerLab.StartAsync(settings: [("AliasedWrites", $"{aliased}")]);
        var people = Enumerable.Range(0, 345).Select(number => lab.Hire($"{number}")).ToArray();
        var current = await lab.Client.ReadEmployeesAsync(
            [.. people.Select(person => new XledgerId($"{person.DbId}"))],
            CancellationToken.None
        );
        var before = lab.World.Meter.ThisMonth.Requests;

        var outcome = await lab.Client.WriteAsync(
            [
                .. current.Values.Select(one => new XledgerUpdate(
                    one,
                    XledgerLab.Values((Field.Email, $"ny{one.Id}@example.no"))
                )),
            ],
            CancellationToken.None
        );

        // The sandbox refuses larger requests; one request finds out which subledgers are suppliers.
        Assert.Null(outcome.Refusal);
        Assert.Equal(requests, lab.World.Meter.ThisMonth.Requests - before);
        Assert.All(people, person =>
            Assert.Equal(
                ($"ny{person.DbId}@example.no", $"ny{person.DbId}@example.no"),
                (lab.Contact(person).Email, lab.Ledger(person).Email)
            )
        );
    }

    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 5)]
    public async Task Partition_1000PeopleInOneToThreeRecords_FillsEachRequestAndSendsEachGroupInOne(
        bool aliased,
        int requests
    )
    {
        await using var lab = await XledgerLab.StartAsync(settings: [("AliasedWrites", $"{aliased}")]);
        var people = Enumerable.Range(0, 1_000).Select(number => lab.Hire($"{number}")).ToArray();
        var current = await lab.Client.ReadEmployeesAsync(
            [.. people.Select(person => new XledgerId($"{person.DbId}"))],
            CancellationToken.None
        );
        Assert.Equal(1, lab.World.Meter.ThisMonth.Requests);

        var groups = await lab.Client.PartitionAsync(
            [
                .. people.Select(
                    (person, index) =>
                        new XledgerUpdate(current[new XledgerId($"{person.DbId}")], Values(index % 4, person.DbId))
                ),
            ],
            CancellationToken.None
        );
        // One request finds out which subledgers are suppliers.
        Assert.Equal(2, lab.World.Meter.ThisMonth.Requests);
        foreach (var group in groups)
        {
            Assert.Null((await lab.Client.WriteAsync(group, CancellationToken.None)).Refusal);
        }

        // 2,000 records: the sandbox refuses more than 500 in a request.
        Assert.Equal(requests, lab.World.Meter.ThisMonth.Requests - 2);
        Assert.Equal(1_000, groups.SelectMany(group => group).Select(update => update.Current.Id).Distinct().Count());
        Assert.All(people.Index(), one => Assert.True(
                (one.Index % 4) switch
                {
                    0 => lab.Contact(one.Item).JobTitle == $"T{one.Item.DbId}",
                    1 => lab.Contact(one.Item).Email == $"ny{one.Item.DbId}@example.no",
                    2 => lab.Contact(one.Item).LastName == $"N{one.Item.DbId}",
                    _ => lab.Ledger(one.Item).Description == $"Kari N{one.Item.DbId}",
                }
            ));

        static IReadOnlyDictionary<Field, FieldValue> Values(int kind, int dbId) =>
            kind switch
            {
                0 => XledgerLab.Values((Field.JobTitle, $"T{dbId}")),
                1 => XledgerLab.Values((Field.Email, $"ny{dbId}@example.no")),
                _ => XledgerLab.Values((Field.FamilyName, $"N{dbId}")),
            };
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 5)]
    public async Task Write_AWholeBatch_TakesAsManyRequestsAsItsKindsOfRecords(bool aliased, int requests)
    {
        await using var lab = await XledgerLab.StartAsync(settings: [("AliasedWrites", $"{aliased}")]);
        var people = Enumerable.Range(0, 40).Select(number => lab.Hire($"{number}")).ToArray();
        var before = lab.World.Meter.ThisMonth.Requests;

        var current = await lab.Client.ReadEmployeesAsync(
            [.. people.Select(person => new XledgerId($"{person.DbId}"))],
            CancellationToken.None
        );
        var outcome = await lab.Client.WriteAsync(
            [
                .. current.Values.Select(one => new XledgerUpdate(
                    one,
                    XledgerLab.Values((Field.FamilyName, $"N{one.Id}"), (Field.JobTitle, $"T{one.Id}"))
                )),
            ],
            CancellationToken.None
        );

        Assert.Null(outcome.Refusal);
        // One to read, one to find out which subledgers are suppliers, the rest to write.
        Assert.Equal(requests, lab.World.Meter.ThisMonth.Requests - before);
        Assert.All(people, person =>
            Assert.Equal(
                ($"N{person.DbId}", $"T{person.DbId}", $"Kari N{person.DbId}"),
                (lab.Contact(person).LastName, lab.Contact(person).JobTitle, lab.Ledger(person).Description)
            )
        );
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Write_OneName_AlsoWritesTheFullName(bool employeeFollows, bool ledgerFollows)
    {
        await using var lab = await XledgerLab.StartAsync(on =>
            (on.DescriptionFollowsNames, on.SubledgerFollowsEmployeeDescription) = (employeeFollows, ledgerFollows)
        );
        var kari = lab.Hire("1");

        await lab.WriteAsync(kari, (Field.GivenName, "Åse"));

        Assert.Equal(("Åse Ødegård", "Åse Ødegård"), (lab.Held(kari).Description, lab.Ledger(kari).Description));
    }

    [Fact]
    public async Task Write_OneField_KeepsTheOthers()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1");
        var before = (await lab.ReadAsync(kari)).Person;

        await lab.WriteAsync(kari, (Field.JobTitle, "Sjef"));

        Assert.Equal(
            before.Values.With(Field.JobTitle, new FieldValue.Of("Sjef")),
            (await lab.ReadAsync(kari)).Person.Values
        );
    }

    [Fact]
    public async Task Write_SubledgerThatIsNoSupplier_SkipsItAndWritesTheRest()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1", subledger: row => row.LedgerType = LedgerType.Customer);

        var outcome = await lab.WriteAsync(kari, (Field.FamilyName, "Nygård"));

        Assert.Null(outcome.Refusal);
        Assert.Equal(("Nygård", "Kari Ødegård"), (lab.Contact(kari).LastName, lab.Ledger(kari).Description));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_ContactWithItsTextualId_IsAcceptedWhetherDemandedOrNot(bool demanded)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.ContactIdRequired = demanded);
        var kari = lab.Hire("1");

        Assert.Null((await lab.WriteAsync(kari, (Field.JobTitle, "Sjef"))).Refusal);
        Assert.Equal("Sjef", lab.Contact(kari).JobTitle);
    }

    [Fact]
    public async Task Write_BankAccount_IsOmittedAndReported()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1");

        var outcome = await lab.WriteAsync(kari, (Field.BankAccount, "86011117947"), (Field.JobTitle, "Sjef"));

        Assert.Equal(XledgerReasons.NotWritable, outcome.NotWritten[$"{kari.DbId}"][Field.BankAccount].Code);
        Assert.Equal(("15032080119", "Sjef"), (lab.Ledger(kari).BankAccount, lab.Contact(kari).JobTitle));
    }

    [Fact]
    public async Task Write_ClearedAddress_IsOmittedAndReported()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1");

        var outcome = await lab.WriteAsync(kari, (Field.Address, null));

        Assert.Equal(XledgerReasons.NotClearable, outcome.NotWritten[$"{kari.DbId}"][Field.Address].Code);
        Assert.Equal("Storgata 1", lab.Contact(kari).Address!.StreetAddress);
    }

    [Theory]
    [InlineData(AddressInput.ReplacesAll)]
    [InlineData(AddressInput.KeepsOtherParts)]
    public async Task Write_AddressWithoutPostalCode_NeverKeepsTheOldOne(AddressInput input)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.AddressInput = input);
        var kari = lab.Hire("1");

        var outcome = await lab.WriteAsync(
            kari,
            (Field.Address, new Address("Kirkeveien 5", null, "Bergen", "NO").ToValue().TextOrNull)
        );

        Assert.Empty(outcome.NotWritten);
        Assert.Equal(new AddressRow("Kirkeveien 5", null, "Bergen", "NO"), lab.Contact(kari).Address);
        Assert.Equal(lab.Contact(kari).Address, lab.Ledger(kari).Address);
    }

    [Fact]
    public async Task Write_EmployeeWithoutContact_RefusesContactFields()
    {
        await using var lab = await XledgerLab.StartAsync();
        var bare = lab.Hire("1", bare: true);

        var outcome = await lab.WriteAsync(bare, (Field.JobTitle, "Sjef"), (Field.EmploymentEnd, "2030-01-01"));

        Assert.Equal(ValueReasons.NoContact, outcome.NotWritten[$"{bare.DbId}"][Field.JobTitle].Code);
        Assert.Equal(new DateOnly(2030, 1, 1), lab.Held(bare).EmploymentTo);
    }

    [Fact]
    public async Task Write_TakenEmploymentId_RefusesTheBatchWithoutRevealingTheNumber()
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Hire("4711");
        var ola = lab.Hire("2");

        var outcome = await lab.WriteAsync(ola, (Field.EmploymentId, "4711"));

        Assert.Equal(new Reason(XledgerReasons.DuplicateCode), outcome.Refusal);
        Assert.Equal("2", lab.Held(ola).Code);
    }

    [Fact]
    public async Task Write_CountryThatXledgerDoesNotHave_RefusesWithThePathOnly()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1");

        var outcome = await lab.WriteAsync(
            kari,
            (Field.Address, new Address("Storgata 1", "1", "Vaduz", "LI").ToValue().TextOrNull)
        );

        Assert.Equal(new Reason(XledgerReasons.ReferenceUnknown, "inputs.node.country.code"), outcome.Refusal);
    }

    [Theory]
    [InlineData("Contact", false, "Contact")]
    [InlineData("Employee", false, "Employee")]
    [InlineData("Contact", true, null)]
    public async Task Write_WithoutTheRight_NamesItWhenTheRequestIsUnambiguous(
        string token,
        bool aliased,
        string? scope
    )
    {
        await using var lab = await XledgerLab.StartAsync(settings: [("AliasedWrites", $"{aliased}")]);
        var kari = lab.Hire("1");
        var current = await lab.ReadAsync(kari);

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.ClientNamed($"{token} write missing")
                .WriteAsync(
                    [
                        new XledgerUpdate(
                            current,
                            XledgerLab.Values((Field.JobTitle, "Sjef"), (Field.EmploymentEnd, "2030-01-01"))
                        ),
                    ],
                    CancellationToken.None
                )
        );

        Assert.Equal(scope is null ? XledgerReasons.WriteRightMissing : XledgerReasons.RightMissing, fault.Reason.Code);
        Assert.Equal(scope, scope is null ? null : fault.Reason.Arguments[1]);
        Assert.False(fault.Transient);
    }

    [Fact]
    public async Task Write_UnknownValue_IsABugAndNeverSent()
    {
        await using var lab = await XledgerLab.StartAsync();
        var current = await lab.ReadAsync(lab.Hire("1"));

        await Assert.ThrowsAsync<ArgumentException>(() =>
            lab.Client.WriteAsync(
                [new XledgerUpdate(current, new Dictionary<Field, FieldValue> { [Field.Phone] = FieldValue.NotKnown })],
                CancellationToken.None
            )
        );
    }
}
