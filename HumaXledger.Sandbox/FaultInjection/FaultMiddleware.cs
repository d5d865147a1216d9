using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Sandbox.FaultInjection;

/// <summary>Applies <see cref="Faults"/> to the requests of both systems.</summary>
/// <param name="effects">Null where no data can be changed.</param>
internal sealed partial class FaultMiddleware(
    RequestDelegate next,
    Faults faults,
    TimeProvider clock,
    FaultEffects? effects = null
)
{
    private const string Html = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>";
    private const string TooMany = """{"message":"Too many requests"}""";

    private readonly AmendedRequest _amended = new();

    /// <summary>Applies the first fault that is due, else passes the request on.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (faults.Pending.Count == 0)
        {
            await next(context);
            return;
        }

        var system =
            context.Request.Path.Value?.Contains("/xledger", StringComparison.OrdinalIgnoreCase) == true
                ? OutsideSystem.Xledger
                : OutsideSystem.Huma;
        var body = system == OutsideSystem.Xledger ? await GraphQlAsync(context.Request) : null;
        if (faults.Strike(system, Subject(context.Request, body)) is { } rule)
            await StrikeAsync(context, system, body, rule);
        else
            await next(context);
        _amended.Remember(body);
    }

    private Task StrikeAsync(HttpContext context, OutsideSystem system, JsonObject? body, FaultRule rule)
    {
        if (effects?.Meet(rule, system, context.Request) == true)
            return next(context);

        switch (rule.Kind)
        {
            case FaultKind.Status500:
                return AnswerAsync(context, 500, "application/json", """{"message":"Internal server error"}""");
            case FaultKind.Status502Html:
                return AnswerAsync(
                    context,
                    502,
                    "text/html",
                    string.Format(CultureInfo.InvariantCulture, Html, "502 Bad Gateway")
                );
            case FaultKind.Status429:
                return WaitAsync(context, rule, 429, TooMany);
            case FaultKind.Status503:
                return WaitAsync(context, rule, 503, """{"message":"Service unavailable"}""");
            case FaultKind.HtmlInsteadOfJson:
                return AnswerAsync(
                    context,
                    200,
                    "text/html",
                    string.Format(CultureInfo.InvariantCulture, Html, "Maintenance")
                );
            case FaultKind.ConnectionResetBefore:
                context.Abort();
                return Task.CompletedTask;
            case FaultKind.NoAnswer:
                return KeepWaitingAsync(context, rule);
            case FaultKind.GraphQlErrorWithoutData:
                return RefuseAsync(context, Error(rule));
            case FaultKind.BurstReached or FaultKind.ConcurrencyReached or FaultKind.CreditsUsedUp:
                return system == OutsideSystem.Xledger
                    ? RefuseAsync(context, Limit(rule))
                    : WaitAsync(context, rule, 429, TooMany);
            case FaultKind.SlowAnswer:
                return LaterAsync(context, rule);
            case FaultKind.PageRepeated:
                _amended.Repeat(context.Request, body);
                return next(context);
            case FaultKind.PartialCommit:
                context.Items[XledgerEndpoint.Half] = true;
                return AfterwardsAsync(context, rule, system);
            default:
                return AfterwardsAsync(context, rule, system);
        }
    }

    private static async Task<JsonObject?> GraphQlAsync(HttpRequest request)
    {
        request.EnableBuffering();
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted)
                as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            request.Body.Position = 0;
        }
    }

    private static string Subject(HttpRequest request, JsonObject? body) =>
        body is null
            ? $"{request.Method} {request.PathBase}{request.Path}{request.QueryString}"
            : $"{request.PathBase}{request.Path} {body["operationName"]} {Text().Replace($"{body["query"]}", "\"\"")}";

    // Values may stand in the document; none is looked for.
    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.None, 1_000)]
    private static partial Regex Text();

    private static Task WaitAsync(HttpContext context, FaultRule rule, int status, string body)
    {
        var seconds = rule.RetryAfter is { } wait
            ? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)
            : null;
        if ((rule.RetryAfterText ?? seconds) is { } header)
            context.Response.Headers.RetryAfter = header;
        return AnswerAsync(context, status, "application/json", body);
    }

    private async Task KeepWaitingAsync(HttpContext context, FaultRule rule)
    {
        await Task.Delay(rule.Delay, clock, context.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    private async Task LaterAsync(HttpContext context, FaultRule rule)
    {
        await Task.Delay(rule.Delay, clock, context.RequestAborted);
        await next(context);
    }

    /// <summary>Executes the request, holds its answer back and then damages it.</summary>
    private async Task AfterwardsAsync(HttpContext context, FaultRule rule, OutsideSystem system)
    {
        // A compressed answer could not be cut or changed.
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
                await KeepWaitingAsync(context, rule);
                break;
            case FaultKind.TruncatedJson:
                await SendAsync(
                    context,
                    context.Response.StatusCode,
                    "application/json",
                    answer[..(answer.Length / 2)]
                );
                break;
            case FaultKind.PartialCommit when system == OutsideSystem.Xledger:
                await RefuseAsync(context, Error(rule));
                break;
            case FaultKind.PartialCommit:
                await AnswerAsync(context, 500, "application/json", """{"message":"Internal server error"}""");
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
            foreach (
                var connection in (body["data"] as JsonObject ?? [])
                    .Select(field => field.Value)
                    .OfType<JsonObject>()
                    .Where(value => value.ContainsKey("edges"))
            )
                connection["edges"] = null;
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private JsonObject Limit(FaultRule rule)
    {
        var error = rule.Kind switch
        {
            FaultKind.BurstReached => XledgerErrors.Burst,
            FaultKind.ConcurrencyReached => XledgerErrors.Concurrency,
            _ => XledgerErrors.Credits(clock.GetUtcNow().UtcDateTime + (rule.RetryAfter ?? TimeSpan.FromMinutes(20))),
        };
        var shown = Error(rule with { ErrorCode = error.Code!, ErrorMessage = error.Message });
        foreach (var (name, value) in error.Extensions ?? [])
            shown["extensions"]![name] = JsonValue.Create($"{value}");
        return shown;
    }

    private static JsonObject Error(FaultRule rule) =>
        new()
        {
            ["message"] = rule.ErrorMessage,
            ["code"] = rule.ErrorCode,
            ["extensions"] = new JsonObject { ["code"] = rule.ErrorCode },
        };

    private static Task RefuseAsync(HttpContext context, JsonObject error) =>
        AnswerAsync(
            context,
            200,
            "application/json",
            new JsonObject { ["data"] = null, ["errors"] = new JsonArray(error) }.ToJsonString()
        );

    private static Task AnswerAsync(HttpContext context, int status, string type, string body) =>
        SendAsync(context, status, type, System.Text.Encoding.UTF8.GetBytes(body));

    private static async Task SendAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}

/// <summary>Registers the fault injection.</summary>
public static class FaultPipeline
{
    /// <summary>
    /// Call before mapping the systems; <see cref="Faults"/> and a <see cref="TimeProvider"/> must be registered.
    /// </summary>
    public static IApplicationBuilder UseFaults(this IApplicationBuilder app) => app.UseMiddleware<FaultMiddleware>();
}
