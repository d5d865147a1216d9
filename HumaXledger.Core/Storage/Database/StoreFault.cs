using System.Globalization;
using System.Net.Sockets;
using HumaXledger.Core.Reasons;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HumaXledger.Core.Storage.Database;

/// <summary>What can be wrong with the store.</summary>
public enum StoreFaultCause
{
    /// <summary>No room is left on the disk, or for the file.</summary>
    Full,

    /// <summary>Another program holds the file longer than is waited for it.</summary>
    Locked,

    /// <summary>The file or its folder may not be written to.</summary>
    ReadOnly,

    /// <summary>The file is not a database, or parts of it are no longer readable.</summary>
    Damaged,

    /// <summary>
    /// The file cannot be opened or read, or the database server does not answer, ends, has no connection left or
    /// refuses for now (a deadlock, two transactions at odds).
    /// </summary>
    Unreachable,
}

/// <summary>Distinguishes faults of the store itself (disk, file, server) from faults of this program.</summary>
public static class StoreFault
{
    /// <summary>What is wrong with the store, or null when this is about something else.</summary>
    public static StoreFaultCause? CauseOf(Exception? fault)
    {
        // A statement that this program cancels ends with PostgreSQL's code for a cancelled one inside.
        for (var inner = fault; inner is not (null or OperationCanceledException); inner = inner.InnerException)
        {
            if (KindOf(inner) is { } cause)
            {
                return cause;
            }
        }

        return null;
    }

    /// <summary>The same for a person to read.</summary>
    public static Reason? ReasonOf(Exception? fault) => CauseOf(fault) is { } cause ? ReasonOf(cause) : null;

    public static Reason ReasonOf(StoreFaultCause cause) =>
        new(
            cause switch
            {
                StoreFaultCause.Full => StorageReasons.Full,
                StoreFaultCause.Locked => StorageReasons.Locked,
                StoreFaultCause.ReadOnly => StorageReasons.ReadOnly,
                StoreFaultCause.Damaged => StorageReasons.Damaged,
                _ => StorageReasons.Unreachable,
            }
        );

    /// <summary>
    /// Whether the work can go on by itself when the fault is over; a damaged file has to be replaced first.
    /// </summary>
    public static bool MayPass(StoreFaultCause cause) => cause != StoreFaultCause.Damaged;

    /// <summary>
    /// What is wrong with the store where the work can go on by itself when that is over; null for anything else.
    /// </summary>
    public static StoreFaultCause? PassingCauseOf(Exception? fault) =>
        CauseOf(fault) is { } cause && MayPass(cause) ? cause : null;

    /// <summary>
    /// What the database itself called the fault: PostgreSQL's SQLSTATE, SQLite's result code, or what the network or
    /// the program calls it. Holds no value and no address.
    /// </summary>
    public static string CodeOf(Exception fault)
    {
        var innermost = fault;
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case PostgresException postgres:
                    return postgres.SqlState;
                case SocketException socket:
                    return $"{socket.SocketErrorCode}";
                case SqliteException sqlite:
                    return string.Create(CultureInfo.InvariantCulture, $"SQLite {sqlite.SqliteExtendedErrorCode}");
            }

            innermost = inner;
        }

        return innermost.GetType().Name;
    }

    // From Npgsql, where a connection string names several hosts: none of them is what Target Session Attributes asks
    // for, or none was some seconds ago (Host Recheck Seconds), as right after a failover. IsTransient is false then.
    private const string NoSuitableHost = "No suitable host was found.";

    // https://www.sqlite.org/rescode.html: the primary result codes.
    private static StoreFaultCause? KindOf(Exception fault) =>
        fault switch
        {
            SqliteException { SqliteErrorCode: 13 } => StoreFaultCause.Full,
            SqliteException { SqliteErrorCode: 5 or 6 } => StoreFaultCause.Locked,
            SqliteException { SqliteErrorCode: 8 or 3 } => StoreFaultCause.ReadOnly,
            SqliteException { SqliteErrorCode: 11 or 26 } => StoreFaultCause.Damaged,
            SqliteException { SqliteErrorCode: 10 or 14 } => StoreFaultCause.Unreachable,
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => StoreFaultCause.Full,
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => StoreFaultCause.ReadOnly,
            PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } =>
                StoreFaultCause.Damaged,
            PostgresException postgres => IsAway(postgres) ? StoreFaultCause.Unreachable : null,
            NpgsqlException { IsTransient: true } or NpgsqlException { Message: NoSuitableHost } =>
                StoreFaultCause.Unreachable,
            _ => null,
        };

    // https://www.postgresql.org/docs/current/errcodes-appendix.html. Beside what Npgsql holds for passing: the server
    // ends or cancels (57, where 57014 is its statement time-out), refuses the role (28) or no longer has the database
    // (3D), and ends a transaction that stood idle (25P03, 25P04). All of these are over when an operator has acted.
    private static bool IsAway(PostgresException fault) =>
        fault.IsTransient
        || fault.SqlState[..2] is "08" or "28" or "3D" or "53" or "57" or "58"
        || fault.SqlState
            is PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.LockNotAvailable
                or "25P03"
                or "25P04";
}

/// <summary>
/// The store cannot be used as it is; the message says what is wrong and what to do, for the person who starts the
/// program.
/// </summary>
public sealed class StoreUnusable(Reason? reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why, for a person to read; null where it is not about disk, file or server.</summary>
    public Reason? Reason { get; } = reason;
}
