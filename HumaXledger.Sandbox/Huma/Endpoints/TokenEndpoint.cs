using System.Text;
using System.Text.Json;
using HumaXledger.Sandbox.Huma.Wire;

namespace HumaXledger.Sandbox.Huma.Endpoints;

/// <summary>
/// <c>POST /auth/oauth/token</c> for client credentials: form or JSON body, or HTTP Basic (contracts/huma.md 2.1).
/// </summary>
internal static class TokenEndpoint
{
    /// <summary>Issues an access token.</summary>
    public static async Task<IResult> GrantAsync(HttpContext http, HumaSystem huma)
    {
        var (grantType, clientId, clientSecret) = await ReadAsync(http.Request);
        if (Basic(http.Request) is { } basic)
            (clientId, clientSecret) = basic;
        if (string.IsNullOrEmpty(grantType))
            throw HumaRefusal.Invalid("grant_type");
        if (grantType != "client_credentials")
            throw HumaRefusal.Unauthorized("unsupported_grant_type", "Unsupported grant type");
        if (string.IsNullOrEmpty(clientId) || string.IsNullOrEmpty(clientSecret))
            throw HumaRefusal.Unauthorized("invalid_client", "Client credentials are missing");
        var known = Guid.TryParse(clientId, out var id) & Guid.TryParse(clientSecret, out var secret);
        var granted = known ? huma.Access.Grant(id, secret) : null;
        if (granted is not { } grant)
            throw HumaRefusal.Unauthorized("invalid_client", "Bad client credentials");
        return new JsonAnswer(json =>
        {
            json.WriteStartObject();
            json.WriteString("access_token", grant.Token);
            json.WriteString("token_type", "bearer");
            json.WriteNumber("expires_in", huma.Switches.TokenLifetimeSeconds);
            json.WriteString("organizationId", huma.Store.OrganizationId);
            json.WriteString("userId", grant.Key.ServiceUserId);
            json.WriteEndObject();
        });
    }

    /// <summary><c>POST /auth/oauth/revoke</c>.</summary>
    public static IResult Revoke(HumaCall call)
    {
        call.Huma.Access.Revoke(call.Key);
        return Results.Ok();
    }

    private static async Task<(string? GrantType, string? Id, string? Secret)> ReadAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return (form["grant_type"], form["client_id"], form["client_secret"]);
        }

        if (!request.HasJsonContentType())
            throw HumaRefusal.Invalid("grant_type");
        try
        {
            using var document = await JsonDocument.ParseAsync(
                request.Body,
                cancellationToken: request.HttpContext.RequestAborted
            );
            return (Text(document, "grant_type"), Text(document, "client_id"), Text(document, "client_secret"));
        }
        catch (JsonException)
        {
            throw HumaRefusal.Invalid("grant_type");
        }
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.ValueKind == JsonValueKind.Object
        && document.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static (string Id, string Secret)? Basic(HttpRequest request)
    {
        const string Scheme = "Basic ";
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(header[Scheme.Length..])).Split(':', 2);
            return parts is [var id, var secret] ? (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret)) : null;
        }
        catch (FormatException)
        {
            throw HumaRefusal.Unauthorized("invalid_client", "Bad client credentials");
        }
    }
}
