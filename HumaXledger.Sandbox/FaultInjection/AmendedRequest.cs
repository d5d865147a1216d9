using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace HumaXledger.Sandbox.FaultInjection;

/// <summary>
/// Changes requests before they are executed. Remembers the cursor of each GraphQL operation, so that a page can be
/// repeated.
/// </summary>
internal sealed class AmendedRequest
{
    private readonly ConcurrentDictionary<string, JsonNode?> _lastAfter = new(StringComparer.Ordinal);

    /// <summary>Requests the previous page instead; the first page stays.</summary>
    public void Repeat(HttpRequest request, JsonObject? body)
    {
        if (body is not null)
        {
            if (body["variables"] is JsonObject variables && _lastAfter.TryGetValue(Operation(body), out var before))
            {
                variables["after"] = before?.DeepClone();
                Replace(request, body);
            }

            return;
        }

        var query = QueryHelpers
            .ParseQuery(request.QueryString.Value)
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        if (query.TryGetValue("offset", out var offset) && query.TryGetValue("limit", out var limit))
        {
            query["offset"] = Math.Max(0, Number(offset) - Number(limit)).ToString(CultureInfo.InvariantCulture);
            request.QueryString = QueryString.Create(query);
        }
    }

    /// <summary>Remembers the cursor of an executed request.</summary>
    public void Remember(JsonObject? body)
    {
        if (body?["variables"] is JsonObject variables)
            _lastAfter[Operation(body)] = variables["after"]?.DeepClone();
    }

    private static string Operation(JsonObject body) => $"{body["operationName"]}";

    private static int Number(string? text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static void Replace(HttpRequest request, JsonObject body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        request.Body = new MemoryStream(bytes);
        request.ContentLength = bytes.Length;
    }
}
