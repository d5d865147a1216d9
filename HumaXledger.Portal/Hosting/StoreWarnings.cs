using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Portal.Hosting;

/// <summary>What an operator should change about the database, said in the log at each start.</summary>
public sealed partial class StoreWarnings(
    IStoreClock clock,
    StorageConnection store,
    KeyRingProtection keys,
    IHostEnvironment environment,
    ILogger<StoreWarnings> logger
)
{
    /// <summary>Files that others may read, a clock that is off, a key ring without a certificate.</summary>
    public async Task LogAsync(CancellationToken cancellation)
    {
        foreach (var path in store.File is { } file ? StoreFiles.OpenToOthers(file) : [])
        {
            LogOpenToOthers(path);
        }

        var ahead = -(await clock.NowAsync(cancellation)).Ahead;
        if (ahead.Duration() >= StoreClock.IsOff)
        {
            LogClockIsOff(ahead.TotalSeconds);
        }

        if (!keys.On && !environment.IsDevelopment())
        {
            LogKeysInClear();
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Path} is open to other accounts of this machine, and holds personal data. Take their rights away: chmod go= "
            + "(docs/operations.md, SQLite)"
    )]
    private partial void LogOpenToOthers(string path);

    [LoggerMessage(
        LogLevel.Warning,
        "The clock of this node is {Seconds:0} s ahead of the database's (negative: behind it). Nodes may take each "
            + "other for ended and repeat their jobs. Set the clocks by NTP (docs/operations.md, Probes)"
    )]
    private partial void LogClockIsOff(double seconds);

    [LoggerMessage(
        LogLevel.Warning,
        "The key ring is stored unencrypted and unsigned: anyone with the database or a backup of it can read its "
            + "tokens, identification and bank numbers, and who can write it can sign in as anyone. "
            + "Set KeyRing:Certificate (docs/operations.md)"
    )]
    private partial void LogKeysInClear();
}
