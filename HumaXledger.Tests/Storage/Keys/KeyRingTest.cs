using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using HumaXledger.Core;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Storage.Keys;

public sealed class KeyRingOnSqliteTest(SqliteStore store) : KeyRingTest<SqliteStore>(store);

public sealed class KeyRingOnPostgresTest(PostgresStore store) : KeyRingTest<PostgresStore>(store)
{
    // Others read the table at the start, as a backup does: what the keys were lies about until it is cleared later.
    [Fact]
    public async Task KeyRing_ThatIsReadWhileAStartRenewsIt_IsClearedOnceAfterwards()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var settings = await SettingsAsync();
        await ProtectAsync(settings);
        var withCertificate = With(settings, NewCertificate("a"));
        await SignAsync(withCertificate);
        await using var services = Store.Build(withCertificate);
        var ring = services.GetRequiredService<KeyRingProtection>();
        await using var context = await services
            .GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(cancellation);
        var before = await FileAsync(context);
        await using (
            var backup = await services
                .GetRequiredService<IDbContextFactory<SyncDbContext>>()
                .CreateDbContextAsync(cancellation)
        )
        {
            await using var reading = await backup.Database.BeginTransactionAsync(cancellation);
            Assert.NotEqual(0, await backup.Keys.CountAsync(cancellation));

            await services.GetRequiredService<StorageMigrator>().MigrateAsync(cancellation);

            Assert.Equal(before, await FileAsync(context));
            await ring.ClearOwedAsync(cancellation);
            Assert.Equal(before, await FileAsync(context));
        }

        await ring.ClearOwedAsync(cancellation);
        var after = await FileAsync(context);
        Assert.NotEqual(before, after);
        await ring.ClearOwedAsync(cancellation);
        Assert.Equal(after, await FileAsync(context));

        // A table that is written anew has another file.
        Task<long> FileAsync(SyncDbContext from) =>
            from
                .Database.SqlQueryRaw<long>(
                    """SELECT relfilenode::bigint AS "Value" FROM pg_class WHERE oid = '"Keys"'::regclass"""
                )
                .SingleAsync(cancellation);
    }
}

public abstract class KeyRingTest<T>(T store) : IClassFixture<T>, IDisposable
    where T : TestStore
{
    private const string Password = "only-for-tests";
    private static readonly Secret Token = new("a-token-nobody-may-see");
    private static readonly Guid Connection = Guid.Parse("5c1c7a2e-3f0b-4a57-9d4e-0d3c1a8c6f11");

    protected T Store => store;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-");

    [Fact]
    public async Task KeyRing_WithACertificate_IsStoredEncryptedAndReadByAnotherProcess()
    {
        var settings = await SettingsAsync(NewCertificate("a"));
        var cipher = await ProtectAsync(settings);

        await using var services = await StartAsync(settings);

        Assert.Equal(
            Token,
            services.GetRequiredService<SecretVault>().Unprotect(cipher, SecretKind.XledgerToken, Connection)
        );
        Assert.All(await KeysAsync(services), AssertEncrypted);
    }

    [Fact]
    public async Task KeyRing_ThatGetsACertificate_IsEncryptedFromTheNextStartOnOnceItIsSigned()
    {
        var settings = await SettingsAsync();
        var cipher = await ProtectAsync(settings);
        string key;
        await using (var before = await StartAsync(settings))
        {
            key = XElement.Parse(Assert.Single(await KeysAsync(before))).Descendants("masterKey").Single().Value;
            Assert.Contains(
                key,
                await RawStore.ReadAsync(
                    before.GetRequiredService<StorageConnection>(),
                    TestContext.Current.CancellationToken
                ),
                StringComparison.Ordinal
            );
        }

        var withCertificate = With(settings, NewCertificate("a"));
        await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(withCertificate));
        await SignAsync(withCertificate);
        await using var services = await StartAsync(withCertificate);

        Assert.DoesNotContain(
            key,
            await RawStore.ReadAsync(
                services.GetRequiredService<StorageConnection>(),
                TestContext.Current.CancellationToken
            ),
            StringComparison.Ordinal
        );
        AssertEncrypted(Assert.Single(await KeysAsync(services)));
        Assert.Equal(
            Token,
            services.GetRequiredService<SecretVault>().Unprotect(cipher, SecretKind.XledgerToken, Connection)
        );
    }

    [Fact]
    public async Task KeyRing_WhoseCertificateIsChanged_NeedsTheEarlierOneForOneStartOnly()
    {
        var (first, second) = (NewCertificate("a"), NewCertificate("b"));
        var settings = await SettingsAsync(first);
        var cipher = await ProtectAsync(settings);

        await using (await StartAsync(With(settings, second, earlier: first))) { }

        await using var services = await StartAsync(With(settings, second));
        Assert.Equal(
            Token,
            services.GetRequiredService<SecretVault>().Unprotect(cipher, SecretKind.XledgerToken, Connection)
        );
        await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(settings));
    }

    [Fact]
    public async Task KeyRing_WhoseCertificateIsOnlyAnEarlierOne_IsReadAndLeftAsItIs()
    {
        var certificate = NewCertificate("a");
        var settings = await SettingsAsync(certificate);
        var cipher = await ProtectAsync(settings);

        await using var services = await StartAsync(With(Without(settings), null, earlier: certificate));

        Assert.Equal(
            Token,
            services.GetRequiredService<SecretVault>().Unprotect(cipher, SecretKind.XledgerToken, Connection)
        );
        Assert.All(await KeysAsync(services), AssertEncrypted);
    }

    [Fact]
    public async Task KeyRing_WhoseCertificateIsNotConfigured_RefusesTheStartAndNamesIt()
    {
        var settings = await SettingsAsync(NewCertificate("a"));
        await ProtectAsync(settings);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(Without(settings)));

        Assert.Contains("CN=a.example.com", refused.Message);
        Assert.Contains("KeyRing:Certificate", refused.Message);
    }

    [Theory]
    [InlineData("nowhere.pfx", Password, "there is no such file")]
    [InlineData("a.pfx", "wrong-word", "KeyRing:Certificate:Password")]
    [InlineData("public.cer", Password, "KeyRing:Certificate:Password")]
    [InlineData("elliptic.pfx", Password, "RSA")]
    public async Task Certificate_Unusable_IsNamedWithoutItsPassword(string file, string password, string said)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(NewCertificate("a"), Password);
        File.WriteAllBytes(Path.Combine(_folder.FullName, "public.cer"), certificate.Export(X509ContentType.Cert));
        using var key = ECDsa.Create();
        using var elliptic = new CertificateRequest("CN=e.example.com", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        File.WriteAllBytes(
            Path.Combine(_folder.FullName, "elliptic.pfx"),
            elliptic.Export(X509ContentType.Pkcs12, Password)
        );
        var settings = await SettingsAsync();
        settings["KeyRing:Certificate:Path"] = Path.Combine(_folder.FullName, file);
        settings["KeyRing:Certificate:Password"] = password;

        var refused = Assert.Throws<OptionsValidationException>(() => store.Build(settings));

        Assert.Contains(said, refused.Message);
        Assert.Contains("KeyRing:Certificate", refused.Message);
        Assert.DoesNotContain(password, refused.ToString());
    }

    [Fact]
    public async Task Certificate_WithAnUnknownThumbprint_IsNamed()
    {
        var settings = await SettingsAsync();
        settings["KeyRing:Certificate:Thumbprint"] = "0123456789ABCDEF0123456789ABCDEF01234567";

        var refused = Assert.Throws<OptionsValidationException>(() => store.Build(settings));

        Assert.Contains("KeyRing:Certificate:Thumbprint is 0123456789ABCDEF0123456789ABCDEF01234567", refused.Message);
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private static void AssertEncrypted(string key)
    {
        Assert.Contains("encryptedSecret", key);
        Assert.DoesNotContain("<masterKey", key);
    }

    protected async Task<ProtectedSecret> ProtectAsync(Dictionary<string, string?> settings)
    {
        await using var services = await StartAsync(settings);
        return services.GetRequiredService<SecretVault>().Protect(Token, SecretKind.XledgerToken, Connection);
    }

    protected async Task SignAsync(Dictionary<string, string?> settings)
    {
        await using var services = store.Build(settings);
        var keys = services.GetRequiredService<UnsignedKeys>();
        var rows = await keys.ListAsync(TestContext.Current.CancellationToken);
        await keys.SignAsync([.. rows.Select(row => row.Id)], Actor.System, TestContext.Current.CancellationToken);
    }

    private async Task<ServiceProvider> StartAsync(Dictionary<string, string?> settings)
    {
        var services = store.Build(settings);
        try
        {
            await services.GetRequiredService<StorageMigrator>().MigrateAsync();
            return services;
        }
        catch (OptionsValidationException)
        {
            await services.DisposeAsync();
            throw;
        }
    }

    private static async Task<List<string>> KeysAsync(ServiceProvider services)
    {
        await using var context = services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();
        return await context.Keys.Where(key => key.Xml.StartsWith("<key ")).Select(key => key.Xml).ToListAsync();
    }

    protected async Task<Dictionary<string, string?>> SettingsAsync(string? certificate = null) =>
        With(await store.SettingsAsync(), certificate);

    private static Dictionary<string, string?> Without(Dictionary<string, string?> settings) =>
        settings
            .Where(setting => !setting.Key.StartsWith(KeyRingOptions.Section, StringComparison.Ordinal))
            .ToDictionary();

    protected static Dictionary<string, string?> With(
        Dictionary<string, string?> settings,
        string? certificate,
        string? earlier = null
    )
    {
        settings = new Dictionary<string, string?>(settings);
        Name("KeyRing:Certificate", certificate);
        Name("KeyRing:EarlierCertificates:0", earlier);
        return settings;

        void Name(string key, string? file)
        {
            if (file is not null)
            {
                (settings[$"{key}:Path"], settings[$"{key}:Password"]) = (file, Password);
            }
        }
    }

    protected string NewCertificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            $"CN={name}.example.com",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        var file = Path.Combine(_folder.FullName, $"{name}.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, Password));
        return file;
    }
}
