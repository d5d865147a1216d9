using System.Net;
using System.Text.RegularExpressions;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Xledger.Transport;

/// <summary>The meaning of an answer's errors (contracts/xledger.md 7); the lowest value takes precedence.</summary>
internal enum ErrorKind
{
    None,

    /// <summary>Limits: the request was not executed and may be sent again later.</summary>
    Burst,
    Concurrency,
    Credits,

    /// <summary>"Your query timed out."</summary>
    Timeout,

    /// <summary>The document is not valid for the server: the interface has changed.</summary>
    Document,

    /// <summary>One of the sent values is invalid for its type.</summary>
    Value,

    /// <summary>Token or right; a probe distinguishes them more reliably than the text.</summary>
    Access,

    /// <summary>The server threw an exception.</summary>
    Unhandled,

    /// <summary>Anything else: the content is refused.</summary>
    Refused,
}

/// <summary>What a refused mutation is about.</summary>
internal enum MutationRefusalKind
{
    /// <summary>An input that the answer names.</summary>
    Input,

    /// <summary>A value to be looked up that does not exist in the entity.</summary>
    Reference,

    /// <summary>The employment ID is taken.</summary>
    DuplicateCode,

    /// <summary>Nothing that was sent is named.</summary>
    Unnamed,
}

/// <summary>Why a mutation was refused: the kind for code to branch on, the reason for a person to read.</summary>
/// <param name="NamesInput">Whether the answer says which of the inputs it is about.</param>
internal sealed record MutationRefusal(MutationRefusalKind Kind, Reason Reason, bool NamesInput);

/// <summary>
/// Classifies errors by code first and by the few published message patterns second; messages never leave this class.
/// </summary>
internal static partial class ErrorKinds
{
    /// <summary>GraphQL.NET's codes for documents that do not fit the schema.</summary>
    private static readonly string[] DocumentCodes =
    [
        "FIELDS_ON_CORRECT_TYPE",
        "KNOWN_ARGUMENT_NAMES",
        "KNOWN_TYPE_NAMES",
        "KNOWN_DIRECTIVES",
        "KNOWN_FRAGMENT_NAMES",
        "SCALAR_LEAFS",
        "SYNTAX_ERROR",
        "VARIABLES_ARE_INPUT_TYPES",
        "VARIABLES_IN_ALLOWED_POSITION",
        "NO_UNDEFINED_VARIABLES",
        "NO_UNUSED_VARIABLES",
        "OVERLAPPING_FIELDS_CAN_BE_MERGED",
        "PROVIDED_NON_NULL_ARGUMENTS",
        "UNIQUE_OPERATION_NAMES",
        "INVALID_OPERATION",
    ];

    /// <summary>The kind of an answer.</summary>
    public static ErrorKind Of(IReadOnlyList<GraphQlError> errors, HttpStatusCode status)
    {
        // Of several errors, the one that concerns the connection most counts.
        var kinds = errors.Select(error => Of(error, status)).ToArray();
        return kinds.Length == 0 ? ErrorKind.None : kinds.Min();
    }

    /// <summary>Why a mutation was refused, without any value from the server's message.</summary>
    public static MutationRefusal Refusal(IReadOnlyList<GraphQlError> errors)
    {
        foreach (var error in errors)
        {
            var path = InputPath().Match(error.Message) is { Success: true } match ? match.Groups["path"].Value : "";
            if (error.Message.Contains("No value matching", StringComparison.OrdinalIgnoreCase))
            {
                return new MutationRefusal(
                    MutationRefusalKind.Reference,
                    new Reason(XledgerReasons.ReferenceUnknown, path),
                    NamesInput: path.Length > 0
                );
            }

            if (path.EndsWith("code", StringComparison.Ordinal) && Taken().IsMatch(error.Message))
            {
                return new MutationRefusal(
                    MutationRefusalKind.DuplicateCode,
                    new Reason(XledgerReasons.DuplicateCode),
                    NamesInput: true
                );
            }

            if (path.Length > 0)
            {
                return new MutationRefusal(
                    MutationRefusalKind.Input,
                    new Reason(XledgerReasons.Refused, path),
                    NamesInput: true
                );
            }
        }

        var isUnhandled = Of(errors, HttpStatusCode.OK) == ErrorKind.Unhandled;
        return new MutationRefusal(
            MutationRefusalKind.Unnamed,
            isUnhandled ? new Reason(XledgerReasons.Unhandled) : new Reason(XledgerReasons.Refused, ""),
            NamesInput: false
        );
    }

    /// <summary>The first error code that is safe to show; else "".</summary>
    public static string ShownCode(IReadOnlyList<GraphQlError> errors) =>
        errors.Select(error => error.Code).FirstOrDefault(code => code is not null && PlainCode().IsMatch(code)) ?? "";

    private static ErrorKind Of(GraphQlError error, HttpStatusCode status)
    {
        var code = error.Code ?? "";
        return code switch
        {
            _ when code.EndsWith("BURST_RATE_LIMIT_REACHED", StringComparison.Ordinal) => ErrorKind.Burst,
            _ when code.EndsWith("CONCURRENCY_LIMIT_REACHED", StringComparison.Ordinal) => ErrorKind.Concurrency,
            _ when code.EndsWith("INSUFFICIENT_CREDITS", StringComparison.Ordinal) => ErrorKind.Credits,
            _ when error.Message.Contains("Too many requests", StringComparison.OrdinalIgnoreCase) => ErrorKind.Burst,
            _ when error.Message.Contains("query timed out", StringComparison.OrdinalIgnoreCase) => ErrorKind.Timeout,
            // A message that begins with an input's path is about that input, whatever words follow.
            _ when InputPath().Match(error.Message) is { Success: true } match
                    && match.Groups["path"].Value.Contains('.') => IsValueCode(code)
                ? ErrorKind.Value
                : ErrorKind.Refused,
            _ when status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                    || AccessWords().IsMatch(error.Message)
                    || AccessCodes().IsMatch(code) => ErrorKind.Access,
            _ when DocumentCodes.Contains(code)
                    || error.Message.StartsWith("Cannot query field", StringComparison.Ordinal) => ErrorKind.Document,
            _ when IsValueCode(code) => ErrorKind.Value,
            "UNHANDLED_ERROR" => ErrorKind.Unhandled,
            _ => ErrorKind.Refused,
        };
    }

    private static bool IsValueCode(string code) => code is "INVALID_VALUE" or "ARGUMENTS_OF_CORRECT_TYPE";

    // "subledger.code: No value matching owner 1234, code 'x'." The part before the colon is a path of the input; what
    // follows may be a person's data.
    [GeneratedRegex(
        @"^(?<path>[A-Za-z][A-Za-z0-9_]*(?:\[[0-9]+\])?(?:\.[A-Za-z][A-Za-z0-9_]*(?:\[[0-9]+\])?)*): ",
        RegexOptions.None,
        1_000
    )]
    private static partial Regex InputPath();

    [GeneratedRegex("^[A-Z][A-Z_.]{1,60}$", RegexOptions.None, 1_000)]
    private static partial Regex PlainCode();

    [GeneratedRegex("already|exists|duplicate|not unique|in use|taken", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Taken();

    [GeneratedRegex(
        "api token|not allowed|not authori[sz]ed|not permitted|access (?:is )?denied|no access|permission",
        RegexOptions.IgnoreCase,
        1_000
    )]
    private static partial Regex AccessWords();

    [GeneratedRegex(
        "UNAUTHORI[SZ]ED|FORBIDDEN|ACCESS_DENIED|AUTHORI[SZ]ATION|AUTHENTICATION",
        RegexOptions.IgnoreCase,
        1_000
    )]
    private static partial Regex AccessCodes();
}
