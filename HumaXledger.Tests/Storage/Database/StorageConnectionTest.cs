using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HumaXledger.Tests.Storage.Database;

public sealed class StorageConnectionTest
{
    [Theory]
    [InlineData("Oracle", "Data Source=x.db", "Storage:Provider is \"Oracle\"; it may be Sqlite or PostgreSql.")]
    [InlineData("1", "Data Source=x.db", "Storage:Provider is \"1\"; it may be Sqlite or PostgreSql.")]
    [InlineData(
        "Sqlite",
        null,
        "ConnectionStrings:HumaXledger is missing; for Sqlite it looks like \"Data Source=humaxledger.db\"."
    )]
    [InlineData(
        "Sqlite",
        "Host=db;Password=hunter2",
        "ConnectionStrings:HumaXledger is not a connection string of Sqlite; "
            + "it looks like \"Data Source=humaxledger.db\"."
    )]
    [InlineData(
        "Sqlite",
        "Data Source=:memory:",
        "ConnectionStrings:HumaXledger is not a connection string of Sqlite; "
            + "it looks like \"Data Source=humaxledger.db\"."
    )]
    [InlineData(
        "PostgreSql",
        "Data Source=x.db",
        "ConnectionStrings:HumaXledger is not a connection string of PostgreSql; "
            + "it looks like \"Host=localhost;Database=humaxledger;Username=…;Password=…\"."
    )]
    [InlineData(
        "PostgreSql",
        "Host=db;Port=many;Password=hunter2",
        "ConnectionStrings:HumaXledger is not a connection string of PostgreSql; "
            + "it looks like \"Host=localhost;Database=humaxledger;Username=…;Password=…\"."
    )]
    public void Settings_Invalid_StopTheStartWithTheKeyAndItsValidValues(
        string provider,
        string? connectionString,
        string expected
    )
    {
        using var services = Services(provider, connectionString);

        var fault = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IStartupValidator>().Validate()
        );

        Assert.Equal(expected, fault.Message);
    }

    [Theory]
    [InlineData("sqlite", StorageProvider.Sqlite)]
    [InlineData(null, StorageProvider.Sqlite)]
    public void Provider_InAnyCaseOrMissing_IsAccepted(string? provider, StorageProvider expected)
    {
        using var services = Services(provider, "Data Source=some/file.db");

        var connection = services.GetRequiredService<StorageConnection>();

        Assert.Equal(expected, connection.Provider);
        Assert.Equal(Path.GetFullPath("some/file.db"), connection.File);
        Assert.Contains("Foreign Keys=True", connection.ConnectionString);
    }

    [Fact]
    public void Connection_Printed_HidesThePassword()
    {
        var connection = StorageConnection.Read(
            new StorageOptions
            {
                Provider = "postgresql",
                ConnectionString = "Host=db;Database=humaxledger;Password=hunter2",
            }
        );

        Assert.Equal("PostgreSql", connection.ToString());
        Assert.Null(connection.File);
    }

    [Fact]
    public void Connection_WithErrorDetailsEnabled_DisablesThem()
    {
        var connection = StorageConnection.Read(
            new StorageOptions
            {
                Provider = "postgresql",
                ConnectionString = "Host=db;Database=humaxledger;Include Error Detail=true;Log Parameters=true",
            }
        );

        var used = new NpgsqlConnectionStringBuilder(connection.ConnectionString);
        Assert.False(used.IncludeErrorDetail);
        Assert.False(used.LogParameters);
    }

    private static ServiceProvider Services(string? provider, string? connectionString)
    {
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:HumaXledger"] = connectionString };
        if (provider is not null)
        {
            settings["Storage:Provider"] = provider;
        }

        return new ServiceCollection()
            .AddLogging()
            .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
    }
}
