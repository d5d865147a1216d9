using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;

namespace HumaXledger.Tests.Sandbox.Huma;

public sealed class ProfileTests
{
    [Fact]
    public async Task Profile_Values_AreWrapped()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.Anyone(one => one.BankAccount is HumaBankAccount.National);

        var profile = await sandbox.GetAsync($"users/{user.Id}");

        Assert.Equal(user.GivenName, profile.GetProperty("givenName").GetProperty("value").GetString());
        Assert.True(profile.GetProperty("phone").GetProperty("editable").GetBoolean());
        Assert.Equal("important", profile.GetProperty("phone").GetProperty("completeness").GetString());
        Assert.Equal(
            user.BirthDate!.Value.ToString("yyyy-MM-dd"),
            profile.GetProperty("birthDate").GetProperty("value").GetString()
        );
        Assert.Equal(
            user.HomeAddress!.Country,
            profile.GetProperty("homeAddress").GetProperty("value").GetProperty("country").GetString()
        );
        var account = profile.GetProperty("bankAccount").GetProperty("value");
        Assert.Equal("national", account.GetProperty("type").GetString());
        Assert.Equal(((HumaBankAccount.National)user.BankAccount!).Number, account.GetProperty("number").GetString());
        Assert.NotEmpty(account.GetProperty("code").GetString()!);
        var identification = profile.GetProperty("identifications").GetProperty("value")[0];
        Assert.Equal(user.Identifications[0].Value, identification.GetProperty("value").GetString());
        Assert.Equal("user", profile.GetProperty("type").GetString());
        Assert.True(profile.GetProperty("status").GetProperty("active").GetBoolean());
        Assert.True(profile.GetProperty("subordinatesCount").GetInt32() >= 0);
    }

    [Theory]
    [InlineData(EmptyValue.Absent, false)]
    [InlineData(EmptyValue.Null, true)]
    public async Task Profile_FieldWithoutValue_IsAbsentOrNullBySwitch(EmptyValue answer, bool present)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.EmptyValue = answer);
        var user = sandbox.One(SampleSituation.MissingInHuma, SandboxField.Gender);

        var gender = (await sandbox.GetAsync($"users/{user.Id}")).GetProperty("gender");

        Assert.Equal(present, gender.TryGetProperty("value", out _));
        Assert.True(gender.GetProperty("editable").GetBoolean());
    }

    [Theory]
    [InlineData(DeprecatedEmployment.CurrentOnly, true, false)]
    [InlineData(DeprecatedEmployment.MainPosition, true, true)]
    [InlineData(DeprecatedEmployment.Absent, false, false)]
    public async Task Profile_DeprecatedEmployment_FollowsTheSwitch(
        DeprecatedEmployment answer,
        bool ofCurrent,
        bool ofUpcoming
    )
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.DeprecatedEmployment = answer);
        var upcoming = sandbox
            .World.Catalogue.Of(SampleSituation.NotStarted)
            .Select(one => one.People[0])
            .First(person => person.Agrees)
            .HumaId;

        Assert.Equal(ofCurrent, await HasStartAsync(sandbox, sandbox.Anyone().Id));
        Assert.Equal(ofUpcoming, await HasStartAsync(sandbox, upcoming!.Value));
    }

    [Fact]
    public async Task Profile_FieldsHiddenFromTheManagerRole_AreAbsent()
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.HiddenFields = ["phone"]);
        var user = sandbox.Anyone();
        await sandbox.SignInAsync(sandbox.World.HumaAccess.Keys.Single(key => key.Hidden.Length > 0));

        var profile = await sandbox.GetAsync($"users/{user.Id}");

        Assert.False(profile.TryGetProperty("bankAccount", out _));
        Assert.False(profile.TryGetProperty("identifications", out _));
        Assert.False(profile.TryGetProperty("phone", out _));
        Assert.True(profile.TryGetProperty("employmentId", out _));
    }

    [Theory]
    [InlineData(true, "locked_disconnect", false)]
    [InlineData(false, "possibly_locked_disconnect", true)]
    public async Task Profile_ManagedByAnotherIntegration_NamesIt(bool locks, string warning, bool editable)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set =>
            (set.IntegrationLocksFields, set.IntegrationKey) = (locks, IntegrationKey.Name)
        );
        var user = sandbox.One(SampleSituation.OtherIntegration);

        var profile = await sandbox.GetAsync($"users/{user.Id}");

        Assert.Equal(
            "xledger",
            profile.GetProperty("connectedIntegrations").GetProperty("xledger").GetProperty("type").GetString()
        );
        var phone = profile.GetProperty("phone");
        Assert.Equal(
            warning,
            phone.GetProperty("integrations").GetProperty("xledger").GetProperty("warning").GetString()
        );
        Assert.Equal(editable, phone.GetProperty("editable").GetBoolean());
    }

    [Fact]
    public async Task Profile_PendingEmail_ShowsTheOldValueAndTheRequestedOne()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.One(SampleSituation.PendingEmail);

        var email = (await sandbox.GetAsync($"users/{user.Id}")).GetProperty("email");

        Assert.Equal(user.Email, email.GetProperty("value").GetString());
        Assert.Equal(user.RequestedEmail, email.GetProperty("requestedValue").GetString());
    }

    [Fact]
    public async Task Profile_OfADeactivatedPerson_HasTheTimeAndCannotBeEdited()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.One(SampleSituation.Ended);

        var profile = await sandbox.GetAsync($"users/{user.Id}");

        Assert.False(profile.GetProperty("status").GetProperty("active").GetBoolean());
        Assert.True(profile.GetProperty("status").TryGetProperty("deactivatedAt", out _));
        Assert.False(profile.GetProperty("phone").GetProperty("editable").GetBoolean());
    }

    [Fact]
    public async Task Profile_OfADeactivatedPersonHiddenFromTheRole_IsNotFound()
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.DeactivatedVisible = false);

        Assert.Equal(
            404,
            (await sandbox.SendAsync(HttpMethod.Get, $"users/{sandbox.One(SampleSituation.Ended).Id}")).Status
        );
    }

    [Fact]
    public async Task Profile_UnknownId_Is404WithTypeAndId()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var id = Guid.NewGuid();

        var (status, body) = await sandbox.SendAsync(HttpMethod.Get, $"users/{id}");

        Assert.Equal(404, status);
        Assert.Equal("object:not-found", body.GetProperty("errorCode").GetString());
        Assert.Equal("User", body.GetProperty("interpolations").GetProperty("type").GetString());
        Assert.Equal(id.ToString(), body.GetProperty("interpolations").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Profile_IdThatIsNoUuid_Is400()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        Assert.Equal(400, (await sandbox.SendAsync(HttpMethod.Get, "users/17")).Status);
    }

    [Fact]
    public async Task UnknownPath_Is404InTheFormOfTheFramework()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var (status, body) = await sandbox.SendAsync(HttpMethod.Get, "absences");

        Assert.Equal(404, status);
        Assert.Equal("/huma/absences", body.GetProperty("path").GetString());
    }

    private static async Task<bool> HasStartAsync(HumaSandbox sandbox, Guid id) =>
        (await sandbox.GetAsync($"users/{id}")).TryGetProperty("employmentStartDate", out var start)
        && start.TryGetProperty("value", out _);
}
