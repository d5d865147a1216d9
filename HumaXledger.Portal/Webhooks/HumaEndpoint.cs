using System.Buffers;
using System.Net.Mime;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Portal.Outages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace HumaXledger.Portal.Webhooks;

/// <summary>
/// Where Huma's messages come in: one address per connection. A message that shows the connection's access token, is
/// signed with the client secret of the same pair and can be read is stored before it is answered; everything else
/// gets a status and nothing more. Bodies of answers are empty.
/// </summary>
public sealed partial class HumaEndpoint(
    WebhookGate gate,
    WebhookInbox inbox,
    RunFeed feed,
    StoreOutages outages,
    TimeProvider clock,
    ILogger<HumaEndpoint> logger
)
{
    private const string Path = "webhooks/huma";

    /// <summary>What a sender is asked to wait for before it sends again.</summary>
    private const string RetryAfterSeconds = "10";

    /// <summary>How long a sender waits for the store. What is stored later is stored all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static string PathOf(string address) => $"{Path}/{address}";

    // Every method, so that a wrong one is refused in the same way at every address.
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .Map($"/{Path}/{{address}}", (HttpContext http, string address, HumaEndpoint endpoint) =>
                endpoint.AnswerAsync(http, address)
            )
            .AllowAnonymous()
            // It has limits of its own (WebhookLimits).
            .DisableRateLimiting()
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
            // Cut off on the way, too slow, or larger than it said.
            http.Response.StatusCode = fault.StatusCode;
        }
        catch (Exception fault) when (StoreFault.ReasonOf(fault) is not null || fault is InboxFull or TimeoutException)
        {
            if (StoreFault.PassingCauseOf(fault) is not null)
            {
                outages.Note(fault);
            }
            else
            {
                LogNotStored(StoreFault.CauseOf(fault)?.ToString() ?? fault.GetType().Name);
            }

            http.Response.Headers.RetryAfter = RetryAfterSeconds;
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested)
        {
            // The error page is for people.
            LogFailed(fault);
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        PortalMetrics.OnWebhook(http.Response.StatusCode);
    }

    private async Task<int> TakeAsync(HttpContext http, string address)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return gate.Refused(http.Connection.RemoteIpAddress, StatusCodes.Status405MethodNotAllowed);
        }

        var (admitted, status) = await gate.AdmitAsync(http, address);
        return admitted is null ? status : await TakeFromHumaAsync(http, admitted);
    }

    // From here on the sender has shown the access token; what is wrong is shown to the administrators.
    private async Task<int> TakeFromHumaAsync(HttpContext http, WebhookGate.Admission admitted)
    {
        var (endpoint, pairs, hash) = admitted;
        if (!gate.Admits(endpoint))
        {
            http.Response.Headers.RetryAfter = "1";
            return gate.Refuse(endpoint, WebhookRefusal.TooMany, StatusCodes.Status429TooManyRequests);
        }

        if (!IsJson(http.Request))
        {
            return gate.Refuse(endpoint, WebhookRefusal.ContentType, StatusCodes.Status415UnsupportedMediaType);
        }

        if (await ReadAsync(http) is not { } body)
        {
            return gate.Refuse(endpoint, WebhookRefusal.TooLarge, StatusCodes.Status413PayloadTooLarge);
        }

        if (!pairs.Any(pair => pair.Signed(body, hash)))
        {
            return gate.Refuse(
                endpoint,
                WebhookRefusal.Unauthorized,
                gate.Refused(http.Connection.RemoteIpAddress, StatusCodes.Status401Unauthorized)
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
            return gate.Refuse(
                endpoint,
                fault == HumaMessageFault.NotJson ? WebhookRefusal.NotJson : WebhookRefusal.TopicDiffers,
                StatusCodes.Status400BadRequest
            );
        }

        if (!await inbox.PutAsync(endpoint.ConnectionId, message, body).WaitAsync(Patience, clock))
        {
            gate.Forget(endpoint);
            return gate.Refuse(endpoint, WebhookRefusal.Ended, StatusCodes.Status404NotFound);
        }

        feed.Pulse(endpoint.ConnectionId);
        return StatusCodes.Status200OK;
    }

    // Which content type Huma sends is not documented: none at all is let through, since only JSON can be read anyway.
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
        var most = gate.MostBytes;
        if (http.Request.ContentLength > most)
        {
            return null;
        }

        // The server's own limit counts the frames of a chunked body as well; here it is the message that is counted.
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
        "A message of Huma's webhook could not be stored ({Cause}); the sender was asked to retry"
    )]
    private partial void LogNotStored(string cause);

    [LoggerMessage(LogLevel.Error, "A message of Huma's webhook failed")]
    private partial void LogFailed(Exception fault);
}
