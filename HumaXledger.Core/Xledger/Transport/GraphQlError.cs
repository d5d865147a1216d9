using System.Text.Json;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Transport;

/// <summary>
/// One entry of <c>errors</c>. <see cref="Message"/> may have personal values: it is examined and never shown or logged
/// (contracts/xledger.md 7.4).
/// </summary>
internal sealed record GraphQlError(
    string Message,
    string? Code,
    IReadOnlyList<string> Path,
    DateTime? ResetAt,
    IReadOnlyList<ExampleInput> Examples
)
{
    /// <summary>Reads an entry of any shape; the code may be on the entry or in its extensions.</summary>
    public static GraphQlError Read(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return new GraphQlError(
                entry.ValueKind == JsonValueKind.String ? WireJson.TextOf(entry)! : "",
                null,
                [],
                null,
                []
            );
        }

        var extensions = Member(entry, "extensions");
        var path = Member(entry, "path");
        var examples = Member(extensions, "exampleValidInputs");
        return new GraphQlError(
            WireJson.TextOf(Member(entry, "message")) ?? "",
            WireJson.TextOf(Member(entry, "code")) ?? WireJson.TextOf(Member(extensions, "code")),
            path is { ValueKind: JsonValueKind.Array } segments
                ? [.. segments.EnumerateArray().Select(segment => WireJson.TextOf(segment) ?? "")]
                : [],
            OsloClock.ReadInstant(WireJson.TextOf(Member(extensions, "resetAt"))),
            examples is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(Example)] : []
        );
    }

    public override string ToString() => Code ?? "error";

    private static ExampleInput Example(JsonElement example) =>
        new(
            WireJson.TextOf(Member(example, "dbId")),
            WireJson.TextOf(Member(example, "code")),
            WireJson.TextOf(Member(example, "text"))
        );

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member)
            ? member
            : null;
}

/// <summary>A valid value that Xledger lists on request (<c>showAlternatives</c>).</summary>
internal sealed record ExampleInput(string? DbId, string? Code, string? Text)
{
    public override string ToString() => $"example {DbId}";
}
