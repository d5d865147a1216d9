using System.Text.Json;
using System.Text.RegularExpressions;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>Huma's answer: a document or a refusal.</summary>
internal sealed class HumaAnswer(JsonDocument? document, HumaRefusal? refusal) : IDisposable
{
    /// <summary>Null when the request was accepted.</summary>
    public HumaRefusal? Refusal { get; } = refusal;

    /// <summary>Undefined where the body was empty.</summary>
    public JsonElement Root => document?.RootElement ?? default;

    public void Dispose() => document?.Dispose();
}

/// <summary>
/// Huma refuses one request because of its content (400, 403, 404, 409, 422) and not because of the key.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Huma's error code; null where there is none or it does not look like one.</param>
/// <param name="Fields">The properties that Huma names, such as <c>homeAddress.country</c>.</param>
internal sealed partial record HumaRefusal(int Status, string? Code, IReadOnlyList<string> Fields)
{
    /// <summary>Whether the requested object does not exist.</summary>
    public bool IsGone => Status == 404;

    // The report of a value in use is not documented (contracts/huma.md 2.2): the status of a conflict, or a code with
    // a suitable word.
    public bool IsDuplicate => Status == 409 || Says("unique", "already", "duplicate", "in-use", "taken", "conflict");

    /// <summary>Whether the object is locked.</summary>
    public bool IsLocked => Says("locked");

    /// <summary>Reads an error body.</summary>
    public static HumaRefusal Read(int status, JsonElement body)
    {
        var code = body.Text("errorCode") ?? body.Text("error");
        var fields = body.Items("fields")
            .Where(field => field.ValueKind == JsonValueKind.String)
            .Select(field => field.AsText() ?? "");
        // A message may quote the value, so the code is used only if it has the form of one.
        return new HumaRefusal(status, code is not null && Coded().IsMatch(code) ? code : null, [.. fields]);
    }

    private bool Says(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Code?.Contains(word, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z:._-]{1,59}$", RegexOptions.None, 1_000)]
    private static partial Regex Coded();
}
