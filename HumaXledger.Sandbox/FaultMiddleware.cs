using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HumaXledger.Sandbox;

/// <summary>Stands in front of both systems and carries out <see cref="Faults"/>.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, Faults faults, TimeProvider clock)
{
    private const string Html = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>";

    public async Task InvokeAsync(HttpContext context)
    {
        var system = context.Request.Path.Value?.Contains("/xledger", StringComparison.OrdinalIgnoreCase) == true ? OutsideSystem.Xledger : OutsideSystem.Huma;
        if (faults.Pending.Count == 0 || faults.Strike(system, await SubjectAsync(context.Request, system)) is not { } rule)
        {
            await next(context);
            return;
        }

        await (rule.Kind switch
        {
            FaultKind.Status500 => Answer(500, "application/json", """{"message":"Internal server error"}"""),
            FaultKind.Status502Html => Answer(502, "text/html", string.Format(CultureInfo.InvariantCulture, Html, "502 Bad Gateway")),
            FaultKind.Status429 => WaitAsync(context, rule, 429, """{"message":"Too many requests"}"""u8.ToArray()),
            FaultKind.Status503 => WaitAsync(context, rule, 503, """{"message":"Service unavailable"}"""u8.ToArray()),
            FaultKind.HtmlInsteadOfJson => Answer(200, "text/html", string.Format(CultureInfo.InvariantCulture, Html, "Maintenance")),
            FaultKind.ConnectionResetBefore => Abort(context),
            FaultKind.GraphQlErrorWithoutData => Answer(200, "application/json", new JsonObject { ["data"] = null, ["errors"] = new JsonArray(Error(rule)) }.ToJsonString()),
            FaultKind.SlowAnswer => LaterAsync(context, rule),
            _ => AfterwardsAsync(context, rule),
        });

        Task Answer(int status, string type, string body) => SendAsync(context, status, type, System.Text.Encoding.UTF8.GetBytes(body));
    }

    private static async Task<string> SubjectAsync(HttpRequest request, OutsideSystem system)
    {
        var subject = request.PathBase + request.Path + request.QueryString;
        if (system != OutsideSystem.Xledger)
            return subject;
        request.EnableBuffering();
        try
        {
            var body = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) as JsonObject;
            return $"{subject} {body?["operationName"]} {body?["query"]}";
        }
        catch (JsonException)
        {
            return subject;
        }
        finally
        {
            request.Body.Position = 0;
        }
    }

    private static Task WaitAsync(HttpContext context, FaultRule rule, int status, byte[] body)
    {
        if (rule.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return SendAsync(context, status, "application/json", body);
    }

    private static Task Abort(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private async Task LaterAsync(HttpContext context, FaultRule rule)
    {
        await Task.Delay(rule.Delay, clock, context.RequestAborted);
        await next(context);
    }

    /// <summary>Carries the request out for real, keeps its answer back, and then spoils it.</summary>
    private async Task AfterwardsAsync(HttpContext context, FaultRule rule)
    {
        // A compressed answer could not be cut or amended.
        context.Request.Headers.AcceptEncoding = default;
        var sent = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        await next(context);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        context.Response.Body = sent;
        var answer = kept.ToArray();

        switch (rule.Kind)
        {
            case FaultKind.ConnectionResetAfter:
                context.Abort();
                break;
            case FaultKind.AnswerLost:
                await Task.Delay(rule.Delay, clock, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                context.Abort();
                break;
            case FaultKind.TruncatedJson:
                await SendAsync(context, context.Response.StatusCode, "application/json", answer[..(answer.Length / 2)]);
                break;
            default:
                await SendAsync(context, context.Response.StatusCode, "application/json", Amended(answer, rule));
                break;
        }
    }

    private static byte[] Amended(byte[] answer, FaultRule rule)
    {
        var body = JsonNode.Parse(answer) as JsonObject ?? [];
        if (rule.Kind == FaultKind.GraphQlErrorWithData)
        {
            var errors = body["errors"] as JsonArray ?? [];
            errors.Add(Error(rule));
            body["errors"] = errors.DeepClone();
        }
        else
        {
            if (body["items"] is JsonArray items)
                items.Clear();
            foreach (var connection in (body["data"] as JsonObject ?? []).Select(field => field.Value).OfType<JsonObject>().Where(value => value.ContainsKey("edges")))
                connection["edges"] = null;
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private static JsonObject Error(FaultRule rule) => new()
    {
        ["message"] = rule.ErrorMessage,
        ["code"] = rule.ErrorCode,
        ["extensions"] = new JsonObject { ["code"] = rule.ErrorCode },
    };

    private static async Task SendAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}

public static class FaultPipeline
{
    /// <summary>Call before the systems are mapped; <see cref="Faults"/> and a <see cref="TimeProvider"/> must be registered.</summary>
    public static IApplicationBuilder UseFaults(this IApplicationBuilder app) => app.UseMiddleware<FaultMiddleware>();
}
