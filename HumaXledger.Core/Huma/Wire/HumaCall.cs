using System.Text.Json.Nodes;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>
/// One request. Messages show <see cref="Template"/>; <see cref="Path"/> has ids and search words and is never shown.
/// </summary>
internal sealed record HumaCall(HttpMethod Method, string Template, string Path)
{
    /// <summary>The JSON body; null for none.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>A form instead of JSON: only the token request.</summary>
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <summary>Whether the request is idempotent.</summary>
    public bool Repeatable { get; init; } = Method != HttpMethod.Post;

    /// <summary>Method and template, for messages.</summary>
    public string Where => $"{Method} {Template}";

    public override string ToString() => Where;

    /// <summary>A GET request.</summary>
    /// <param name="template">
    /// Path with placeholders such as <c>{id}</c>, replaced in order by <paramref name="ids"/>.
    /// </param>
    public static HumaCall Get(string template, params IReadOnlyList<string> ids) =>
        new(HttpMethod.Get, template, Fill(template, ids));

    /// <summary>A request with an optional JSON body; see <see cref="Get"/> for the template.</summary>
    public static HumaCall Send(HttpMethod method, string template, JsonNode? body, params IReadOnlyList<string> ids) =>
        new(method, template, Fill(template, ids)) { Body = body };

    /// <summary>The same with a query string, which must be escaped.</summary>
    public HumaCall With(string query) => this with { Path = $"{Path}?{query}" };

    private static string Fill(string template, IReadOnlyList<string> ids)
    {
        var segments = template.Split('/');
        var next = 0;
        for (var index = 0; index < segments.Length; index++)
        {
            if (segments[index].StartsWith('{'))
            {
                segments[index] = Segment(ids[next++]);
            }
        }

        return string.Join('/', segments);
    }

    // A dot, or two, would be resolved as a step in the path, also where it is escaped once: another address.
    private static string Segment(string id) =>
        Uri.EscapeDataString(id is "." or ".." ? id.Replace(".", "%2E", StringComparison.Ordinal) : id);
}
