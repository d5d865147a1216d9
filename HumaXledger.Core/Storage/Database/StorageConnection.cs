using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Where the store is, ready to be used: the job store connects with the same text. A SQLite file's path is absolute
/// and foreign keys are on.
/// </summary>
public sealed record StorageConnection(StorageProvider Provider, string ConnectionString)
{
    /// <summary>
    /// Reads checked or unchecked options; a fault names the key and what it may be, and never repeats the connection
    /// string, which may hold a password.
    /// </summary>
    public static StorageConnection Read(StorageOptions options)
    {
        if (
            !Enum.TryParse<StorageProvider>(options.Provider, ignoreCase: true, out var provider)
            || !Enum.IsDefined(provider)
            || int.TryParse(options.Provider, CultureInfo.InvariantCulture, out _)
        )
        {
            throw Fault(
                $"{StorageOptions.Section}:Provider is \"{options.Provider}\"; "
                    + $"it may be {string.Join(" or ", Enum.GetNames<StorageProvider>())}."
            );
        }

        const string key = $"ConnectionStrings:{StorageOptions.ConnectionStringName}";
        var example =
            provider == StorageProvider.Sqlite
                ? "Data Source=humaxledger.db"
                : "Host=localhost;Database=humaxledger;Username=…;Password=…";
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            throw Fault($"{key} is missing; for {provider} it looks like \"{example}\".");
        }

        try
        {
            return new StorageConnection(
                provider,
                provider == StorageProvider.Sqlite
                    ? Sqlite(options.ConnectionString)
                    : Postgres(options.ConnectionString)
            );
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidOperationException)
        {
            throw Fault($"{key} is not a connection string of {provider}; it looks like \"{example}\".");
        }
    }

    /// <summary>The SQLite file; null for PostgreSQL.</summary>
    public string? File =>
        Provider == StorageProvider.Sqlite ? new SqliteConnectionStringBuilder(ConnectionString).DataSource : null;

    /// <summary>
    /// Not open. For the few questions of a start that EF Core's model, the longest part of it, would be waited for.
    /// </summary>
    internal DbConnection Connect() =>
        Provider == StorageProvider.Sqlite
            ? new SqliteConnection(ConnectionString)
            : new NpgsqlConnection(ConnectionString);

    // A connection string may hold a password.
    public override string ToString() => Provider.ToString();

    private static string Sqlite(string text)
    {
        var builder = new SqliteConnectionStringBuilder(text);
        if (builder.DataSource is "" or ":memory:" || builder.Mode == SqliteOpenMode.Memory)
        {
            throw new ArgumentException(null, nameof(text));
        }

        builder.DataSource = Path.GetFullPath(builder.DataSource);
        builder.ForeignKeys = true;
        return builder.ConnectionString;
    }

    private static string Postgres(string text)
    {
        // Details and parameters of a statement hold values of people.
        var builder = new NpgsqlConnectionStringBuilder(text) { IncludeErrorDetail = false, LogParameters = false };
        return builder.Host is { Length: > 0 } && builder.Database is { Length: > 0 }
            ? builder.ConnectionString
            : throw new ArgumentException(null, nameof(text));
    }

    private static OptionsValidationException Fault(string message) =>
        new(StorageOptions.Section, typeof(StorageOptions), [message]);
}
