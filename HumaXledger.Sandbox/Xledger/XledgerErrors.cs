using HumaXledger.Sandbox.GraphQL;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>Codes and messages of contracts/xledger.md 7.3 and 7.4, and plausible ones where none is public.</summary>
internal static class XledgerErrors
{
    private const string BadRequest = "BAD_REQUEST";
    private const string Unhandled = "UNHANDLED_ERROR";

    public static GraphQlError TokenForm { get; } =
        OnTop(Unhandled, "Bad format for API Token. Expected header: \"Authorization: token <your-token>\"");

    // Text and code for a token that is no longer known are not public; nothing in them tells why.
    public static GraphQlError UnknownToken { get; } = OnTop(Unhandled, "Invalid API token.");

    // Deliberately silent about which scope is missing: no public client shows that the real answer names it.
    public static GraphQlError NoAccess { get; } =
        OnTop(Unhandled, "The API token is not allowed to perform this operation.");

    public static GraphQlError Burst { get; } =
        OnTop(
            "BAD_REQUEST.BURST_RATE_LIMIT_REACHED",
            "Too many requests. Please wait a few seconds before trying again."
        );

    public static GraphQlError Concurrency { get; } =
        OnTop("BAD_REQUEST.CONCURRENCY_LIMIT_REACHED", "Too many concurrent requests.");

    public static GraphQlError Credits(DateTime resetAtUtc) =>
        OnTop("BAD_REQUEST.INSUFFICIENT_CREDITS", "Insufficient credits.") with
        {
            Extensions = new Dictionary<string, object> { ["resetAt"] = OsloTime.Text(resetAtUtc) },
        };

    public static GraphQlError Invalid(string message) => OnTop(BadRequest, message);

    /// <summary>A node is refused. The path has no index of the node (contracts/xledger.md 4.8).</summary>
    public static RequestRefusedException Refused(string path, string reason) => new(Invalid($"{path}: {reason}"));

    public static RequestRefusedException Refused(string message) => new(Invalid(message));

    private static GraphQlError OnTop(string code, string message) => new(code, message) { CodeOnTop = true };
}
