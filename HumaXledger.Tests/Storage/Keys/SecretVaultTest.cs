using HumaXledger.Core;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Keys;

public sealed class SecretVaultOnSqliteTest(SqliteStore store) : SecretVaultTest<SqliteStore>(store);

public sealed class SecretVaultOnPostgresTest(PostgresStore store) : SecretVaultTest<PostgresStore>(store);

public abstract class SecretVaultTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private const string Token = "a-token-nobody-may-see";
    private readonly SecretVault _vault = store.Get<SecretVault>();
    private readonly Guid _connection = Guid.NewGuid();

    [Fact]
    public async Task Secret_ProtectedByOneProcess_IsReadByAnotherOverTheSameDatabase()
    {
        var cipher = _vault.Protect(new Secret(Token), SecretKind.XledgerToken, _connection);
        await using var other = store.OpenAgain();

        var secret = other.GetRequiredService<SecretVault>().Unprotect(cipher, SecretKind.XledgerToken, _connection);

        Assert.Equal(Token, secret.Reveal());
        Assert.DoesNotContain(Token, cipher.Cipher);
    }

    [Fact]
    public async Task Secret_WithALostKeyRing_FailsWithTheRemedyAndWithoutTheSecret()
    {
        var cipher = _vault.Protect(new Secret(Token), SecretKind.HumaClientSecret, _connection);
        await using var services = store.Build(await store.SettingsAsync());
        await services.GetRequiredService<StorageMigrator>().MigrateAsync();

        var fault = Assert.Throws<SecretUnreadable>(() =>
            services.GetRequiredService<SecretVault>().Unprotect(cipher, SecretKind.HumaClientSecret, _connection)
        );

        Assert.Contains("table Keys", fault.Message);
        Assert.Contains(_connection.ToString(), fault.Message);
        Assert.DoesNotContain(Token, fault.ToString());
        Assert.DoesNotContain(cipher.Cipher, fault.ToString());
    }

    [Fact]
    public void Secret_MovedToAnotherConnectionOrKind_CannotBeRead()
    {
        var cipher = _vault.Protect(new Secret(Token), SecretKind.XledgerToken, _connection);

        Assert.Throws<SecretUnreadable>(() => _vault.Unprotect(cipher, SecretKind.XledgerToken, Guid.NewGuid()));
        Assert.Throws<SecretUnreadable>(() => _vault.Unprotect(cipher, SecretKind.HumaClientSecret, _connection));
        Assert.Throws<SecretUnreadable>(() =>
            _vault.Unprotect(new ProtectedSecret("damaged"), SecretKind.XledgerToken, _connection)
        );
    }

    [Fact]
    public async Task KeyRing_AfterTheFirstSecret_IsInTheDatabase()
    {
        _vault.Protect(new Secret(Token), SecretKind.XledgerToken, _connection);

        await using var context = store.Open();
        Assert.NotEmpty(await context.Keys.Where(key => key.Xml.Contains("<key ")).ToListAsync());
    }
}
