using HumaXledger.Core.Reasons;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HumaXledger.Core.Storage.Database;

/// <summary>Tells faults of the store itself (disk, file, server) from faults of ours.</summary>
public static class StoreFault
{
    /// <summary>What is wrong with the store, or null when this is about something else.</summary>
    public static Reason? ReasonOf(Exception? fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (CodeOf(inner) is { } code)
            {
                return new Reason(code);
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the work can go on by itself when the fault is over; a damaged file has to be replaced first.
    /// </summary>
    public static bool MayPass(Reason reason) => reason.Code != StorageReasons.Damaged;

    // https://www.sqlite.org/rescode.html: the primary result codes.
    private static string? CodeOf(Exception fault) =>
        fault switch
        {
            SqliteException { SqliteErrorCode: 13 } => StorageReasons.Full,
            SqliteException { SqliteErrorCode: 5 or 6 } => StorageReasons.Locked,
            SqliteException { SqliteErrorCode: 8 or 3 } => StorageReasons.ReadOnly,
            SqliteException { SqliteErrorCode: 11 or 26 } => StorageReasons.Damaged,
            SqliteException { SqliteErrorCode: 10 or 14 } => StorageReasons.Unreachable,
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => StorageReasons.Full,
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => StorageReasons.ReadOnly,
            PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } =>
                StorageReasons.Damaged,
            PostgresException => null,
            NpgsqlException { IsTransient: true } => StorageReasons.Unreachable,
            _ => null,
        };
}

/// <summary>
/// The store cannot be used as it is; the message says what is wrong and what to do, for whoever starts the program.
/// </summary>
public sealed class StoreUnusable(Reason reason, string message, Exception inner) : Exception(message, inner)
{
    public Reason Reason { get; } = reason;
}
