using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Reasons;
using HumaXledger.Sandbox.Huma;

namespace HumaXledger.Tests.Huma;

public sealed class HumaWritingTests
{
    [Fact]
    public async Task Writing_AllFields_ReachesProfilePositionAndIdentification()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add();

        var outcome = await lab.WriteAsync(
            user,
            (Field.Email, "kari.ny@example.no"),
            (Field.EmploymentId, "0042"),
            (Field.GivenName, "Karin"),
            (Field.FamilyName, "Ås"),
            (Field.Phone, "+47 911 11 111"),
            (Field.DateOfBirth, "1991-01-02"),
            (Field.BankAccount, new BankAccount("60210798462", "NO").ToValue().TextOrNull),
            (
                Field.Address,
                new Address("Bakken 2\nOppgang B\nDør 3\nBak", "5003", "Bergen", "NO").ToValue().TextOrNull
            ),
            (Field.Gender, "Ikke-binær"),
            (Field.JobTitle, "Seniorrådgiver"),
            (Field.EmploymentStart, "2022-02-01"),
            (Field.ProbationEnd, "2022-08-01"),
            (Field.TerminationNotice, "2031-01-01"),
            (Field.EmploymentEnd, "2031-04-01"),
            (Field.Identification, "02019112345")
        );

        Assert.Empty(outcome.Refused);
        var held = lab.Held(user);
        Assert.Equal(
            ("kari.ny@example.no", "0042", "Karin", "Ås"),
            (held.Email, held.EmploymentId, held.GivenName, held.FamilyName)
        );
        Assert.Equal(
            ("+47 911 11 111", new DateOnly(1991, 1, 2), "Ikke-binær"),
            (held.Phone, held.BirthDate!.Value, held.Gender)
        );
        Assert.Equal(new HumaBankAccount.National("60210798462", "NO"), held.BankAccount);
        Assert.Equal(new HumaAddress("Bakken 2", "Oppgang B", "Dør 3, Bak", "5003", "Bergen", "NO"), held.HomeAddress);
        var position = Assert.Single(held.Positions);
        Assert.Equal("Seniorrådgiver", lab.Store.JobTitle(position.TitleId)?.Name);
        Assert.Equal(
            (new DateOnly(2022, 2, 1), new DateOnly(2022, 8, 1)),
            (position.ContractStartDate!.Value, position.ProbationEndDate!.Value)
        );
        Assert.Equal(
            (new DateOnly(2031, 1, 1), new DateOnly(2031, 4, 1)),
            (position.TerminationNoticeDate!.Value, position.ContractEndDate!.Value)
        );
        Assert.Equal(
            ("national", "02019112345"),
            Assert.Single(held.Identifications.Select(one => (one.Type, one.Value)))
        );
        Assert.Equal(outcome.After, await lab.ReadAsync(user), Same);
    }

    [Fact]
    public async Task Writing_OneField_LeavesTheOthersUnchanged()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add();

        await lab.WriteAsync(user, (Field.Gender, "Male"));

        Assert.Equal(
            user with
            {
                Gender = "Male",
            },
            lab.Held(user) with
            {
                Positions = user.Positions,
                Identifications = user.Identifications,
            }
        );
    }

    [Theory]
    [InlineData(ClearBy.EmptyString)]
    [InlineData(ClearBy.Null)]
    [InlineData(ClearBy.Either)]
    public async Task Clearing_ByNullOrEmptyText_RemovesTheValues(ClearBy clearBy)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.ClearBy = clearBy);
        var user = lab.Add();

        var outcome = await lab.WriteAsync(
            user,
            (Field.Phone, null),
            (Field.DateOfBirth, null),
            (Field.BankAccount, null),
            (Field.Address, null),
            (Field.Gender, null),
            (Field.ProbationEnd, null),
            (Field.TerminationNotice, null),
            (Field.EmploymentEnd, null),
            (Field.Identification, null)
        );

        Assert.Empty(outcome.Refused);
        var held = lab.Held(user);
        Assert.Equal(
            (null, null, null, null, null),
            (held.Phone, held.BirthDate, held.BankAccount, held.HomeAddress, held.Gender)
        );
        var position = Assert.Single(held.Positions);
        Assert.Equal(
            (null, null, null),
            (position.ProbationEndDate, position.TerminationNoticeDate, position.ContractEndDate)
        );
        Assert.Empty(held.Identifications);
    }

    [Fact]
    public async Task Clearing_NothingClears_IsReported()
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.ClearBy = ClearBy.None);
        var user = lab.Add();

        var outcome = await lab.WriteAsync(
            user,
            (Field.Phone, null),
            (Field.EmploymentEnd, null),
            (Field.GivenName, "Karin")
        );

        Assert.Equal([Field.Phone, Field.EmploymentEnd], outcome.Refused.Keys.Order());
        Assert.All(outcome.Refused.Values, reason => Assert.Equal(HumaReasons.ClearRefused, reason.Code));
        Assert.Equal(("Karin", user.Phone), (lab.Held(user).GivenName, lab.Held(user).Phone));
    }

    [Fact]
    public async Task Clearing_FieldThatAlwaysHasAValue_IsNotTried()
    {
        await using var lab = await HumaLab.StartAsync();

        var outcome = await lab.WriteAsync(
            lab.Add(),
            (Field.Email, null),
            (Field.JobTitle, null),
            (Field.EmploymentStart, null)
        );

        Assert.All(outcome.Refused.Values, reason => Assert.Equal(HumaReasons.ClearImpossible, reason.Code));
        Assert.Equal(3, outcome.Refused.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task Writing_ValueOfAnotherPerson_IsRefusedAndTheRestIsWritten(int status)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.UniquenessStatus = status);
        var taken = lab.Add("Ola");
        var user = lab.Add("Kari");

        var outcome = await lab.WriteAsync(
            user,
            (Field.EmploymentId, taken.EmploymentId),
            (Field.Phone, taken.Phone),
            (Field.Gender, "Male"),
            (Field.FamilyName, "Vik")
        );

        Assert.Equal([Field.EmploymentId, Field.Phone], outcome.Refused.Keys.Order());
        Assert.All(outcome.Refused.Values, reason => Assert.Equal(new Reason(HumaReasons.Unique), reason));
        Assert.Equal(("Male", "Vik"), (lab.Held(user).Gender, lab.Held(user).FamilyName));
    }

    [Fact]
    public async Task Writing_IncompleteAddress_IsRefusedAndTheRestIsWritten()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add();

        var outcome = await lab.WriteAsync(
            user,
            (Field.Address, new Address("Bakken 2", null, "Bergen", null).ToValue().TextOrNull),
            (Field.Gender, "Male")
        );

        Assert.Equal(
            new Reason(HumaReasons.FieldRefused, "field:invalid-format"),
            Assert.Single(outcome.Refused, entry => entry.Key == Field.Address).Value
        );
        Assert.Equal("Male", lab.Held(user).Gender);
    }

    [Theory]
    [InlineData(LockedWrite.Ignored, HumaReasons.Ignored)]
    [InlineData(LockedWrite.BadRequest, HumaReasons.Locked)]
    [InlineData(LockedWrite.Forbidden, HumaReasons.Locked)]
    public async Task Writing_LockedProfile_IsDetectedInEveryFormOfAnswer(LockedWrite reported, string code)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.LockedWrite = reported);
        var user = lab.Add(change: user => user with { Active = false });

        var outcome = await lab.WriteAsync(
            user,
            (Field.GivenName, "Karin"),
            (Field.EmploymentEnd, "2031-01-01"),
            (Field.Identification, "02019112345")
        );

        Assert.Equal([Field.GivenName, Field.EmploymentEnd, Field.Identification], outcome.Refused.Keys.Order());
        Assert.All(outcome.Refused.Values, reason => Assert.Equal(code, reason.Code));
    }

    [Fact]
    public async Task Writing_EmailOfAPersonWhoHasLoggedIn_AwaitsConfirmationAndIsNotRefused()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add(change: user => user with { LastLoggedInAt = DateTimeOffset.UnixEpoch });

        var outcome = await lab.WriteAsync(user, (Field.Email, "kari.ny@example.no"));

        Assert.Empty(outcome.Refused);
        Assert.Equal("kari.ny@example.no", outcome.After?.RequestedEmail);
        Assert.Equal(user.Email, outcome.After?.Person[Field.Email].TextOrNull);
    }

    [Theory]
    [InlineData(BankAccountType.Lowercase)]
    [InlineData(BankAccountType.Uppercase)]
    [InlineData(BankAccountType.SchemaName)]
    public async Task Writing_BankAccounts_FindsTheSpellingOfTheirType(BankAccountType spelling)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.BankAccountType = spelling);
        var user = lab.Add(change: user => user with { BankAccount = null });

        var national = await lab.WriteAsync(
            user,
            (Field.BankAccount, new BankAccount("60210798462", "NO").ToValue().TextOrNull),
            (Field.Gender, "Male")
        );
        Assert.Empty(national.Refused);
        Assert.Equal(new HumaBankAccount.National("60210798462", "NO"), lab.Held(user).BankAccount);

        var international = await lab.WriteAsync(
            user,
            (Field.BankAccount, new BankAccount("SE4550000000058398257466", null, "ESSESESS").ToValue().TextOrNull)
        );
        Assert.Empty(international.Refused);
        Assert.Equal(
            new HumaBankAccount.International("SE4550000000058398257466", "ESSESESS"),
            lab.Held(user).BankAccount
        );
    }

    [Fact]
    public async Task Writing_BankAccountThatLacksAPart_NamesThePart()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add();

        var national = await lab.WriteAsync(
            user,
            (Field.BankAccount, new BankAccount("60210798462", null).ToValue().TextOrNull)
        );
        var international = await lab.WriteAsync(
            user,
            (Field.BankAccount, new BankAccount("SE4550000000058398257466", "SE").ToValue().TextOrNull)
        );

        Assert.Equal(ValueReasons.BankCountryMissing, national.Refused[Field.BankAccount].Code);
        Assert.Equal(ValueReasons.BankBicMissing, international.Refused[Field.BankAccount].Code);
    }

    [Fact]
    public async Task Writing_PhoneThatHumaRewrites_IsNotTakenForIgnored()
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.PhoneFormat = PhoneFormat.E164);

        var outcome = await lab.WriteAsync(lab.Add(), (Field.Phone, "911 11 111"));

        Assert.Empty(outcome.Refused);
        Assert.Equal("+4791111111", outcome.After?.Person[Field.Phone].TextOrNull);
    }

    private static bool Same(Core.Huma.HumaUser? one, Core.Huma.HumaUser? other) =>
        one is not null
        && other is not null
        && one.Person.Values.Equals(other.Person.Values)
        && (one.MainPositionId, one.NationalIdentificationId) == (other.MainPositionId, other.NationalIdentificationId);
}
