using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Portal.Access;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static HumaXledger.Tests.Access.EntraSteps;

namespace HumaXledger.Tests.Access;

/// <summary>
/// Somebody who can write the database, and has neither a file nor a certificate, adds a key and a session of their
/// own.
/// </summary>
public sealed class ForgedKeyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-");
    private readonly ForgedKey _forged = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CookieOfAForgedKey_AfterTheNextStart_OpensNothing(bool encryptedWithThePublicCertificate)
    {
        var certificate = Path.Combine(_folder.FullName, "ring.pfx");
        await File.WriteAllBytesAsync(certificate, EntraPortal.NewCertificate("CN=ring.example.com"), Cancellation);
        string[] ring = [$"--KeyRing:Certificate:Path={certificate}", "--KeyRing:Certificate:Password=test"];
        await using var portal = await EntraPortal.StartAsync(Cancellation, ring);
        var session = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        await using var store = await StoreAsync(portal);
        var ours = await store.Keys.Select(row => row.Xml).FirstAsync(Cancellation);
        var row = encryptedWithThePublicCertificate ? _forged.EncryptedLike(ours) : _forged.InClear();
        store.AddRange(row, Session(session));
        await store.SaveChangesAsync(Cancellation);
        var stored = row.Xml;

        await using var node = await portal.OtherNodeAsync(Cancellation, ring);
        using var visitor = node.Visitor();
        visitor.Cookies.Add(
            node.Url,
            new Cookie(SessionCookie.HostName, Ticket(session)) { Secure = true, Path = "/" }
        );

        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(visitor, "/activity"));
        // Nor has the start made it one of ours.
        await store.Entry(row).ReloadAsync(Cancellation);
        Assert.Equal(stored, row.Xml);
        // Those of the portal open it as before.
        using var user = node.Visitor();
        await user.SignInWithEntraAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(user, "/"));
    }

    public void Dispose()
    {
        _forged.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<SyncDbContext> StoreAsync(EntraPortal portal) =>
        await portal.Services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);

    private static SignInSession Session(string key)
    {
        var now = DateTime.UtcNow;
        return new SignInSession
        {
            Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            Kind = SignInKind.Entra,
            Subject = "00000000-0000-0000-0000-000000000000:nobody",
            Name = "Nobody At All",
            Roles = ["IntegrationAdministrator", "SensitiveData"],
            AuthenticatedAt = now,
            SeenAt = now,
            EndsAt = now.AddYears(1),
            ConfirmedAt = now.AddYears(1),
            RecheckAt = now.AddYears(1),
        };
    }

    private string Ticket(string session) =>
        new TicketDataFormat(
            _forged.Protection.CreateProtector(
                "Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware",
                SessionCookie.Scheme,
                "v2"
            )
        ).Protect(
            new AuthenticationTicket(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim("hx_session", session)], SessionCookie.Scheme)),
                new AuthenticationProperties
                {
                    IssuedUtc = DateTimeOffset.UtcNow,
                    ExpiresUtc = DateTimeOffset.UtcNow.AddHours(9),
                },
                SessionCookie.Scheme
            )
        );
}
