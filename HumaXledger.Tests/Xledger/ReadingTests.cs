using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Xledger;

public class ReadingTests
{
    [Fact]
    public async Task Reading_AFullEmployee_GivesEveryField()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("007", row =>
        {
            row.NoticeDate = new DateOnly(2030, 1, 1);
            row.EmploymentTo = new DateOnly(2030, 4, 1);
        });

        var read = await lab.ReadAsync(kari);

        var expected = new FieldValues(
            XledgerLab
                .Values(
                    (Field.Email, "kari007@example.no"),
                    (Field.EmploymentId, "007"),
                    (Field.GivenName, "Kari"),
                    (Field.FamilyName, "Ødegård"),
                    (Field.Phone, "+47 900 00 007"),
                    (Field.DateOfBirth, "1990-05-17"),
                    (Field.JobTitle, "Rådgiver"),
                    (Field.Gender, "Female"),
                    (Field.EmploymentStart, "2023-03-01"),
                    (Field.ProbationEnd, "2023-09-01"),
                    (Field.TerminationNotice, "2030-01-01"),
                    (Field.EmploymentEnd, "2030-04-01"),
                    (Field.Identification, "17059012345")
                )
                .Append(new(Field.BankAccount, new BankAccount("15032080119", "NO").ToValue()))
                .Append(new(Field.Address, new Address("Storgata 1", "0155", "Oslo", "NO").ToValue()))
        );
        Assert.Equal(
            expected.Select(pair => (pair.Key, pair.Value.TextOrNull)),
            read.Person.Values.Select(pair => (pair.Key, pair.Value.TextOrNull))
        );
        Assert.True(read.Person.Active);
        Assert.Empty(read.Person.InnerDisagreements);
        Assert.Empty(read.Person.Locks);
        Assert.Equal(
            (lab.Owner, $"{kari.ContactDbId}", $"{kari.SubledgerDbId}"),
            (read.Person.Owner, read.ContactId, read.SubledgerId)
        );
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("2026-01-15", true)]
    [InlineData("2026-01-14", false)]
    public async Task Reading_EmploymentEnd_DecidesWhetherActive(string? end, bool active)
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1", row => row.EmploymentTo = end is null ? null : DateOnly.Parse(end, null));

        Assert.Equal(active, (await lab.ReadAsync(kari)).Person.Active);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reading_ManyPages_GivesEachEmployeeOfTheEntityOnce(bool composite)
    {
        await using var lab = await XledgerLab.StartAsync(
            on => on.CompositeCursors = composite,
            settings: [("PageSize", "3")]
        );
        for (var number = 0; number < 10; number++)
        {
            lab.Hire($"{number}", row => row.DateTo = number == 0 ? new DateOnly(2020, 1, 1) : null);
        }

        lab.Hire("0", row => row.OwnerDbId = lab.Sweden);

        var reading = await lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);

        Assert.Empty(reading.Problems);
        Assert.Equal(
            Enumerable.Range(0, 10).Select(number => $"{number}"),
            reading.Employees.Select(employee => employee.Person[Field.EmploymentId].TextOrNull!).Order()
        );
    }

    [Fact]
    public async Task Reading_GroupToken_GivesOnlyTheChosenEntity()
    {
        await using var lab = await XledgerLab.StartAsync();
        var inNorway = lab.Hire("1");
        var inSweden = lab.Hire("1", row => row.OwnerDbId = lab.Sweden);

        var reading = await lab.ClientNamed("group level")
            .ReadEmployeesAsync($"{lab.Sweden}", null, CancellationToken.None);

        Assert.Equal($"{inSweden.DbId}", Assert.Single(reading.Employees).Id.Value);
        Assert.Equal(
            ($"{inNorway.DbId}", lab.Owner),
            (Assert.Single(reading.OtherEntities).Id, reading.OtherEntities[0].Owner)
        );
    }

    [Fact]
    public async Task Reading_NoEmployees_IsEmptyAndComplete()
    {
        await using var lab = await XledgerLab.StartAsync();

        var reading = await lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);

        Assert.Empty(reading.Employees);
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public async Task Reading_EmployeeWithoutNumberOrDates_IsAccepted()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1", row =>
        {
            row.Code = null;
            row.EmploymentFrom = null;
        });

        var read = await lab.ReadAsync(kari);

        Assert.Equal(
            (FieldValue.Nothing, FieldValue.Nothing),
            (read.Person[Field.EmploymentId], read.Person[Field.EmploymentStart])
        );
    }

    [Fact]
    public async Task Reading_RecordsThatDisagree_ShowsBothAndUsesTheContacts()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1", subledger: row =>
        {
            row.Email = "other@example.no";
            row.Phone = "+47 911 11 111";
            row.Description = "Kari Hansen";
            row.Address = new AddressRow("Lilleveien 2", "0155", "Oslo", "NO");
        });

        var read = await lab.ReadAsync(kari);

        Assert.Equal(
            [Field.Email, Field.Phone, Field.Address, Field.FamilyName],
            read.Person.InnerDisagreements.Select(one => one.Field)
        );
        Assert.Equal("kari1@example.no", read.Person[Field.Email].TextOrNull);
        Assert.Equal(
            ["contact.email", "subledger.email"],
            read.Person.InnerDisagreements[0].Places.Select(place => place.Key)
        );
    }

    [Theory]
    [InlineData(null, "Ødegård", "Kari Ødegård")]
    [InlineData(null, "Ødegård", "Ødegård, Kari")]
    [InlineData("\u200B", "Ødegård", "Kari Ødegård")]
    [InlineData("Kari", null, "Kari Ødegård")]
    [InlineData(null, "Dahl Lie", "Kari Dahl Lie")]
    public async Task Reading_OneMissingName_DoesNotMakeADisagreementOfTheOther(
        string? given,
        string? family,
        string description
    )
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire(
            "1",
            contact: row => (row.FirstName, row.LastName) = (given, family),
            subledger: row => row.Description = description
        );

        var read = await lab.ReadAsync(kari);

        var places = read.Person.InnerDisagreements.SelectMany(one => one.Places).Select(place => place.Key);
        Assert.DoesNotContain("subledger.description", places);
        Assert.Equal(given == "Kari", read.Person[Field.GivenName].IsValue);
        Assert.Equal(family is not null, read.Person[Field.FamilyName].IsValue);
    }

    [Fact]
    public async Task Reading_OneMissingNameAndAnotherFamilyName_Disagrees()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire(
            "1",
            contact: row => row.FirstName = null,
            subledger: row => row.Description = "Kari Hansen"
        );

        Assert.Contains((await lab.ReadAsync(kari)).Person.InnerDisagreements, one => one.Field == Field.FamilyName);
    }

    [Fact]
    public async Task Reading_RecordsThatDifferInSpellingOnly_DoNotDisagree()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire(
            "1",
            subledger: row =>
            {
                row.Email = " KARI1@example.no";
                row.Phone = "0047 90000001";
                row.Description = "Ødegård, Kari";
                row.Address = new AddressRow("storgata  1", "0155", "OSLO", "NO");
            },
            contact: row => row.Phone = "+47 900 00 001"
        );

        Assert.Empty((await lab.ReadAsync(kari)).Person.InnerDisagreements);
    }

    [Fact]
    public async Task Reading_EmptyContactValue_UsesTheSubledgersAndReportsIt()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1", contact: row => row.Phone = null);

        var read = await lab.ReadAsync(kari);

        Assert.Equal("+47 900 00 1", read.Person[Field.Phone].TextOrNull);
        Assert.Equal(Field.Phone, Assert.Single(read.Person.InnerDisagreements).Field);
    }

    [Fact]
    public async Task Reading_EmployeeWithoutContactAndSubledger_LocksTheirFieldsAndLeavesTheBankAccountUnknown()
    {
        await using var lab = await XledgerLab.StartAsync();
        var bare = lab.Hire("1", bare: true);

        var read = await lab.ReadAsync(bare);

        Assert.Equal(WriteLock.NoContact, read.Person.Locks[Field.GivenName]);
        Assert.False(read.Person.Locks.ContainsKey(Field.EmploymentStart));
        Assert.Equal(
            (FieldValue.Nothing, FieldValue.NotKnown),
            (read.Person[Field.GivenName], read.Person[Field.BankAccount])
        );
        Assert.Equal("kari1@example.no", read.Person[Field.Email].TextOrNull);
    }

    [Theory]
    [InlineData(SocialSec.Clear, "17059012345")]
    [InlineData(SocialSec.Masked, null)]
    [InlineData(SocialSec.Null, null)]
    public async Task Reading_Identification_IsUnknownUnlessShownInClear(SocialSec shown, string? expected)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.SocialSec = shown);
        var kari = lab.Hire("1");
        var without = lab.Hire("2", contact: row => row.SocialSec = null);

        Assert.Equal(
            expected is null ? FieldValue.NotKnown : new FieldValue.Of(expected),
            (await lab.ReadAsync(kari)).Person[Field.Identification]
        );
        Assert.Equal(FieldValue.Nothing, (await lab.ReadAsync(without)).Person[Field.Identification]);
    }

    [Theory]
    [InlineData(GenderCodes.English)]
    [InlineData(GenderCodes.Norwegian)]
    [InlineData(GenderCodes.Numbers)]
    public async Task Reading_Gender_IsUnderstoodWithAnyCode(GenderCodes codes)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.GenderCodes = codes);
        var ola = lab.Hire("1", contact: row => row.GenderDbId = lab.Store.Gender(StandardValues.MaleSubId).DbId);

        Assert.Equal(Gender.Male, (await lab.ReadAsync(ola)).Person[Field.Gender].TextOrNull);
    }

    [Fact]
    public async Task Reading_ByIds_OmitsDeletedRecords()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1");

        var read = await lab.Client.ReadEmployeesAsync(
            [new XledgerId($"{kari.DbId}"), new XledgerId("999")],
            CancellationToken.None
        );

        Assert.Equal([new XledgerId($"{kari.DbId}")], read.Keys);
    }

    [Fact]
    public async Task Finding_ByEmploymentId_SearchesTheEntityOnly()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("001");
        lab.Hire("001", row => row.OwnerDbId = lab.Sweden);
        lab.Hire("1");

        var found = await lab.ClientNamed("group level")
            .FindByEmploymentIdAsync(lab.Owner, ["001", "404"], CancellationToken.None);

        Assert.Equal($"{kari.DbId}", Assert.Single(found).Id.Value);
    }

    [Theory]
    [InlineData("Contact", "Common", "Contact", MissingRight.ErrorWithoutData)]
    [InlineData("Contact", "Common", "Contact", MissingRight.Forbidden)]
    [InlineData("Subledger", "Common", "Subledger", MissingRight.ErrorWithoutData)]
    [InlineData("Employee", "Human Resources", "Employee", MissingRight.FieldNull)]
    public async Task Reading_WithoutARight_NamesItAsInXledgersUi(
        string token,
        string group,
        string scope,
        MissingRight answer
    )
    {
        await using var lab = await XledgerLab.StartAsync(on => on.MissingRight = answer);
        lab.Hire("1");

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.ClientNamed($"{token} read missing").ReadEmployeesAsync(lab.Owner, null, CancellationToken.None)
        );

        Assert.Equal(new Reason(XledgerReasons.RightMissing, group, scope, "read"), fault.Reason);
        Assert.False(fault.Transient);
    }

    [Fact]
    public async Task Reading_FieldsThatAreNullBesideAnError_AreUnknownAndNeverEmpty()
    {
        await using var lab = await XledgerLab.StartAsync(on => on.MissingRight = MissingRight.FieldNull);
        lab.Hire("1");

        var reading = await lab.ClientNamed("Contact read missing")
            .ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);

        var person = Assert.Single(reading.Employees).Person;
        Assert.All(
            [Field.GivenName, Field.Email, Field.Phone, Field.Identification, Field.Gender, Field.Address],
            field => Assert.Equal(FieldValue.NotKnown, person[field])
        );
        Assert.Equal("1", person[Field.EmploymentId].TextOrNull);
    }

    [Theory]
    [InlineData(MissingRight.FieldNull)]
    [InlineData(MissingRight.Silent)]
    public async Task Reading_RegisterOfGendersThatCannotBeRead_LeavesThemUnknownAndNeverEmpty(MissingRight answer)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.MissingRight = answer);
        var kari = lab.Hire("1");
        lab.Hire("2");
        var client = lab.ClientNamed("SystemValue read missing");

        var all = await client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);
        var one = await client.ReadEmployeesAsync([new XledgerId($"{kari.DbId}")], CancellationToken.None);

        Assert.All(all.Employees.Concat(one.Values), employee =>
            Assert.Equal(FieldValue.NotKnown, employee.Person[Field.Gender])
        );
    }

    [Fact]
    public async Task Reading_NoGendersAndAReadableRegister_IsEmpty()
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Hire("1", contact: row => row.GenderDbId = null);

        var all = await lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);

        Assert.Equal(FieldValue.Nothing, Assert.Single(all.Employees).Person[Field.Gender]);
    }

    [Fact]
    public async Task Reading_AddressWhoseCountryIsHidden_IsUnknownAsAWhole()
    {
        await using var lab = await XledgerLab.StartAsync(on => on.MissingRight = MissingRight.FieldNull);
        lab.Hire("1");

        var reading = await lab.ClientNamed("Country read missing")
            .ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);

        Assert.Equal(FieldValue.NotKnown, Assert.Single(reading.Employees).Person[Field.Address]);
    }

    [Fact]
    public async Task Reading_MissingAnnouncedPage_IsAFault()
    {
        await using var lab = await XledgerLab.StartAsync(settings: [("PageSize", "2")]);
        for (var number = 0; number < 5; number++)
        {
            lab.Hire($"{number}");
        }

        lab.Break(FaultKind.PageMissing, "Employees", fromCall: 2, times: 9);

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None)
        );
        Assert.Equal(XledgerReasons.Paging, fault.Reason.Code);
    }
}
