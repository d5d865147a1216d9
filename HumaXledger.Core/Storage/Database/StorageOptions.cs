using Microsoft.Extensions.Configuration;

namespace HumaXledger.Core.Storage.Database;

/// <summary>The database.</summary>
public sealed class StorageOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "Storage";

    /// <summary>Name of the connection string in the configuration.</summary>
    public const string ConnectionStringName = "HumaXledger";

    /// <summary><c>Sqlite</c> or <c>PostgreSql</c>, in any case.</summary>
    public string Provider { get; set; } = nameof(StorageProvider.Sqlite);

    /// <summary>
    /// How long a start waits for a PostgreSQL server that does not answer, with a line in the log every five seconds;
    /// then the process ends with exit code 1. A server that refuses the user is not waited for.
    /// </summary>
    [DurationRange("00:00:00", "01:00:00")]
    public TimeSpan WaitAtStart { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The connection string of the database. A relative path of a SQLite file starts at the working directory, which
    /// <c>dotnet run</c> sets to the folder of the project.
    /// </summary>
    /// <remarks>Read from <c>ConnectionStrings</c>, never from this section.</remarks>
    public string? ConnectionString { get; set; }

    /// <summary>The options as configured, unchecked: for what must know the store while it is registered.</summary>
    public static StorageOptions From(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<StorageOptions>() ?? new StorageOptions();
        options.ConnectionString = configuration.GetConnectionString(ConnectionStringName);
        return options;
    }
}
