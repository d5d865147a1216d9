using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.Xledger.Transport;

/// <summary>A GraphQL answer, whatever its HTTP status. Null <see cref="Data"/> and absent data are the same.</summary>
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
