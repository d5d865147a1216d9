using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Circuits and the progress hub use web sockets and nothing else: the request of a socket lasts as long as the
/// connection, so that the limit of open connections counts it. With long polling a connection has no request of its
/// own, and none of the limits and checks of a socket would apply.
/// </summary>
internal static class SocketTransport
{
    /// <summary>Offers and accepts web sockets only, at each endpoint of this builder that has transports.</summary>
    // The render mode of pages has no option for it in .NET 10; the options are among the metadata of its endpoints.
    public static T ByWebSocketsOnly<T>(this T builder)
        where T : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            foreach (var options in endpoint.Metadata.OfType<HttpConnectionDispatcherOptions>())
            {
                options.Transports = HttpTransportType.WebSockets;
            }

            if (
                endpoint.Metadata.OfType<HubMetadata>().Any()
                && !endpoint.Metadata.OfType<NegotiateMetadata>().Any()
                && endpoint.RequestDelegate is { } connect
            )
            {
                // A message that is posted to a negotiated connection would otherwise be kept until it times out.
                endpoint.RequestDelegate = context =>
                    context.WebSockets.IsWebSocketRequest ? connect(context) : Refuse(context);
            }
        });
        return builder;
    }

    /// <summary>Whether the request opens a connection, or negotiates one.</summary>
    public static bool IsConnecting(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest || context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }
}
