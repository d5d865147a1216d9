using System.Text.Json;
using HumaXledger.Sandbox.Huma.Wire;

namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>The routes under <c>/huma</c>, with authentication, rate limit, body and errors.</summary>
public static class HumaRoutes
{
    /// <summary>Maps all routes.</summary>
    public static void MapHuma(this IEndpointRouteBuilder routes, HumaSystem huma)
    {
        var group = routes.MapGroup("/huma");
        group.MapPost("/auth/oauth/token", Answering(http => TokenEndpoint.GrantAsync(http, huma)));
        Map("POST", "/auth/oauth/revoke", TokenEndpoint.Revoke);
        Map("GET", "/users", UserEndpoints.List);
        Map("POST", "/users", UserEndpoints.Create);
        Map("GET", "/users/{id}", UserEndpoints.Read);
        Map("PATCH", "/users/{id}", UserEndpoints.Update);
        Map("POST", "/users/{id}/groups", GroupEndpoints.Join);
        Map("DELETE", "/users/{id}/groups", GroupEndpoints.Leave);
        Map("GET", "/users/{userId}/positions", PositionEndpoints.List);
        Map("POST", "/users/{userId}/positions", PositionEndpoints.Create);
        Map("GET", "/users/{userId}/positions/{id}", PositionEndpoints.Read);
        Map("PATCH", "/users/{userId}/positions/{id}", PositionEndpoints.Update);
        Map("DELETE", "/users/{userId}/positions/{id}", PositionEndpoints.Delete);
        Map("POST", "/users/{userId}/identifications", IdentificationEndpoints.Create);
        Map("PUT", "/users/{userId}/identifications/{id}", IdentificationEndpoints.Update);
        Map("DELETE", "/users/{userId}/identifications/{id}", IdentificationEndpoints.Delete);
        Map("GET", "/job-titles", JobTitleEndpoints.List);
        Map("POST", "/job-titles", JobTitleEndpoints.Create);
        Map("GET", "/job-titles/{id}", JobTitleEndpoints.Read);
        Map("GET", "/groups", GroupEndpoints.List);
        Map("GET", "/groups/{id}", GroupEndpoints.Read);
        group.MapFallback(http => ErrorBodies.Plain(http, 404, "Not Found", "No handler found").ExecuteAsync(http));

        void Map(string method, string path, Func<HumaCall, IResult> answer) =>
            group.MapMethods(path, [method], Answering(http => CallAsync(http, huma, answer)));
    }

    private static async Task<IResult> CallAsync(HttpContext http, HumaSystem huma, Func<HumaCall, IResult> answer)
    {
        var key = Caller(http, huma.Access);
        if (!huma.Access.CountRequest(key))
        {
            if (huma.Switches.RetryAfter)
                http.Response.Headers.RetryAfter = "1";
            return ErrorBodies.Plain(http, 429, "Too Many Requests", "Too many requests");
        }

        return answer(new HumaCall(http, huma, key, await BodyAsync(http.Request)));
    }

    private static HumaKey Caller(HttpContext http, HumaAccess access)
    {
        const string Bearer = "Bearer ";
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            throw HumaRefusal.Unauthorized("unauthorized", "Full authentication is required to access this resource");
        return access.KeyOf(header[Bearer.Length..].Trim())
            ?? throw HumaRefusal.Unauthorized("invalid_token", "The access token is invalid or has expired");
    }

    private static async Task<JsonElement> BodyAsync(HttpRequest request)
    {
        if (
            HttpMethods.IsGet(request.Method)
            || request.ContentLength is 0 or null && !request.Headers.ContainsKey("Transfer-Encoding")
        )
            return default;
        try
        {
            using var document = await JsonDocument.ParseAsync(
                request.Body,
                cancellationToken: request.HttpContext.RequestAborted
            );
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw HumaRefusal.Invalid();
        }
    }

    private static RequestDelegate Answering(Func<HttpContext, Task<IResult>> answer) =>
        async http =>
        {
            IResult result;
            try
            {
                result = await answer(http);
            }
            catch (HumaRefusal refusal)
            {
                result = ErrorBodies.Of(refusal);
            }

            await result.ExecuteAsync(http);
        };
}
