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
                entry.ValueKind == JsonValueKind.String ? entry.GetString()! : "",
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
            Text(Member(entry, "message")) ?? "",
            Text(Member(entry, "code")) ?? Text(Member(extensions, "code")),
            path is { ValueKind: JsonValueKind.Array } segments
                ? [.. segments.EnumerateArray().Select(segment => Text(segment) ?? "")]
                : [],
            OsloClock.ReadInstant(Text(Member(extensions, "resetAt"))),
            examples is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(Example)] : []
        );
    }

    public override string ToString() => Code ?? "error";

    private static ExampleInput Example(JsonElement example) =>
        new(Text(Member(example, "dbId")), Text(Member(example, "code")), Text(Member(example, "text")));

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member)
            ? member
            : null;

    private static string? Text(JsonElement? element) =>
        element switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };
}

/// <summary>A valid value that Xledger lists on request (<c>showAlternatives</c>).</summary>
internal sealed record ExampleInput(string? DbId, string? Code, string? Text)
{
    public override string ToString() => $"example {DbId}";
}
