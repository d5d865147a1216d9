using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Hosting;
using HumaXledger.Tests.Access;
using HumaXledger.Tests.Storage.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Secret = HumaXledger.Core.Secret;

namespace HumaXledger.Tests.Storage.Keys;

public sealed class KeySignaturesOnSqliteTest(SqliteStore store) : KeySignaturesTest<SqliteStore>(store);

public sealed class KeySignaturesOnPostgresTest(PostgresStore store) : KeySignaturesTest<PostgresStore>(store);

/// <summary>With a certificate, only signed rows of the key ring count.</summary>
public abstract class KeySignaturesTest<T>(T store) : IClassFixture<T>, IDisposable
    where T : TestStore
{
    private static readonly Secret Token = new("a-token-nobody-may-see");
    private static readonly Guid Connection = Guid.Parse("5c1c7a2e-3f0b-4a57-9d4e-0d3c1a8c6f11");

    // Ten to the power of nine times the text, where definitions are read.
    private static readonly string Definitions =
        "<!DOCTYPE key [<!ENTITY a0 \"text\">"
        + string.Concat(
            Enumerable
                .Range(1, 9)
                .Select(level => $"<!ENTITY a{level} \"{string.Concat(Enumerable.Repeat($"&a{level - 1};", 10))}\">")
        )
        + "]><key>&a9;</key>";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_ThatSomebodyAddsOrChanges_AreLeftOutAndReported()
    {
        var settings = await SettingsAsync("a");
        await using (var first = await StartAsync(settings))
        {
            Assert.True(await first.GetRequiredService<StoreHealth>().AreKeysSignedAsync(Cancellation));
            await using var context = Open(first);
            var ours = await context.Keys.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancellation);
            using var forged = new ForgedKey();
            var other = ours.Single(row => row.FriendlyName.StartsWith("key-", StringComparison.Ordinal));
            context.Keys.AddRange(
                forged.InClear(),
                forged.EncryptedLike(other.Xml),
                // Under another name, with another content, cut off, and once more.
                new StoredKey { FriendlyName = $"key-{Guid.NewGuid()}", Xml = other.Xml },
                new StoredKey { FriendlyName = other.FriendlyName, Xml = other.Xml.Replace("creation", "création") },
                new StoredKey { FriendlyName = other.FriendlyName, Xml = $"{other.Xml}<key />" },
                new StoredKey { FriendlyName = other.FriendlyName, Xml = other.Xml },
                ValueKey(forged),
                new StoredKey
                {
                    FriendlyName = "revocation-20261130",
                    Xml =
                        """<revocation version="1"><revocationDate>2100-01-01T00:00:00Z</revocationDate>"""
                        + """<key id="*" /></revocation>""",
                }
            );
            await context.SaveChangesAsync(Cancellation);
        }

        await using var services = await StartAsync(settings);

        var ring = services.GetRequiredService<KeyRing>();
        Assert.Equal(["key", "valueKey"], ring.All().Select(row => row.Name.LocalName).Order());
        Assert.False(await services.GetRequiredService<StoreHealth>().AreKeysSignedAsync(Cancellation));
        var keys = services.GetRequiredService<IKeyManager>().GetAllKeys();
        Assert.False(Assert.Single(keys).IsRevoked);
        Assert.False(services.GetRequiredService<ValueVault>().AcceptsEarlier);
        await using var after = Open(services);
        Assert.Contains(await after.Keys.Select(row => row.Xml).ToListAsync(Cancellation), row =>
            row.Contains("<masterKey", StringComparison.Ordinal)
        );
    }

    // One row that nobody signed stops no node, whatever it holds.
    [Fact]
    public async Task Rows_ThatNobodyCanRead_StopNoStart()
    {
        var settings = await SettingsAsync("a");
        using var forged = new ForgedKey();
        await using (var first = await StartAsync(settings))
        {
            await using var context = Open(first);
            var foreign = EntraPortal.NewCertificate("CN=foreign.example.com");
            using var certificate = X509CertificateLoader.LoadPkcs12(foreign, "test");
            var encrypted = forged.EncryptedWith(certificate);
            var lines = string.Concat(Enumerable.Repeat("<?signature ", 200_000));
            context.Keys.AddRange(
                encrypted,
                Row(encrypted.Xml.Replace("<X509Certificate>", "<X509Certificate>*", StringComparison.Ordinal)),
                Row(Definitions),
                Row(lines),
                Row($"<key />{lines}{new string('A', 40)} {new string('A', 1_000_000)}?>"),
                Row($"<?signature {new string('A', 40)} ?>"),
                Row("<?signature ?>"),
                Row("")
            );
            await context.SaveChangesAsync(Cancellation);
        }

        await using var services = await StartAsync(settings);

        Assert.Equal(2, services.GetRequiredService<KeyRing>().All().Count);
        services.GetRequiredService<KeyRingProtection>().DemandReadable();
        Assert.False(await services.GetRequiredService<StoreHealth>().AreKeysSignedAsync(Cancellation));
        var unsigned = await services.GetRequiredService<UnsignedKeys>().ListAsync(Cancellation);
        Assert.Equal(8, unsigned.Count);
        // Three are keys and say so; of the others nothing is known.
        Assert.Equal(3, unsigned.Count(row => row.Kind == "key"));
        Assert.All(unsigned.Where(row => row.Kind != "key"), row =>
            Assert.Equal(("unknown", null), (row.Kind, row.MadeAt))
        );
    }

    // What the keys protect is bound to its place: the database alone makes none of it.
    [Fact]
    public async Task Secret_OfAForgedKeyOrOfAnotherRow_CannotBeRead()
    {
        var settings = await SettingsAsync("a");
        using var forged = new ForgedKey();
        await using (var first = await StartAsync(settings))
        {
            await using var context = Open(first);
            context.Keys.Add(forged.InClear());
            await context.SaveChangesAsync(Cancellation);
        }

        await using var services = await StartAsync(settings);
        var vault = services.GetRequiredService<SecretVault>();
        var cipher = forged
            .Protection.CreateProtector("HumaXledger.Secret", $"{SecretKind.WebhookSecret}", Connection.ToString("N"))
            .CreateProtector("one")
            .Protect("known to somebody");
        var ours = vault.Protect(Token, SecretKind.WebhookSecret, Connection, "one");

        Assert.False(vault.CanRead(new ProtectedSecret(cipher), SecretKind.WebhookSecret, Connection, "one"));
        Assert.True(vault.CanRead(ours, SecretKind.WebhookSecret, Connection, "one"));
        Assert.False(vault.CanRead(ours, SecretKind.WebhookSecret, Connection, "another"));
        Assert.False(vault.CanRead(ours, SecretKind.WebhookToken, Connection, "one"));
        Assert.False(vault.CanRead(ours, SecretKind.WebhookSecret, Guid.NewGuid(), "one"));
    }

    // Data Protection makes a key of its own every 90 days.
    [Fact]
    public async Task Key_MadeLater_IsSignedAndReadByTheNextStart()
    {
        var settings = await SettingsAsync("a");
        await using (var first = await StartAsync(settings))
        {
            first
                .GetRequiredService<IKeyManager>()
                .CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
            first.GetRequiredService<ValueVault>().Keys.Add();
        }

        await using var services = await StartAsync(settings);

        Assert.Equal(4, services.GetRequiredService<KeyRing>().All().Count);
        Assert.True(await services.GetRequiredService<StoreHealth>().AreKeysSignedAsync(Cancellation));
    }

    [Fact]
    public async Task Certificate_ThatIsChanged_VerifiesOnceMoreAndSignsEverythingAnew()
    {
        var settings = await SettingsAsync("a");
        await using (await StartAsync(settings)) { }

        await using (await StartAsync(With(settings, "b", earlier: "a"))) { }

        await using var services = await StartAsync(With(settings, "b"));
        Assert.Equal(2, services.GetRequiredService<KeyRing>().All().Count);
    }

    [Fact]
    public async Task Ring_OfAVersionThatDidNotSign_IsRefusedUntilAPersonSignsIt()
    {
        var settings = await SettingsAsync("a");
        ProtectedSecret cipher;
        await using (var earlier = await StartAsync(settings))
        {
            cipher = earlier.GetRequiredService<SecretVault>().Protect(Token, SecretKind.XledgerToken, Connection);
            await WithoutSignaturesAsync(earlier);
        }

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(settings));
        Assert.Contains("First signing", refused.Message, StringComparison.Ordinal);
        Assert.Equal((1, 2), await RunAsync(settings));
        Assert.Equal((0, 0), await RunAsync(settings, "all"));
        Assert.Equal((0, 0), await RunAsync(settings));

        await using var services = await StartAsync(settings);
        await using var context = Open(services);
        var entry = Assert.Single(await context.Activity.AsNoTracking().ToListAsync(Cancellation));
        Assert.Equal((ActivityCodes.KeysSigned, Actor.System.Id), (entry.What, entry.WhoId));
        Assert.EndsWith($"({SignKeys.Verb})", entry.Who, StringComparison.Ordinal);
        Assert.Equal(["2", "1, 2"], entry.Arguments);
        Assert.Equal(
            Token,
            services.GetRequiredService<SecretVault>().Unprotect(cipher, SecretKind.XledgerToken, Connection)
        );
    }

    [Fact]
    public async Task Signing_OfOneRow_LeavesTheOthersUnsigned()
    {
        var settings = await SettingsAsync("a");
        await using var services = await StartAsync(settings);
        await WithoutSignaturesAsync(services);
        var rows = await services.GetRequiredService<UnsignedKeys>().ListAsync(Cancellation);

        Assert.Equal((0, 0), await RunAsync(settings, $"{rows[0].Id}"));
        Assert.Equal((1, 1), await RunAsync(settings));
        Assert.Equal((3, 0), await RunAsync(settings, $"{rows[0].Id}"));
    }

    [Fact]
    public async Task Signing_InAStoreThatCannotBeUsed_EndsWithItsExitCode()
    {
        var settings = await SettingsAsync("a");
        var file = Path.Combine(_folder.FullName, "no.db");
        var missing = With(new() { ["ConnectionStrings:HumaXledger"] = $"Data Source={file}" }, "a");
        Assert.Equal((3, 0), await RunAsync(missing, "all"));
        Assert.False(File.Exists(file));
        // A database that was never migrated has no such table, a server may be away, a password wrong.
        Assert.Equal((3, 0), await RunAsync(settings, "all"));
        Assert.Equal(
            (3, 0),
            await RunAsync(
                With(
                    new()
                    {
                        ["Storage:Provider"] = "Postgres",
                        ["ConnectionStrings:HumaXledger"] = "Host=localhost;Port=1;Database=none;Timeout=1",
                    },
                    "a"
                )
            )
        );
        settings["KeyRing:Certificate:Password"] = "wrong";
        Assert.Equal((3, 0), await RunAsync(settings));
    }

    [Fact]
    public async Task Ring_WithoutACertificate_IsNeitherSignedNorChecked()
    {
        var settings = await store.SettingsAsync();
        await using var services = await StartAsync(settings);
        await using var context = Open(services);

        Assert.DoesNotContain(await context.Keys.Select(row => row.Xml).ToListAsync(Cancellation), row =>
            row.Contains("<?signature", StringComparison.Ordinal)
        );
        Assert.True(await services.GetRequiredService<StoreHealth>().AreKeysSignedAsync(Cancellation));
        Assert.Equal((3, 0), await RunAsync(settings));
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    // A value key that its maker knows, as one of a version that bound nothing to its row, and the newest.
    private static StoredKey ValueKey(ForgedKey forged)
    {
        var cipher = Convert.ToBase64String(
            forged.Protection.CreateProtector("HumaXledger.ValueKey").Protect(new byte[32])
        );
        return new StoredKey
        {
            FriendlyName = "valueKey-01020304",
            Xml = $"""<valueKey id="01020304">{cipher}</valueKey>""",
        };
    }

    private static StoredKey Row(string xml) => new() { FriendlyName = $"key-{Guid.NewGuid()}", Xml = xml };

    private static SyncDbContext Open(ServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();

    private static async Task WithoutSignaturesAsync(ServiceProvider services)
    {
        await using var context = Open(services);
        foreach (var row in await context.Keys.ToListAsync(Cancellation))
        {
            row.Xml = XElement.Parse(row.Xml).ToString(SaveOptions.DisableFormatting);
        }

        await context.SaveChangesAsync(Cancellation);
    }

    // The exit code, and how many rows are listed.
    private static async Task<(int Code, int Rows)> RunAsync(
        Dictionary<string, string?> settings,
        params string[] named
    )
    {
        using StringWriter output = new(),
            errors = new();
        var code = await SignKeys.RunAsync(
            [.. named, .. settings.Select(setting => $"--{setting.Key}={setting.Value}")],
            output,
            errors,
            Cancellation
        );
        return (code, output.ToString().Split("  made ").Length - 1);
    }

    private async Task<ServiceProvider> StartAsync(Dictionary<string, string?> settings)
    {
        var services = store.BuildSealed(settings);
        try
        {
            await services.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);
            return services;
        }
        catch (OptionsValidationException)
        {
            await services.DisposeAsync();
            throw;
        }
    }

    private async Task<Dictionary<string, string?>> SettingsAsync(string certificate) =>
        With(await store.SettingsAsync(), certificate);

    private Dictionary<string, string?> With(
        Dictionary<string, string?> settings,
        string certificate,
        string? earlier = null
    )
    {
        settings = new Dictionary<string, string?>(settings);
        Name("KeyRing:Certificate", certificate);
        if (earlier is not null)
        {
            Name("KeyRing:EarlierCertificates:0", earlier);
        }

        return settings;

        void Name(string key, string name) =>
            (settings[$"{key}:Path"], settings[$"{key}:Password"]) = (CertificateFile(name), "test");
    }

    private string CertificateFile(string name)
    {
        var file = Path.Combine(_folder.FullName, $"{name}.pfx");
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file, EntraPortal.NewCertificate($"CN={name}.example.com"));
        }

        return file;
    }
}
