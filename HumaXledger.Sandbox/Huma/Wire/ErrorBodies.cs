using System.Globalization;

namespace HumaXledger.Sandbox.Huma.Wire;

/// <summary>The documented error bodies (contracts/huma.md 2.2).</summary>
internal static class ErrorBodies
{
    /// <summary>The status and body of a refused request.</summary>
    public static IResult Of(HumaRefusal refusal) =>
        new JsonAnswer(
            json =>
            {
                json.WriteStartObject();
                if (refusal.Status == 401)
                {
                    json.WriteString("error", refusal.Code);
                    json.WriteString("error_description", refusal.Message);
                    json.WriteEndObject();
                    return;
                }

                json.WriteString("errorCode", refusal.Code);
                json.WriteString("errorMessage", refusal.Message);
                if (refusal.Missing is { } missing)
                {
                    json.WriteStartObject("interpolations");
                    json.WriteString("type", missing.Type);
                    json.WriteString("id", missing.Id);
                    json.WriteEndObject();
                }
                else
                {
                    json.WriteStartArray("fields");
                    foreach (var field in refusal.Fields)
                        json.WriteStringValue(field);
                    json.WriteEndArray();
                }

                json.WriteEndObject();
            },
            refusal.Status
        );

    /// <summary>The default error body of the framework that Huma seems to use.</summary>
    public static IResult Plain(HttpContext http, int status, string error, string message) =>
        new JsonAnswer(
            json =>
            {
                json.WriteStartObject();
                json.WriteString(
                    "timestamp",
                    Time(http).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
                );
                json.WriteNumber("status", status);
                json.WriteString("error", error);
                json.WriteString("message", message);
                json.WriteString("path", http.Request.Path.ToString());
                json.WriteEndObject();
            },
            status
        );

    private static DateTime Time(HttpContext http) =>
        http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
}
