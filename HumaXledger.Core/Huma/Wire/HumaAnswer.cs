using System.Text.Json;
using System.Text.RegularExpressions;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>What Huma answered: a document, or that it refuses what was asked.</summary>
internal sealed class HumaAnswer(JsonDocument? document, HumaRefusal? refusal) : IDisposable
{
    /// <summary>Null when it was accepted.</summary>
    public HumaRefusal? Refusal { get; } = refusal;

    /// <summary>Undefined where the body was empty.</summary>
    public JsonElement Root => document?.RootElement ?? default;

    public void Dispose() => document?.Dispose();
}

/// <summary>Huma refuses one request for what is in it (400, 403, 404, 409, 422), not for who asks.</summary>
/// <param name="Code">Huma's error code; null where none was given or it does not look like one.</param>
/// <param name="Fields">The properties that Huma names, such as <c>homeAddress.country</c>.</param>
internal sealed partial record HumaRefusal(int Status, string? Code, IReadOnlyList<string> Fields)
{
    public bool IsGone => Status == 404;

    // How a value in use is reported is unknown (contracts/huma.md 2.2): the status of a conflict or any code that says
    // so.
    public bool IsDuplicate => Status == 409 || Says("unique", "already", "duplicate", "in-use", "taken", "conflict");

    public bool IsLocked => Says("locked");

    public static HumaRefusal Read(int status, JsonElement body)
    {
        var code = body.Text("errorCode") ?? body.Text("error");
        var fields = body.Items("fields")
            .Where(field => field.ValueKind == JsonValueKind.String)
            .Select(field => field.AsText() ?? "");
        // A message may quote the value; the code is taken only if it is one.
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
