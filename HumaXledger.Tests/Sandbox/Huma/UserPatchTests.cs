using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;

namespace HumaXledger.Tests.Sandbox.Huma;

public sealed class UserPatchTests
{
    private static readonly object Address = new
    {
        line1 = "Fjellveien 3",
        line2 = "Oppgang B",
        line3 = "",
        postalCode = "0571",
        city = "Oslo",
        country = "NO",
    };

    [Fact]
    public async Task Patch_PlainValues_AnswersWithTheNewProfileAndLeavesTheRest()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.Anyone();

        var profile = await sandbox.PatchAsync(
            user.Id,
            new
            {
                phone = "+47 400 00 001",
                birthDate = "1990-02-03",
                gender = "Ikke-binær",
                homeAddress = Address,
            }
        );

        Assert.Equal("+47 400 00 001", profile.GetProperty("phone").GetProperty("value").GetString());
        Assert.Equal("1990-02-03", profile.GetProperty("birthDate").GetProperty("value").GetString());
        var after = sandbox.World.Huma.Find(user.Id)!;
        Assert.Equal(new HumaAddress("Fjellveien 3", "Oppgang B", null, "0571", "Oslo", "NO"), after.HomeAddress);
        Assert.Equal("Ikke-binær", after.Gender);
        Assert.Equal(
            (user.Email, user.EmploymentId, user.FamilyName),
            (after.Email, after.EmploymentId, after.FamilyName)
        );
    }

    [Theory]
    [InlineData(ClearBy.EmptyString, false, true)]
    [InlineData(ClearBy.Null, true, null)]
    [InlineData(ClearBy.Either, true, true)]
    [InlineData(ClearBy.None, false, null)]
    public async Task Patch_NullAndEmptyString_ClearAsTheSwitchSays(ClearBy clearBy, bool nullClears, bool? emptyClears)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.ClearBy = clearBy);
        var user = sandbox.Anyone();

        await sandbox.PatchAsync(user.Id, """{"phone":null,"birthDate":null,"bankAccount":null,"homeAddress":null}""");
        var (status, body) = await sandbox.SendAsync(HttpMethod.Patch, $"users/{user.Id}", """{"gender":""}""");

        var after = sandbox.World.Huma.Find(user.Id)!;
        Assert.Equal(
            (nullClears, nullClears, nullClears, nullClears),
            (after.Phone is null, after.BirthDate is null, after.BankAccount is null, after.HomeAddress is null)
        );
        Assert.Equal(emptyClears is true ? 200 : 400, status);
        Assert.Equal(emptyClears is true, after.Gender is null);
        if (emptyClears is null)
            Assert.Equal("gender", body.GetProperty("fields")[0].GetString());
    }

    [Theory]
    [InlineData("givenName")]
    [InlineData("familyName")]
    [InlineData("email")]
    public async Task Patch_ClearingARequiredField_IsRefused(string field)
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var (status, body) = await sandbox.SendAsync(
            HttpMethod.Patch,
            $"users/{sandbox.Anyone().Id}",
            new Dictionary<string, string> { [field] = "" }
        );

        Assert.Equal(400, status);
        Assert.Equal(field, body.GetProperty("fields")[0].GetString());
    }

    [Fact]
    public async Task Patch_EmailOfAPersonWhoLoggedIn_AwaitsConfirmation()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.Anyone();

        var email = (await sandbox.PatchAsync(user.Id, new { email = "ny@example.no" })).GetProperty("email");

        Assert.Equal(user.Email, email.GetProperty("value").GetString());
        Assert.Equal("ny@example.no", email.GetProperty("requestedValue").GetString());
        Assert.Equal(EditOutcome.Done, sandbox.World.ConfirmEmailInHuma(user.Id));
        Assert.Equal(
            "ny@example.no",
            (await sandbox.GetAsync($"users/{user.Id}")).GetProperty("email").GetProperty("value").GetString()
        );
    }

    [Fact]
    public async Task Patch_EmailOfAPersonWhoNeverLoggedIn_AppliesAtOnce()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.One(SampleSituation.NeverLoggedIn);

        var email = (await sandbox.PatchAsync(user.Id, new { email = "ny@example.no" })).GetProperty("email");

        Assert.Equal("ny@example.no", email.GetProperty("value").GetString());
        Assert.False(email.TryGetProperty("requestedValue", out _));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task Patch_ValuesThatAnotherUserHolds_AreRefusedTogetherAndNothingIsWritten(int status)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.UniquenessStatus = status);
        var user = sandbox.Anyone();
        var other = sandbox.Anyone(one => one.Id != user.Id);

        var (answered, body) = await sandbox.SendAsync(
            HttpMethod.Patch,
            $"users/{user.Id}",
            new
            {
                email = other.Email,
                phone = other.Phone!.Replace(" ", "  "),
                employmentId = other.EmploymentId,
                gender = "x",
            }
        );

        Assert.Equal(status, answered);
        Assert.Equal(
            ["email", "employmentId", "phone"],
            body.GetProperty("fields").EnumerateArray().Select(field => field.GetString()!).Order()
        );
        Assert.Equal(user, sandbox.World.Huma.Find(user.Id));
    }

    [Theory]
    [InlineData("line1")]
    [InlineData("line2")]
    [InlineData("line3")]
    [InlineData("postalCode")]
    [InlineData("city")]
    [InlineData("country")]
    public async Task Patch_AddressWithoutOneOfItsSixKeys_IsRefused(string key)
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var address = new Dictionary<string, string>
        {
            ["line1"] = "Fjellveien 3",
            ["line2"] = "",
            ["line3"] = "",
            ["postalCode"] = "0571",
            ["city"] = "Oslo",
            ["country"] = "NO",
        };
        address.Remove(key);

        var (status, body) = await sandbox.SendAsync(
            HttpMethod.Patch,
            $"users/{sandbox.Anyone().Id}",
            new { homeAddress = address }
        );

        Assert.Equal(400, status);
        Assert.Equal("homeAddress." + key, body.GetProperty("fields")[0].GetString());
    }

    [Theory]
    [InlineData(IncompleteAddress.Refused, 400)]
    [InlineData(IncompleteAddress.Accepted, 200)]
    public async Task Patch_AddressWithEmptyCity_FollowsTheSwitch(IncompleteAddress answer, int status)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.IncompleteAddress = answer);

        var (answered, _) = await sandbox.SendAsync(
            HttpMethod.Patch,
            $"users/{sandbox.Anyone().Id}",
            new
            {
                homeAddress = new
                {
                    line1 = "Fjellveien 3",
                    line2 = "",
                    line3 = "",
                    postalCode = "0571",
                    city = "",
                    country = "NO",
                },
            }
        );

        Assert.Equal(status, answered);
    }

    [Theory]
    [InlineData(BankAccountType.Lowercase, "national", "international")]
    [InlineData(BankAccountType.Uppercase, "NATIONAL", "INTERNATIONAL")]
    [InlineData(BankAccountType.SchemaName, "NationalBankAccount", "InternationalBankAccount")]
    public async Task Patch_BankAccount_TakesTheLiteralsOfTheSwitchAndNoOthers(
        BankAccountType spelling,
        string national,
        string international
    )
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.BankAccountType = spelling);
        var user = sandbox.Anyone();

        await sandbox.PatchAsync(
            user.Id,
            new
            {
                bankAccount = new
                {
                    type = national,
                    number = "99900000001",
                    country = "NO",
                },
            }
        );
        Assert.Equal(new HumaBankAccount.National("99900000001", "NO"), sandbox.World.Huma.Find(user.Id)!.BankAccount);
        var profile = await sandbox.PatchAsync(
            user.Id,
            new
            {
                bankAccount = new
                {
                    type = international,
                    iban = "SE0099900000000000000001",
                    bic = "EXAMSESS",
                },
            }
        );
        Assert.Equal(
            international,
            profile.GetProperty("bankAccount").GetProperty("value").GetProperty("type").GetString()
        );
        var (status, body) = await sandbox.SendAsync(
            HttpMethod.Patch,
            $"users/{user.Id}",
            new
            {
                bankAccount = new
                {
                    type = "iban",
                    iban = "x",
                    bic = "y",
                },
            }
        );
        Assert.Equal(400, status);
        Assert.Equal("bankAccount.type", body.GetProperty("fields")[0].GetString());
    }

    [Theory]
    [InlineData(UnknownInput.Ignored, 200)]
    [InlineData(UnknownInput.Refused, 400)]
    public async Task Patch_RemovedInputs_AreIgnoredOrRefusedBySwitch(UnknownInput answer, int status)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.UnknownInput = answer);
        var user = sandbox.Anyone();

        var (answered, _) = await sandbox.SendAsync(
            HttpMethod.Patch,
            $"users/{user.Id}",
            new { jobTitle = "Direktør", employmentStartDate = "2020-01-01" }
        );

        Assert.Equal(status, answered);
        Assert.Equal(user, sandbox.World.Huma.Find(user.Id));
    }

    [Theory]
    [InlineData(LockedWrite.Ignored, 200)]
    [InlineData(LockedWrite.BadRequest, 400)]
    [InlineData(LockedWrite.Forbidden, 403)]
    public async Task Patch_DeactivatedProfile_IsLocked(LockedWrite answer, int status)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.LockedWrite = answer);
        var user = sandbox.One(SampleSituation.DeactivatedButEmployed);

        var (answered, _) = await sandbox.SendAsync(
            HttpMethod.Patch,
            $"users/{user.Id}",
            new { phone = "+47 400 00 001" }
        );

        Assert.Equal(status, answered);
        Assert.Equal(user, sandbox.World.Huma.Find(user.Id));
    }

    [Fact]
    public async Task Patch_FieldThatTheRoleMayOnlyRead_IsNotWritten()
    {
        await using var sandbox = await HumaSandbox.StartAsync(set =>
            (set.LockedWrite, set.ReadOnlyFields) = (LockedWrite.Forbidden, ["gender"])
        );
        var user = sandbox.Anyone();

        var (status, body) = await sandbox.SendAsync(
            HttpMethod.Patch,
            $"users/{user.Id}",
            new { gender = "x", phone = "+47 400 00 001" }
        );

        Assert.Equal(403, status);
        Assert.Equal("gender", Assert.Single(body.GetProperty("fields").EnumerateArray()).GetString());
        Assert.Equal(user, sandbox.World.Huma.Find(user.Id));
    }

    [Theory]
    [InlineData(PhoneFormat.AsGiven, "400 00 001", "400 00 001")]
    [InlineData(PhoneFormat.E164, "400 00 001", "+4740000001")]
    [InlineData(PhoneFormat.E164, "0047 40000001", "+4740000001")]
    [InlineData(PhoneFormat.E164, "070-174 06 05", "+46701740605")]
    public async Task Patch_Phone_IsKeptAsTheSwitchSays(PhoneFormat format, string given, string kept)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.PhoneFormat = format);

        var profile = await sandbox.PatchAsync(sandbox.Anyone().Id, new { phone = given });

        Assert.Equal(kept, profile.GetProperty("phone").GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("""{"birthDate":"03.02.1990"}""")]
    [InlineData("""{"birthDate":"1990-02-30"}""")]
    [InlineData("""{"nationality":"NOR"}""")]
    [InlineData("""{"civilStatus":"Divorced"}""")]
    [InlineData("""{"phone":12345678}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Patch_ValueOutsideTheSpecification_Is400(string body)
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        Assert.Equal(400, (await sandbox.SendAsync(HttpMethod.Patch, $"users/{sandbox.Anyone().Id}", body)).Status);
    }
}
