using HumaXledger.Core.People;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HumaXledger.Core.Storage;

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

    /// <summary>Whether the work can go on by itself when the fault is over; a damaged file has to be replaced first.</summary>
    public static bool MayPass(Reason reason) => reason.Code != ReasonCodes.StoreDamaged;

    // https://www.sqlite.org/rescode.html: the primary result codes.
    private static string? CodeOf(Exception fault) => fault switch
    {
        SqliteException { SqliteErrorCode: 13 } => ReasonCodes.StoreFull,
        SqliteException { SqliteErrorCode: 5 or 6 } => ReasonCodes.StoreLocked,
        SqliteException { SqliteErrorCode: 8 or 3 } => ReasonCodes.StoreReadOnly,
        SqliteException { SqliteErrorCode: 11 or 26 } => ReasonCodes.StoreDamaged,
        SqliteException { SqliteErrorCode: 10 or 14 } => ReasonCodes.StoreUnreachable,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => ReasonCodes.StoreFull,
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => ReasonCodes.StoreReadOnly,
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } => ReasonCodes.StoreDamaged,
        PostgresException => null,
        NpgsqlException { IsTransient: true } => ReasonCodes.StoreUnreachable,
        _ => null,
    };
}

/// <summary>The store cannot be used as it is; the message says what is wrong and what to do, for whoever starts the program.</summary>
public sealed class StoreUnusable(Reason reason, string message, Exception inner) : Exception(message, inner)
{
    public Reason Reason { get; } = reason;
}
