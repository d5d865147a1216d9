using Microsoft.Extensions.Configuration;

namespace HumaXledger.Core.Storage.Database;

/// <summary>Section <c>Storage</c>, and the connection string <c>ConnectionStrings:HumaXledger</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    public const string ConnectionStringName = "HumaXledger";

    /// <summary>The name of a <see cref="StorageProvider"/>, any case.</summary>
    public string Provider { get; set; } = nameof(StorageProvider.Sqlite);

    /// <summary>Taken from <c>ConnectionStrings</c>, never from this section.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The options as configured, unchecked: for what must know the store while it is registered.</summary>
    public static StorageOptions From(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<StorageOptions>() ?? new StorageOptions();
        options.ConnectionString = configuration.GetConnectionString(ConnectionStringName);
        return options;
    }
}
