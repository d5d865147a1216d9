using GraphQL;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>Codes and messages of contracts/xledger.md 7.3 and 7.4, and plausible ones where none is public.</summary>
internal static class XledgerErrors
{
    /// <summary>The code of a request that is itself invalid, such as a refused mutation.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>The code of a refused token, and of a missing right.</summary>
    public const string Unhandled = "UNHANDLED_ERROR";

    /// <summary>The token is not in the form that <see cref="TokenText"/> describes.</summary>
    public static XledgerError TokenForm =>
        new(Unhandled, "Bad format for API Token. Expected header: \"Authorization: token <your-token>\"");

    // Text and code for an unknown token are not public. They do not reveal the cause.
    public static XledgerError UnknownToken => new(Unhandled, "Invalid API token.");

    // Does not name the missing scope: no public client shows that the real answer does.
    public static XledgerError NoAccess => new(Unhandled, "The API token is not allowed to perform this operation.");

    /// <summary>Too many requests in a short time.</summary>
    public static XledgerError Burst =>
        new(
            "BAD_REQUEST.BURST_RATE_LIMIT_REACHED",
            "Too many requests. Please wait a few seconds before trying again."
        );

    /// <summary>Too many concurrent requests.</summary>
    public static XledgerError Concurrency =>
        new("BAD_REQUEST.CONCURRENCY_LIMIT_REACHED", "Too many concurrent requests.");

    /// <summary>No credits left until that time.</summary>
    public static XledgerError Credits(DateTime resetAtUtc) =>
        new XledgerError("BAD_REQUEST.INSUFFICIENT_CREDITS", "Insufficient credits.").AddExtension(
            "resetAt",
            OsloTime.Text(resetAtUtc)
        );

    /// <summary>The request itself is invalid.</summary>
    public static XledgerError Invalid(string message) => new(BadRequest, message);

    /// <summary>Refuses a node. The path has no index of the node (contracts/xledger.md 4.8).</summary>
    public static RequestRefusedException Refused(string path, string reason) => new(Invalid($"{path}: {reason}"));

    /// <summary>Refuses a request.</summary>
    public static RequestRefusedException Refused(string message) => new(Invalid(message));
}
