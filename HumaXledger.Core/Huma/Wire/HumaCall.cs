using System.Text.Json.Nodes;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>
/// One request. <see cref="Template"/> is what messages show; <see cref="Path"/> holds ids and search words and is
/// shown nowhere.
/// </summary>
internal sealed record HumaCall(HttpMethod Method, string Template, string Path)
{
    public JsonNode? Body { get; init; }

    /// <summary>A form instead of JSON: only the token request.</summary>
    public IReadOnlyDictionary<string, string>? Form { get; init; }

    /// <summary>Whether doing it twice is the same as doing it once.</summary>
    public bool Repeatable { get; init; } = Method != HttpMethod.Post;

    public string Where => $"{Method} {Template}";

    public override string ToString() => Where;

    /// <param name="template">Path with placeholders such as <c>{id}</c>, filled in order by
    /// <paramref name="ids"/>.</param>
    public static HumaCall Get(string template, params IReadOnlyList<string> ids) =>
        new(HttpMethod.Get, template, Fill(template, ids));

    public static HumaCall Send(HttpMethod method, string template, JsonNode? body, params IReadOnlyList<string> ids) =>
        new(method, template, Fill(template, ids)) { Body = body };

    public HumaCall With(string query) => this with { Path = $"{Path}?{query}" };

    private static string Fill(string template, IReadOnlyList<string> ids)
    {
        var segments = template.Split('/');
        var next = 0;
        for (var index = 0; index < segments.Length; index++)
        {
            if (segments[index].StartsWith('{'))
            {
                segments[index] = Uri.EscapeDataString(ids[next++]);
            }
        }

        return string.Join('/', segments);
    }
}
