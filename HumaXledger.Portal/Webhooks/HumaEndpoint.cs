using System.Buffers;
using System.Net;
using System.Net.Mime;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Live;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HumaXledger.Portal.Webhooks;

/// <summary>
/// Receives Huma's messages: one address per connection. A message with the connection's access token, signed with the
/// client secret of the same pair and readable, is stored before it is answered; everything else gets a status code
/// only. Response bodies are empty.
/// </summary>
public sealed partial class HumaEndpoint(
    WebhookEndpointCache endpoints,
    WebhookInbox inbox,
    WebhookLimits limits,
    Refusals refusals,
    RunFeed feed,
    IOptions<WebhookOptions> options,
    TimeProvider clock,
    ILogger<HumaEndpoint> logger
)
{
    private const string Path = "webhooks/huma";

    /// <summary>How long a request waits for the store. A message that is stored later is kept all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Path of a connection's webhook address.</summary>
    public static string PathOf(string address) => $"{Path}/{address}";

    // Every method, so that a wrong one gets the same refusal at every address.
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .Map($"/{Path}/{{address}}", (HttpContext http, string address, HumaEndpoint endpoint) =>
                endpoint.AnswerAsync(http, address)
            )
            .AllowAnonymous()
            .DisableAntiforgery();

    private async Task AnswerAsync(HttpContext http, string address)
    {
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        try
        {
            http.Response.StatusCode = await TakeAsync(http, address);
        }
        catch (BadHttpRequestException fault)
        {
            // The request was aborted, too slow, or larger than announced.
            http.Response.StatusCode = fault.StatusCode;
        }
        catch (Exception fault) when (StoreFault.CauseOf(fault) is not null || fault is InboxFull or TimeoutException)
        {
            LogNotStored(StoreFault.CauseOf(fault)?.ToString() ?? fault.GetType().Name);
            http.Response.Headers.RetryAfter = "10";
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested)
        {
            // The error page is for browsers only.
            LogFailed(fault);
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task<int> TakeAsync(HttpContext http, string address)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return StatusCodes.Status405MethodNotAllowed;
        }

        var sender = http.Connection.RemoteIpAddress;
        if (!endpoints.IsKnown(address) && !limits.Listens(sender))
        {
            return StatusCodes.Status429TooManyRequests;
        }

        if (await endpoints.FindAsync(address, http.RequestAborted) is not { } endpoint)
        {
            return Refused(sender, StatusCodes.Status404NotFound);
        }

        if (endpoint.Ended)
        {
            refusals.Note(endpoint.ConnectionId, WebhookRefusal.Ended);
            return Refused(sender, StatusCodes.Status404NotFound);
        }

        var hash = WebhookSignature.Read(http.Request.Headers[WebhookSignature.Header]);
        var pairs = endpoint.PairsOf(TokenOf(http.Request), clock.GetUtcNow().UtcDateTime);
        if (hash is null || pairs.Count == 0)
        {
            refusals.Note(endpoint.ConnectionId, WebhookRefusal.Unauthorized);
            return Refused(sender, StatusCodes.Status401Unauthorized);
        }

        return await TakeFromHumaAsync(http, endpoint, pairs, hash);
    }

    // From here on the sender has shown the access token; refusals are shown to the administrators.
    private async Task<int> TakeFromHumaAsync(
        HttpContext http,
        WebhookEndpoint endpoint,
        IReadOnlyList<WebhookPair> pairs,
        byte[] hash
    )
    {
        if (!limits.LetsIn(endpoint.ConnectionId))
        {
            http.Response.Headers.RetryAfter = "1";
            return Refuse(endpoint, WebhookRefusal.TooMany, StatusCodes.Status429TooManyRequests);
        }

        if (!IsJson(http.Request))
        {
            return Refuse(endpoint, WebhookRefusal.ContentType, StatusCodes.Status415UnsupportedMediaType);
        }

        if (await ReadAsync(http) is not { } body)
        {
            return Refuse(endpoint, WebhookRefusal.TooLarge, StatusCodes.Status413PayloadTooLarge);
        }

        if (!pairs.Any(pair => pair.Signed(body, hash)))
        {
            return Refuse(
                endpoint,
                WebhookRefusal.Unauthorized,
                Refused(http.Connection.RemoteIpAddress, StatusCodes.Status401Unauthorized)
            );
        }

        if (
            !HumaMessageReader.TryRead(
                body,
                http.Request.Headers[HumaMessage.TopicHeader],
                out var message,
                out var fault
            )
        )
        {
            return Refuse(
                endpoint,
                fault == HumaMessageFault.NotJson ? WebhookRefusal.NotJson : WebhookRefusal.TopicDiffers,
                StatusCodes.Status400BadRequest
            );
        }

        if (!await inbox.PutAsync(endpoint.ConnectionId, message, body).WaitAsync(Patience, clock))
        {
            endpoints.Forget(endpoint.ConnectionId);
            return Refuse(endpoint, WebhookRefusal.Ended, StatusCodes.Status404NotFound);
        }

        feed.Publish(endpoint.ConnectionId, new ConnectionPulse(endpoint.ConnectionId, clock.GetUtcNow().UtcDateTime));
        return StatusCodes.Status200OK;
    }

    private int Refuse(WebhookEndpoint endpoint, WebhookRefusal kind, int status)
    {
        refusals.Note(endpoint.ConnectionId, kind);
        return status;
    }

    private int Refused(IPAddress? sender, int status) =>
        limits.CountRefusal(sender) ? status : StatusCodes.Status429TooManyRequests;

    /// <summary>Empty without a bearer token, which never matches.</summary>
    private static string TokenOf(HttpRequest request) =>
        System.Net.Http.Headers.AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given)
        && string.Equals(given.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
            ? given.Parameter ?? ""
            : "";

    // Huma's content type is not documented: a missing one is accepted, because only JSON can be read anyway.
    private static bool IsJson(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            return false;
        }

        if (string.IsNullOrEmpty(request.ContentType))
        {
            return true;
        }

        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (
                type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
            )
            && (
                !type.Charset.HasValue
                || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            );
    }

    /// <returns>Null when it is too large.</returns>
    private async Task<byte[]?> ReadAsync(HttpContext http)
    {
        var most = options.Value.MaxBytes;
        if (http.Request.ContentLength > most)
        {
            return null;
        }

        // The server's own limit also counts the frames of a chunked body; this limit counts the message.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        using var body = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        var part = ArrayPool<byte>.Shared.Rent(81_920);
        try
        {
            while (await http.Request.Body.ReadAsync(part, http.RequestAborted) is > 0 and var length)
            {
                if (body.Length + length > most)
                {
                    return null;
                }

                body.Write(part, 0, length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }

        return body.ToArray();
    }

    [LoggerMessage(
        LogLevel.Error,
        "A message of Huma's webhook could not be stored ({Reason}); the response asks the sender to try again"
    )]
    private partial void LogNotStored(string reason);

    [LoggerMessage(
        LogLevel.Error,
        "A message of Huma's webhook failed with an unexpected fault; it is answered with 500"
    )]
    private partial void LogFailed(Exception fault);
}
