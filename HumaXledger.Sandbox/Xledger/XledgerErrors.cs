using HumaXledger.Sandbox.GraphQL;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>Codes and messages of contracts/xledger.md 7.3 and 7.4, and plausible ones where none is public.</summary>
internal static class XledgerErrors
{
    private const string BadRequest = "BAD_REQUEST";
    private const string Unhandled = "UNHANDLED_ERROR";

    /// <summary>The token is not in the form that <see cref="TokenText"/> describes.</summary>
    public static GraphQlError TokenForm { get; } =
        OnTop(Unhandled, "Bad format for API Token. Expected header: \"Authorization: token <your-token>\"");

    // Text and code for an unknown token are not public. They do not reveal the cause.
    public static GraphQlError UnknownToken { get; } = OnTop(Unhandled, "Invalid API token.");

    // Does not name the missing scope: no public client shows that the real answer does.
    public static GraphQlError NoAccess { get; } =
        OnTop(Unhandled, "The API token is not allowed to perform this operation.");

    /// <summary>Too many requests in a short time.</summary>
    public static GraphQlError Burst { get; } =
        OnTop(
            "BAD_REQUEST.BURST_RATE_LIMIT_REACHED",
            "Too many requests. Please wait a few seconds before trying again."
        );

    /// <summary>Too many concurrent requests.</summary>
    public static GraphQlError Concurrency { get; } =
        OnTop("BAD_REQUEST.CONCURRENCY_LIMIT_REACHED", "Too many concurrent requests.");

    /// <summary>No credits left until that time.</summary>
    public static GraphQlError Credits(DateTime resetAtUtc) =>
        OnTop("BAD_REQUEST.INSUFFICIENT_CREDITS", "Insufficient credits.") with
        {
            Extensions = new Dictionary<string, object> { ["resetAt"] = OsloTime.Text(resetAtUtc) },
        };

    /// <summary>The request itself is invalid.</summary>
    public static GraphQlError Invalid(string message) => OnTop(BadRequest, message);

    /// <summary>Refuses a node. The path has no index of the node (contracts/xledger.md 4.8).</summary>
    public static RequestRefusedException Refused(string path, string reason) => new(Invalid($"{path}: {reason}"));

    /// <summary>Refuses a request.</summary>
    public static RequestRefusedException Refused(string message) => new(Invalid(message));

    private static GraphQlError OnTop(string code, string message) => new(code, message) { CodeOnTop = true };
}
