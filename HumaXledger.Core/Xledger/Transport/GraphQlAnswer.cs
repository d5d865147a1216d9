using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.Xledger.Transport;

/// <summary>
/// An answer that is GraphQL, whatever its HTTP status. <see cref="Data"/> null and absent are the same here.
/// </summary>
internal sealed record GraphQlAnswer<TData>
    where TData : class
{
    public TData? Data { get; init; }

    [JsonPropertyName("errors")]
    public IReadOnlyList<JsonElement>? RawErrors { get; init; }

    [JsonIgnore]
    public HttpStatusCode Status { get; init; }

    [JsonIgnore]
    public IReadOnlyList<GraphQlError> Errors { get; init; } = [];
}
