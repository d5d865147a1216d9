using System.Net;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Portal.Access;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Webhooks;

/// <summary>
/// Who may send a message: address, access token, rates. What is refused to a sender that shows a connection's address
/// is in the activity log.
/// </summary>
public sealed class WebhookGate(
    WebhookEndpointCache endpoints,
    WebhookLimits limits,
    Refusals refusals,
    IOptions<WebhookOptions> options,
    TimeProvider clock
)
{
    /// <summary>Bytes of the largest body that is taken.</summary>
    public int MostBytes => options.Value.MaxBytes;

    /// <summary>A sender that has shown the access token, or the status that it gets.</summary>
    /// <param name="Hash">Of the body, as it was signed.</param>
    internal sealed record Admission(WebhookEndpoint Endpoint, IReadOnlyList<WebhookPair> Pairs, byte[] Hash);

    /// <returns>Null with the status where the sender is not let in.</returns>
    internal async Task<(Admission? Admission, int Status)> AdmitAsync(HttpContext http, string address)
    {
        var sender = http.Connection.RemoteIpAddress;
        if (!endpoints.IsKnown(address) && !limits.ReadsFrom(sender))
        {
            return (null, StatusCodes.Status429TooManyRequests);
        }

        if (await endpoints.FindAsync(address, http.RequestAborted) is not { } endpoint)
        {
            return (null, Refused(sender, StatusCodes.Status404NotFound));
        }

        if (endpoint.Ended)
        {
            refusals.Note(endpoint.ConnectionId, WebhookRefusal.Ended);
            return (null, Refused(sender, StatusCodes.Status404NotFound));
        }

        var hash = WebhookSignature.Read(http.Request.Headers[WebhookSignature.Header]);
        var pairs = endpoint.PairsOf(TokenOf(http.Request), clock.GetUtcNow().UtcDateTime);
        if (hash is null || pairs.Count == 0)
        {
            refusals.Note(endpoint.ConnectionId, WebhookRefusal.Unauthorized);
            return (null, Refused(sender, StatusCodes.Status401Unauthorized));
        }

        return (new Admission(endpoint, pairs, hash), StatusCodes.Status200OK);
    }

    /// <summary>Whether the connection has not had too many messages lately.</summary>
    internal bool Admits(WebhookEndpoint endpoint) => limits.Admits(endpoint.ConnectionId);

    /// <summary>The address was found, and its connection has been ended since.</summary>
    internal void Forget(WebhookEndpoint endpoint) => endpoints.Forget(endpoint.ConnectionId);

    /// <summary>Records why a message of an admitted sender is refused.</summary>
    internal int Refuse(WebhookEndpoint endpoint, WebhookRefusal kind, int status)
    {
        refusals.Note(endpoint.ConnectionId, kind);
        return status;
    }

    /// <summary>Counts a refusal; a sender with too many of them gets no other answer for a while.</summary>
    internal int Refused(IPAddress? sender, int status) =>
        limits.CountRefusal(sender) ? status : StatusCodes.Status429TooManyRequests;

    /// <summary>Empty where there is no bearer token, which opens nothing.</summary>
    private static string TokenOf(HttpRequest request) =>
        System.Net.Http.Headers.AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given)
        && string.Equals(given.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
            ? given.Parameter ?? ""
            : "";
}
