using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HumaXledger.Tests.Access;

/// <summary>A person at the issuer, with the claims of their id token.</summary>
internal sealed record TestPerson(string ObjectId, string Name, string Mail, string[] Roles, bool Disabled = false);

/// <summary>
/// Simulates Entra ID over real HTTP: publishes endpoints and keys, issues codes, checks client, PKCE and redirect URI,
/// signs tokens. Tests can change what it signs.
/// </summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string ClientId = "3f0c6a55-6b5e-4d0e-8f6e-0d1c5a7a1c11";
    public const string ClientSecret = "what only the portal knows";
    public const string Tenant = "5a7ab8b0-5d6c-4a8e-9a53-7a1b0a6a8a11";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Grant> _codes = [];
    private readonly ConcurrentDictionary<string, TestPerson> _refresh = [];
    private int _keys;
    private int _tokenCalls;

    private TestIssuer(WebApplication app)
    {
        _app = app;
        RotateKey();
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>The tenant in the published issuer; a placeholder when several tenants may sign in.</summary>
    public string PublishedTenant { get; set; } = Tenant;

    /// <summary>The tenant in the issuer of each published key; null when keys name none.</summary>
    public string? KeysTenant { get; set; }

    /// <summary>The person who signs in next.</summary>
    public TestPerson Person { get; set; } =
        new(
            "11111111-1111-1111-1111-111111111111",
            "Kari Nordmann",
            "kari.nordmann@example.no",
            ["IntegrationAdministrator"]
        );

    /// <summary>When that person last entered the password; a prompt is answered at once.</summary>
    public DateTimeOffset PasswordGivenAt { get; set; } = DateTimeOffset.UtcNow.AddHours(-2);

    /// <summary>
    /// Whether tokens have auth_time even when max_age is not requested: the optional claim of the registration.
    /// </summary>
    public bool HasAuthTime { get; set; }

    public RsaSecurityKey Key { get; private set; } = null!;

    /// <summary>Changes the claims of the next tokens.</summary>
    public Action<Dictionary<string, object>>? Bend { get; set; }

    /// <summary>Replaces the signing of tokens.</summary>
    public Func<Dictionary<string, object>, string>? Sign { get; set; }

    /// <summary>The last client authentication.</summary>
    public string? LastProof { get; private set; }

    /// <summary>How often the token endpoint was called.</summary>
    public int TokenCalls => _tokenCalls;

    /// <summary>Where the token endpoint redirects to; null where it answers.</summary>
    public Uri? TokensMovedTo { get; set; }

    /// <summary>Whether the token endpoint answers 503.</summary>
    public bool Down { get; set; }

    /// <summary>Whether every connection is closed without a response.</summary>
    public bool Away { get; set; }

    /// <summary>Runs between the use of a refresh token and the response.</summary>
    public Func<Task>? AtRefresh { get; set; }

    public static async Task<TestIssuer> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new TestIssuer(builder.Build());
        issuer.Map();
        await issuer._app.StartAsync(cancellation);
        return issuer;
    }

    public string IssuerOf(string tenant) => $"{Address}{tenant}/v2.0";

    /// <summary>Replaces the key; the earlier one is no longer published.</summary>
    public void RotateKey() => Key = new RsaSecurityKey(RSA.Create(2048)) { KeyId = $"key-{++_keys}" };

    /// <summary>A token with these claims and this signature.</summary>
    public static string Token(Dictionary<string, object> claims, SigningCredentials credentials) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor { Claims = claims, SigningCredentials = credentials }
        );

    public static string Unsigned(Dictionary<string, object> claims) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor { Claims = claims }
        );

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The genuine id token of the person for a sign-in with this nonce.</summary>
    public string IdToken(string nonce) =>
        Token(ClaimsOf(Person, nonce, HasAuthTime), new SigningCredentials(Key, SecurityAlgorithms.RsaSha256));

    private void Map()
    {
        _app.Use(
            (context, next) =>
            {
                if (!Away)
                {
                    return next(context);
                }

                context.Abort();
                return Task.CompletedTask;
            }
        );
        _app.MapGet("/{segment}/v2.0/.well-known/openid-configuration", () => Results.Json(
                new
                {
                    issuer = IssuerOf(PublishedTenant),
                    authorization_endpoint = $"{Address}{Tenant}/authorize",
                    token_endpoint = $"{Address}{Tenant}/token",
                    end_session_endpoint = $"{Address}{Tenant}/logout",
                    jwks_uri = $"{Address}{Tenant}/keys",
                }
            ));
        _app.MapGet("/{segment}/keys", () =>
        {
            var key = Key.Rsa.ExportParameters(includePrivateParameters: false);
            return Results.Json(
                new
                {
                    keys = new[]
                    {
                        new
                        {
                            kty = "RSA",
                            use = "sig",
                            kid = Key.KeyId,
                            n = WebEncoders.Base64UrlEncode(key.Modulus!),
                            e = WebEncoders.Base64UrlEncode(key.Exponent!),
                            issuer = KeysTenant is null ? null : IssuerOf(KeysTenant),
                        },
                    },
                }
            );
        });
        _app.MapGet("/{segment}/authorize", Authorize);
        _app.MapPost("/{segment}/token", TokenAsync);
        _app.MapGet("/{segment}/logout", (string post_logout_redirect_uri) =>
            Results.Redirect(post_logout_redirect_uri)
        );
    }

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query;
        Assert.Equal(
            (ClientId, "code", "S256", "query"),
            (
                $"{asked["client_id"]}",
                $"{asked["response_type"]}",
                $"{asked["code_challenge_method"]}",
                // The default of the code flow.
                asked["response_mode"].FirstOrDefault("query")
            )
        );
        Assert.Contains("openid", $"{asked["scope"]}".Split(' '));
        var code = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));
        if (
            asked["prompt"] == "login"
            || (
                asked["max_age"] is [{ } age]
                && DateTimeOffset.UtcNow > PasswordGivenAt.AddSeconds(int.Parse(age, CultureInfo.InvariantCulture))
            )
        )
        {
            PasswordGivenAt = DateTimeOffset.UtcNow;
        }

        _codes[code] = new Grant(
            Person,
            $"{asked["nonce"]}",
            $"{asked["code_challenge"]}",
            $"{asked["redirect_uri"]}",
            HasAuthTime || asked.ContainsKey("max_age")
        );
        return Results.Redirect(
            QueryHelpers.AddQueryString(
                $"{asked["redirect_uri"]}",
                new Dictionary<string, string?> { ["code"] = code, ["state"] = $"{asked["state"]}" }
            )
        );
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        Interlocked.Increment(ref _tokenCalls);
        if (TokensMovedTo is { } there)
        {
            return Results.Redirect($"{there}", permanent: false, preserveMethod: true);
        }

        if (Down)
        {
            return Results.StatusCode((int)HttpStatusCode.ServiceUnavailable);
        }

        var form = await request.ReadFormAsync();
        LastProof = form.ContainsKey("client_assertion") ? $"{form["client_assertion"]}" : null;
        if (form["client_id"] != ClientId || (LastProof is null && form["client_secret"] != ClientSecret))
        {
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        }

        if (form["grant_type"] != "refresh_token")
        {
            return Redeem(form);
        }

        var answer = Refresh($"{form["refresh_token"]}");
        await (AtRefresh?.Invoke() ?? Task.CompletedTask);
        return answer;
    }

    private IResult Redeem(IFormCollection form)
    {
        // A code can be used once.
        if (
            !_codes.TryRemove($"{form["code"]}", out var grant)
            || grant.RedirectUri != form["redirect_uri"]
            || grant.Challenge
                != WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes($"{form["code_verifier"]}")))
        )
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        }

        return Answer(grant.Person, grant.Nonce, grant.HasAuthTime);
    }

    private IResult Refresh(string token) =>
        _refresh.TryRemove(token, out var earlier) && earlier.ObjectId == Person.ObjectId && !Person.Disabled
            ? Answer(Person, nonce: null, HasAuthTime)
            : Results.Json(new { error = "invalid_grant" }, statusCode: 400);

    private IResult Answer(TestPerson person, string? nonce, bool tellsWhen)
    {
        var claims = ClaimsOf(person, nonce, tellsWhen);
        Bend?.Invoke(claims);
        var refresh = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24));
        _refresh[refresh] = person;
        return Results.Json(
            new
            {
                token_type = "Bearer",
                access_token = "not used",
                id_token = Sign?.Invoke(claims)
                    ?? Token(claims, new SigningCredentials(Key, SecurityAlgorithms.RsaSha256)),
                refresh_token = refresh,
            }
        );
    }

    private Dictionary<string, object> ClaimsOf(TestPerson person, string? nonce, bool tellsWhen)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["iss"] = IssuerOf(Tenant),
            ["aud"] = ClientId,
            ["tid"] = Tenant,
            ["oid"] = person.ObjectId,
            ["sub"] = $"sub-{person.ObjectId}",
            ["name"] = person.Name,
            ["preferred_username"] = person.Mail,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        };
        if (person.Roles.Length > 0)
        {
            claims["roles"] = person.Roles;
        }

        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        if (tellsWhen)
        {
            claims["auth_time"] = PasswordGivenAt.ToUnixTimeSeconds();
        }

        return claims;
    }

    private sealed record Grant(
        TestPerson Person,
        string Nonce,
        string Challenge,
        string RedirectUri,
        bool HasAuthTime
    );
}
