using System.Net;
using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace HumaXledger.Tests.Access;

/// <summary>Invalid tokens, each in a complete sign-in: all are refused.</summary>
public sealed class TokenTests(EntraFixture fixture) : IClassFixture<EntraFixture>
{
    private const string OtherTenant = "9c1b2c7d-2222-4a8e-9a53-7a1b0a6a8a22";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The flaw of the token → the message to the user.</summary>
    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "signed with another key under the same name", "token" },
            { "signed with a key that is not published", "token" },
            { "signed with no key's name", "token" },
            { "not signed", "token" },
            { "signature cut off", "token" },
            { "HS256 with the public key as the secret", "token" },
            { "RS512", "token" },
            { "for another application", "token" },
            { "for this application and another one", "token" },
            { "authorized party is another application", "token" },
            { "from another issuer", "token" },
            { "from another tenant", "token" },
            { "of another tenant under this issuer", "tenant" },
            { "no tenant", "token" },
            { "expired three minutes ago", "token" },
            { "not valid yet", "token" },
            { "without an end", "token" },
            { "another nonce", "token" },
            { "no nonce", "token" },
            { "no subject", "token" },
            { "no object id", "token" },
            { "not a token", "token" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Token_Invalid_IsRefused(string wrong, string reported)
    {
        var portal = fixture.Portal;
        (portal.Issuer.Bend, portal.Issuer.Sign) = (null, null);
        using (var genuine = portal.Visitor())
        {
            Assert.Equal("/", await genuine.SignInWithEntraAsync(Cancellation));
        }

        var before = await SessionsAsync(portal);
        Spoil(portal.Issuer, wrong);
        using var visitor = portal.Visitor();

        Assert.Equal($"/sign-in?failed={reported}", await visitor.SignInWithEntraAsync(Cancellation));

        Assert.Null(visitor.Session);
        using var answer = await visitor.OpenAsync("/", Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(before, await SessionsAsync(portal));
    }

    [Fact]
    public async Task Token_SignedWithAWithdrawnKey_IsRefused()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var before = portal.Visitor();
        await before.SignInWithEntraAsync(Cancellation);
        var withdrawn = portal.Issuer.Key;
        portal.Issuer.RotateKey();
        using var after = portal.Visitor();
        Assert.Equal("/", await after.SignInWithEntraAsync(Cancellation));

        portal.Issuer.Sign = claims =>
            TestIssuer.Token(claims, new SigningCredentials(withdrawn, SecurityAlgorithms.RsaSha256));

        using var visitor = portal.Visitor();
        Assert.Equal("/sign-in?failed=token", await visitor.SignInWithEntraAsync(Cancellation));
        Assert.Null(visitor.Session);
    }

    // The token of a refresh has no nonce; every other rule is that of the sign-in.
    [Theory]
    [InlineData("signed with another key under the same name")]
    [InlineData("not signed")]
    [InlineData("RS512")]
    [InlineData("for this application and another one")]
    [InlineData("authorized party is another application")]
    [InlineData("from another issuer")]
    [InlineData("of another tenant under this issuer")]
    [InlineData("expired three minutes ago")]
    [InlineData("no object id")]
    public async Task Refresh_WithAnInvalidToken_ChangesNoRole(string wrong)
    {
        var portal = fixture.Portal;
        var genuine = portal.Issuer.Person;
        (portal.Issuer.Bend, portal.Issuer.Sign) = (null, null);
        portal.Issuer.Person = genuine with { Roles = ["Viewer"] };
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);

        portal.Issuer.Person = genuine;
        Spoil(portal.Issuer, wrong);

        using var spoiled = await visitor.OpenAsync("/connections/new", Cancellation);
        Assert.Equal("/no-access?returnTo=%2Fconnections%2Fnew", spoiled.Headers.Location?.PathAndQuery);
        Assert.NotNull(visitor.Session);
    }

    [Fact]
    public async Task Token_OfATenantThatIsNotAllowed_IsRefusedWithTheReason()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation, $"--Access:AllowedTenants:0={OtherTenant}");
        using var visitor = portal.Visitor();

        Assert.Equal("/sign-in?failed=tenant", await visitor.SignInWithEntraAsync(Cancellation));
        Assert.Null(visitor.Session);
    }

    [Theory]
    [InlineData(TestIssuer.Tenant, TestIssuer.Tenant, "{tenantid}", "/")]
    [InlineData(TestIssuer.Tenant, TestIssuer.Tenant, TestIssuer.Tenant, "/")]
    [InlineData(OtherTenant, OtherTenant, "{tenantid}", "/sign-in?failed=tenant")]
    [InlineData(OtherTenant, TestIssuer.Tenant, "{tenantid}", "/sign-in?failed=token")]
    [InlineData(TestIssuer.Tenant, OtherTenant, "{tenantid}", "/sign-in?failed=token")]
    [InlineData(TestIssuer.Tenant, TestIssuer.Tenant, OtherTenant, "/sign-in?failed=token")]
    public async Task Token_WithSeveralTenants_NeedsItsOwnIssuerItsOwnKeyAndAnAllowedTenant(
        string tenant,
        string issuers,
        string keys,
        string lands
    )
    {
        await using var portal = await EntraPortal.StartAsync(
            Cancellation,
            "--AzureAd:TenantId=organizations",
            $"--Access:AllowedTenants:0={TestIssuer.Tenant}"
        );
        portal.Issuer.PublishedTenant = "{tenantid}";
        portal.Issuer.KeysTenant = keys;
        portal.Issuer.Bend = claims => (claims["tid"], claims["iss"]) = (tenant, portal.Issuer.IssuerOf(issuers));
        using var visitor = portal.Visitor();

        Assert.Equal(lands, await visitor.SignInWithEntraAsync(Cancellation));
        Assert.Equal(lands == "/", visitor.Session is not null);
    }

    // A domain name stands for one tenant, unless the authority publishes an issuer for all.
    [Theory]
    [InlineData(TestIssuer.Tenant, "/")]
    [InlineData("{tenantid}", "/sign-in?failed=tenant")]
    public async Task Token_OfATenantThatIsNamedByItsDomain_NeedsAnIssuerOfThatTenantAlone(
        string published,
        string lands
    )
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation, "--AzureAd:TenantId=fjellheim.example.com");
        portal.Issuer.PublishedTenant = published;
        using var visitor = portal.Visitor();

        Assert.Equal(lands, await visitor.SignInWithEntraAsync(Cancellation));
        Assert.Equal(lands == "/", visitor.Session is not null);
    }

    private static async Task<int> SessionsAsync(EntraPortal portal)
    {
        await using var store = await portal
            .Services.GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await store.Sessions.CountAsync(Cancellation);
    }

    private static void Spoil(TestIssuer issuer, string wrong)
    {
        SigningCredentials Good(string algorithm = SecurityAlgorithms.RsaSha256) => new(issuer.Key, algorithm);
        switch (wrong)
        {
            case "signed with another key under the same name":
                issuer.Sign = claims =>
                    TestIssuer.Token(
                        claims,
                        new SigningCredentials(
                            new RsaSecurityKey(RSA.Create(2048)) { KeyId = issuer.Key.KeyId },
                            SecurityAlgorithms.RsaSha256
                        )
                    );
                break;
            case "signed with a key that is not published":
                issuer.Sign = claims =>
                    TestIssuer.Token(
                        claims,
                        new SigningCredentials(
                            new RsaSecurityKey(RSA.Create(2048)) { KeyId = "unknown" },
                            SecurityAlgorithms.RsaSha256
                        )
                    );
                break;
            case "signed with no key's name":
                issuer.Sign = claims =>
                    TestIssuer.Token(
                        claims,
                        new SigningCredentials(new RsaSecurityKey(issuer.Key.Rsa), SecurityAlgorithms.RsaSha256)
                    );
                break;
            case "not signed":
                issuer.Sign = TestIssuer.Unsigned;
                break;
            case "signature cut off":
                issuer.Sign = claims =>
                    TestIssuer.Token(claims, Good()) is var token ? token[..(token.LastIndexOf('.') + 1)] : "";
                break;
            case "HS256 with the public key as the secret":
                issuer.Sign = claims =>
                    TestIssuer.Token(
                        claims,
                        new SigningCredentials(
                            new SymmetricSecurityKey(
                                Encoding.ASCII.GetBytes(issuer.Key.Rsa.ExportSubjectPublicKeyInfoPem())
                            )
                            {
                                KeyId = issuer.Key.KeyId,
                            },
                            SecurityAlgorithms.HmacSha256
                        )
                    );
                break;
            case "RS512":
                issuer.Sign = claims => TestIssuer.Token(claims, Good(SecurityAlgorithms.RsaSha512));
                break;
            case "not a token":
                issuer.Sign = _ => "a.b.c";
                break;
            default:
                issuer.Bend = claims => Bend(claims, wrong);
                break;
        }
    }

    private static void Bend(Dictionary<string, object> claims, string wrong)
    {
        var now = DateTimeOffset.UtcNow;
        (string Claim, object? Value)[] changes = wrong switch
        {
            "for another application" => [("aud", "00000000-0000-0000-0000-000000000001")],
            "for this application and another one" =>
            [
                ("aud", new[] { TestIssuer.ClientId, "00000000-0000-0000-0000-000000000001" }),
            ],
            "authorized party is another application" => [("azp", "00000000-0000-0000-0000-000000000001")],
            "from another issuer" => [("iss", "https://login.example.com/v2.0")],
            "from another tenant" =>
            [
                ("tid", OtherTenant),
                ("iss", $"{claims["iss"]}".Replace(TestIssuer.Tenant, OtherTenant, StringComparison.Ordinal)),
            ],
            "of another tenant under this issuer" => [("tid", OtherTenant)],
            "no tenant" => [("tid", null)],
            "expired three minutes ago" =>
            [
                ("exp", now.AddMinutes(-3).ToUnixTimeSeconds()),
                ("nbf", now.AddHours(-1).ToUnixTimeSeconds()),
            ],
            "not valid yet" => [("nbf", now.AddMinutes(5).ToUnixTimeSeconds())],
            "without an end" => [("exp", null)],
            "another nonce" => [("nonce", "of another sign-in")],
            "no nonce" => [("nonce", null)],
            "no subject" => [("sub", null)],
            "no object id" => [("oid", null)],
            _ => throw new ArgumentOutOfRangeException(nameof(wrong), wrong, "Nothing is wrong."),
        };
        foreach (var (claim, value) in changes)
        {
            claims.Remove(claim);
            if (value is not null)
            {
                claims[claim] = value;
            }
        }
    }
}
