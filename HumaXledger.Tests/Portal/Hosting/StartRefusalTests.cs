using System.Globalization;
using System.Text.RegularExpressions;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// The real process says in one sentence why it cannot start, without a stack trace, and ends with exit code 1; for a
/// database server that is away it waits first.
/// </summary>
public sealed class StartRefusalTests(PostgresStore store) : IClassFixture<PostgresStore>
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_ThatDoesNotComeBack_IsWaitedForAndNamed()
    {
        var said = await RefusedAsync("Host=/nowhere;Database=none;Username=none", "--Storage:WaitAtStart=00:00:06");

        // How much is left depends on how long each attempt took.
        var left = Regex
            .Matches(said, "the start waits for up to ([0-6]) s more", RegexOptions.None, CrashTests.Patience)
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToArray();
        Assert.NotEmpty(left);
        Assert.Equal(left.OrderDescending(), left);
        Assert.Contains("The database server /nowhere could not be used for 6 s", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatComesWhileItIsWaitedFor_IsUsed()
    {
        await using var server = PostgresServer.OfItsOwn();
        var database = await server.NewDatabaseAsync();
        await server.StopAsync();
        await using var portal = await StartAsync(database);
        // How long it still waits depends on how long the first attempt took.
        await portal.SaidAsync("the start waits for up to");
        Assert.Matches("waits for up to (60|[1-5]?[0-9]) s more", portal.Said);
        await server.StartAgainAsync();

        await portal.Started.WaitAsync(CrashTests.Patience, Cancellation);

        Assert.Equal(0, (await portal.StopAsync(Cancellation)).Code);
        Assert.DoesNotContain("   at ", portal.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_StoppedWhileItWaits_EndsWithZero()
    {
        await using var portal = await StartAsync("Host=/nowhere;Database=none;Username=none");
        // How long it still waits depends on how long the first attempt took.
        await portal.SaidAsync("the start waits for up to");
        Assert.Matches("waits for up to (60|[1-5]?[0-9]) s more", portal.Said);

        var (code, took) = await portal.StopAsync(Cancellation);

        Assert.Equal(0, code);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.DoesNotContain("   at ", portal.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_StoppedAsSoonAsItListens_EndsWithZero()
    {
        await using var portal = await StartAsync(store.Connection.ConnectionString);
        await portal.ListensAsync();

        // The host itself may log that its start was cancelled.
        Assert.Equal(0, (await portal.StopAsync(Cancellation)).Code);
    }

    [Fact]
    public async Task User_Unknown_IsNamedAtOnce()
    {
        var said = await RefusedAsync(With(text => text.Username = "nobody_here"));

        Assert.Contains("refuses the user of ConnectionStrings:HumaXledger (28000)", said, StringComparison.Ordinal);
        Assert.DoesNotContain("the start waits", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_ThatIsMissingAndMayNotBeCreated_IsNamed()
    {
        var (user, database) = ($"user_{Guid.NewGuid():N}", $"missing_{Guid.NewGuid():N}");
        await ExecuteAsync($"CREATE ROLE {user} LOGIN");

        var said = await RefusedAsync(With(text => (text.Username, text.Database) = (user, database)));

        Assert.Contains(
            $"The database \"{database}\" does not exist, and its user may not",
            said,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Database_WhoseUserMayNotCreateTables_IsNamed()
    {
        var (user, database) = ($"user_{Guid.NewGuid():N}", $"other_{Guid.NewGuid():N}");
        await ExecuteAsync($"CREATE ROLE {user} LOGIN");
        await ExecuteAsync($"CREATE DATABASE {database}");
        try
        {
            var said = await RefusedAsync(With(text => (text.Username, text.Database) = (user, database)));

            Assert.Contains("may not create tables in the database (42501)", said, StringComparison.Ordinal);
        }
        finally
        {
            await ExecuteAsync($"DROP DATABASE {database} WITH (FORCE)");
        }
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Schema_OfANewerVersion_IsNamed(StorageProvider provider)
    {
        var file = Directory.CreateTempSubdirectory("humaxledger-");
        try
        {
            var settings = await store.SettingsAsync();
            if (provider == StorageProvider.Sqlite)
            {
                settings["Storage:Provider"] = nameof(StorageProvider.Sqlite);
                settings["ConnectionStrings:HumaXledger"] = $"Data Source={Path.Combine(file.FullName, "newer.db")}";
            }

            await using (var services = store.BuildSealed(settings))
            {
                await services.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);
                await using var context = services
                    .GetRequiredService<IDbContextFactory<SyncDbContext>>()
                    .CreateDbContext();
                await context.Database.ExecuteSqlAsync(
                    $"""INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_OfLater', '99')""",
                    Cancellation
                );
            }

            var said = await RefusedAsync(settings["ConnectionStrings:HumaXledger"]!, provider);

            Assert.Contains(
                "migrated by a newer version of HumaXledger (its last migration is 20990101000000_OfLater)",
                said,
                StringComparison.Ordinal
            );
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            file.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Folder_ThatCannotBeMade_IsNamed()
    {
        // A file is in the way: also the owner of everything cannot make a folder in it.
        var file = Path.GetTempFileName();
        try
        {
            var said = await RefusedAsync($"Data Source={file}/data/portal.db", StorageProvider.Sqlite);

            Assert.Contains($"The folder {file}/data for the database cannot be made.", said, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Address_ThatIsInUse_IsNamed()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var settings = await store.SettingsAsync();

        var said = await RefusedAsync(
            settings["ConnectionStrings:HumaXledger"]!,
            $"--urls=http://{taken.LocalEndpoint}"
        );

        Assert.Contains($"{taken.LocalEndpoint}: address already in use", said, StringComparison.Ordinal);
    }

    private Task<string> RefusedAsync(string connectionString, params IEnumerable<string> more) =>
        RefusedAsync(connectionString, StorageProvider.PostgreSql, more);

    private static async Task<string> RefusedAsync(
        string connectionString,
        StorageProvider provider,
        params IEnumerable<string> more
    )
    {
        await using var portal = await StartAsync(connectionString, provider, more);

        var code = await portal.EndAsync(Cancellation).WaitAsync(CrashTests.Patience, Cancellation);

        Assert.True(code == 1, portal.Said);
        Assert.Single(portal.Said.Split('\n'), line =>
            line.StartsWith("HumaXledger did not start. ", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("   at ", portal.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", portal.Said, StringComparison.Ordinal);
        return portal.Said;
    }

    private static Task<PortalProcess> StartAsync(
        string connectionString,
        StorageProvider provider = StorageProvider.PostgreSql,
        params IEnumerable<string> more
    ) => PortalProcess.StartAsync(connectionString, Path.GetTempPath(), Nowhere, provider, more);

    private string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var text = new NpgsqlConnectionStringBuilder(store.Connection.ConnectionString);
        change(text);
        return text.ConnectionString;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(With(text => text.Database = "postgres"));
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
