using System.IO.Compression;
using System.Text.Json;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>Xledger over HTTP (contracts/xledger.md 1 and 7).</summary>
internal sealed class XledgerEndpoint(
    XledgerStore store,
    XledgerSwitches switches,
    XledgerAnswers answers,
    TokenTraffic traffic,
    XledgerMeter meter,
    TimeProvider clock
)
{
    /// <summary>Item key of a request of which a fault executes only the first half of the nodes.</summary>
    public static readonly object Half = new();

    private const string Scheme = "token ";

    /// <summary>Authenticates, limits and answers one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.Ordinal) || !TokenText.IsWellFormed(header[Scheme.Length..]))
        {
            await SendAsync(
                context,
                switches.BadTokenStatus,
                answers.Refusal(carriedOut: false, [XledgerErrors.TokenForm])
            );
            return;
        }

        if (Known(header[Scheme.Length..]) is not { } token)
        {
            await SendAsync(
                context,
                switches.BadTokenStatus,
                answers.Refusal(carriedOut: false, [XledgerErrors.UnknownToken])
            );
            return;
        }

        var account = traffic.Of(token);
        if (account.Enter() is { } limit)
        {
            var bytes = await SendAsync(context, 200, answers.Refusal(carriedOut: true, [limit]));
            meter.Count(write: false, context.Request.ContentLength ?? 0, bytes, overLimit: true);
            return;
        }

        try
        {
            await AnswerAsync(context, token);
        }
        finally
        {
            account.Leave();
        }
    }

    private TokenRow? Known(string text)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return store
            .Tokens.All()
            .FirstOrDefault(token => token.Text == text && !token.Revoked && !(token.ExpiresAt <= now));
    }

    private async Task AnswerAsync(HttpContext context, TokenRow token)
    {
        var received = new CountingStream(context.Request.Body);
        JsonDocument body;
        try
        {
            // The library throws for a name that is there twice.
            body = await JsonDocument.ParseAsync(
                received,
                new JsonDocumentOptions { AllowDuplicateProperties = false },
                context.RequestAborted
            );
        }
        catch (JsonException)
        {
            var bytes = await SendAsync(
                context,
                400,
                answers.Refusal(carriedOut: false, [XledgerErrors.Invalid("The body is not JSON.")])
            );
            meter.Count(write: false, received.Bytes, bytes);
            return;
        }

        using (body)
        {
            var outcome =
                body.RootElement.ValueKind == JsonValueKind.Object && Text(body.RootElement, "query") is { } document
                    ? answers.Answer(
                        token,
                        document,
                        Text(body.RootElement, "operationName"),
                        body.RootElement.TryGetProperty("variables", out var variables) ? variables : null,
                        context.Items.ContainsKey(Half)
                    )
                    : new XledgerAnswers.Outcome(
                        400,
                        answers.Refusal(carriedOut: false, [XledgerErrors.Invalid("A query is missing.")]),
                        Write: false
                    );
            var sent = await SendAsync(context, outcome.Status, outcome.Answer);
            meter.Count(outcome.Write, received.Bytes, sent);
        }
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Sends an answer, compressed when the client accepts it, and returns the number of bytes sent.</summary>
    private static async Task<long> SendAsync(HttpContext context, int status, Answer answer)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        var sent = new CountingStream(response.Body);
        if (context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "gzip";
            await using var compressed = new GZipStream(sent, CompressionLevel.Fastest, leaveOpen: true);
            await answer.WriteAsync(compressed, context.RequestAborted);
        }
        else
        {
            await answer.WriteAsync(sent, context.RequestAborted);
        }

        return sent.Bytes;
    }
}
