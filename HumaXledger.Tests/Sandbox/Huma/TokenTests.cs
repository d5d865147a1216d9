using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HumaXledger.Sandbox.FaultInjection;

namespace HumaXledger.Tests.Sandbox.Huma;

public sealed class TokenTests
{
    [Theory]
    [InlineData("form")]
    [InlineData("json")]
    [InlineData("basic")]
    public async Task Token_ClientCredentialsInEachDocumentedForm_IsAccepted(string form)
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var key = sandbox.World.HumaAccess.Keys[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, "auth/oauth/token");
        request.Content = form switch
        {
            "form" => HumaSandbox.Form(key),
            "json" => new StringContent(
                $$"""{"grant_type":"client_credentials","client_id":"{{key.ClientId}}","client_secret":"{{key.ClientSecret}}"}""",
                Encoding.UTF8,
                "application/json"
            ),
            _ => new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization =
            form == "basic"
                ? new AuthenticationHeaderValue(
                    "Basic",
                    Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key.ClientId}:{key.ClientSecret}"))
                )
                : null;
        sandbox.Http.DefaultRequestHeaders.Authorization = null;

        using var answer = await sandbox.Http.SendAsync(request);
        var body = await HumaSandbox.JsonAsync(answer);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(300, body.GetProperty("expires_in").GetInt64());
        Assert.Equal(sandbox.World.Huma.OrganizationId, body.GetProperty("organizationId").GetGuid());
        Assert.Equal(key.ServiceUserId, body.GetProperty("userId").GetGuid());
        Assert.Equal("bearer", body.GetProperty("token_type").GetString());
        sandbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", body.GetProperty("access_token").GetString());
        Assert.Equal("service_user", (await sandbox.GetAsync("users/me")).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Token_WrongSecret_Is401WithErrorAndDescription()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        using var answer = await sandbox.Http.PostAsync(
            "auth/oauth/token",
            HumaSandbox.Form(sandbox.World.HumaAccess.Keys[0] with { ClientSecret = Guid.NewGuid() })
        );
        var body = await HumaSandbox.JsonAsync(answer);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("invalid_client", body.GetProperty("error").GetString());
        Assert.NotEmpty(body.GetProperty("error_description").GetString()!);
    }

    [Fact]
    public async Task Token_OfADeactivatedKey_IsRefused()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        using var answer = await sandbox.Http.PostAsync(
            "auth/oauth/token",
            HumaSandbox.Form(sandbox.World.HumaAccess.Keys.Single(key => !key.Active))
        );

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Token_AfterItsLifetime_IsInvalid()
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.TokenLifetimeSeconds = 60);
        sandbox.Clock.Now += TimeSpan.FromSeconds(59);
        await sandbox.GetAsync("users/me");

        sandbox.Clock.Now += TimeSpan.FromSeconds(1);
        var (status, body) = await sandbox.SendAsync(HttpMethod.Get, "users/me");

        Assert.Equal(401, status);
        Assert.Equal("invalid_token", body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Token_Revoked_IsInvalid()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        Assert.Equal(200, (await sandbox.SendAsync(HttpMethod.Post, "auth/oauth/revoke")).Status);

        Assert.Equal(401, (await sandbox.SendAsync(HttpMethod.Get, "users/me")).Status);
    }

    [Fact]
    public async Task Call_WithoutToken_Is401()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        sandbox.Http.DefaultRequestHeaders.Authorization = null;

        var (status, body) = await sandbox.SendAsync(HttpMethod.Get, "users");

        Assert.Equal(401, status);
        Assert.Equal("unauthorized", body.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData(true, "1")]
    [InlineData(false, null)]
    public async Task Calls_MoreThanTheLimitInASecond_Are429(bool retryAfter, string? expected)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set =>
            (set.RequestsPerSecond, set.RetryAfter) = (2, retryAfter)
        );
        await sandbox.GetAsync("users/me");
        await sandbox.GetAsync("users/me");

        using var refused = await sandbox.Http.GetAsync("users/me");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(expected, refused.Headers.RetryAfter?.ToString());
        sandbox.Clock.Now += TimeSpan.FromSeconds(1);
        await sandbox.GetAsync("users/me");
    }

    [Theory]
    [InlineData(FaultKind.Status429, 429)]
    [InlineData(FaultKind.Status503, 503)]
    public async Task Call_WithARateLimitFault_IsToldToWaitAndNotExecuted(FaultKind kind, int status)
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.Anyone();
        sandbox.World.Faults.Add(
            new FaultRule(kind)
            {
                System = OutsideSystem.Huma,
                Contains = "/users/",
                RetryAfter = TimeSpan.FromSeconds(7),
            }
        );
        using var body = new StringContent("""{"gender":"x"}""", Encoding.UTF8, "application/json");

        using var refused = await sandbox.Http.PatchAsync($"users/{user.Id}", body);

        Assert.Equal(status, (int)refused.StatusCode);
        Assert.Equal("7", refused.Headers.RetryAfter?.ToString());
        Assert.Equal(user, sandbox.World.Huma.Find(user.Id));
        await sandbox.PatchAsync(user.Id, new { gender = "x" });
    }
}
