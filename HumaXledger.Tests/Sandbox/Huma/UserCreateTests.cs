namespace HumaXledger.Tests.Sandbox.Huma;

public sealed class UserCreateTests
{
    private static object Input(string email = "ny.person@example.no", string given = "Ny", object? groups = null) =>
        new
        {
            givenName = given,
            familyName = "Person",
            email,
            groups = groups ?? Array.Empty<string>(),
        };

    [Fact]
    public async Task Create_RequiredValues_Answers200WithTheCompactUser()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var group = sandbox.World.Huma.Groups()[0];

        var (status, body) = await sandbox.SendAsync(HttpMethod.Post, "users", Input(groups: new[] { group.Id }));

        Assert.Equal(200, status);
        var user = sandbox.World.Huma.Find(body.GetProperty("id").GetGuid())!;
        Assert.Equal(("Ny", "Person", "ny.person@example.no"), (user.GivenName, user.FamilyName, user.Email));
        Assert.Equal(group.Id, Assert.Single(user.Groups));
        Assert.Null(user.InvitedAt);
        Assert.False(body.TryGetProperty("employmentId", out _));
    }

    [Theory]
    [InlineData("""{"familyName":"P","email":"a@example.no","groups":[]}""", "givenName")]
    [InlineData("""{"givenName":"N","email":"a@example.no","groups":[]}""", "familyName")]
    [InlineData("""{"givenName":"N","familyName":"P","groups":[]}""", "email")]
    [InlineData("""{"givenName":"N","familyName":"P","email":"not an address","groups":[]}""", "email")]
    [InlineData("""{"givenName":"N","familyName":"P","email":"a@example.no"}""", "groups")]
    [InlineData(
        """{"givenName":"N","familyName":"P","email":"a@example.no","groups":["7a1e2d6e-9f8f-4b0f-9d0b-0a3a6a0f7a11"]}""",
        "groups"
    )]
    public async Task Create_RequiredValueMissingOrWrong_Is400AndNamesIt(string body, string field)
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var (status, answer) = await sandbox.SendAsync(HttpMethod.Post, "users", body);

        Assert.Equal(400, status);
        Assert.Equal(field, Assert.Single(answer.GetProperty("fields").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Create_NameLongerThan255_IsRefused()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        Assert.Equal(
            200,
            (await sandbox.SendAsync(HttpMethod.Post, "users", Input(given: new string('a', 255)))).Status
        );
        Assert.Equal(
            400,
            (await sandbox.SendAsync(HttpMethod.Post, "users", Input("other@example.no", new string('a', 256)))).Status
        );
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task Create_EmailOfAnotherPersonInOtherCase_IsRefusedWithTheStatusOfTheSwitch(int status)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.UniquenessStatus = status);
        var count = sandbox.World.Huma.Count;

        var (answered, body) = await sandbox.SendAsync(
            HttpMethod.Post,
            "users",
            Input(Swapped(sandbox.Anyone().Email))
        );

        Assert.Equal(status, answered);
        Assert.Equal("email", Assert.Single(body.GetProperty("fields").EnumerateArray()).GetString());
        Assert.Equal(count, sandbox.World.Huma.Count);
    }

    [Fact]
    public async Task Create_EmptyGroupsWhereTheyAreRefused_Is400()
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.EmptyGroupsAccepted = false);

        Assert.Equal(400, (await sandbox.SendAsync(HttpMethod.Post, "users", Input())).Status);
    }

    [Fact]
    public async Task Create_WithInvitation_SetsInvitedAt()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var (_, body) = await sandbox.SendAsync(
            HttpMethod.Post,
            "users",
            new
            {
                givenName = "Ny",
                familyName = "Person",
                email = "ny@example.no",
                groups = Array.Empty<string>(),
                invite = true,
            }
        );

        var profile = await sandbox.GetAsync($"users/{body.GetProperty("id").GetGuid()}");
        Assert.Equal(sandbox.Clock.Now, profile.GetProperty("invitedAt").GetDateTimeOffset());
    }

    private static string Swapped(string text) =>
        text == text.ToUpperInvariant() ? text.ToLowerInvariant() : text.ToUpperInvariant();
}
