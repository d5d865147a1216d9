using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>
/// One attempt of one HTTP request: an answer, or a <see cref="HumaFault"/> that names the request and the cause. A
/// fault has no body, token or personal value.
/// </summary>
internal sealed class HumaWire(
    HttpClient http,
    Uri baseAddress,
    TimeSpan timeout,
    IUsageMeter? usage,
    TimeProvider clock
)
{
    /// <summary>
    /// The largest answer that is read, in bytes. The largest one known, a register of job titles, stays below a tenth
    /// of it.
    /// </summary>
    private const long LargestAnswer = 64L * 1024 * 1024;

    private readonly RemoteClock _remote = new(clock);
    private readonly string _base = baseAddress.AbsoluteUri.TrimEnd('/');

    /// <summary>Sends the request and reads the answer within the time-out.</summary>
    /// <param name="bearer">Null for the token request.</param>
    public async Task<HumaAnswer> AttemptAsync(HumaCall call, Secret? bearer, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            using var request = Request(call, bearer);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            _remote.Learn(response.Headers);
            return await ReadAsync(call, response, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw HumaFaults.Of(
                call,
                HumaFaultCause.Lost,
                HumaReasons.Timeout,
                transient: true,
                sent: true,
                null,
                timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)
            );
        }
        catch (HttpRequestException failure)
        {
            throw HumaFaults.Unreachable(call, baseAddress, failure);
        }
        catch (AnswerTooLarge failure)
        {
            throw HumaFaults.Of(
                call,
                HumaFaultCause.Answer,
                HumaReasons.AnswerTooLarge,
                transient: false,
                sent: true,
                failure,
                failure.Megabytes.ToString(CultureInfo.InvariantCulture)
            );
        }
        catch (IOException failure)
        {
            throw HumaFaults.Of(
                call,
                HumaFaultCause.Lost,
                HumaReasons.ConnectionBroken,
                transient: true,
                sent: true,
                failure
            );
        }
        catch (JsonException)
        {
            // Its message may quote the answer, so it is not kept.
            throw HumaFaults.Of(call, HumaFaultCause.Answer, HumaReasons.AnswerBroken, transient: true, sent: true);
        }
    }

    private HttpRequestMessage Request(HumaCall call, Secret? bearer)
    {
        // HTTP/2 where the server offers it while the encryption is negotiated, else HTTP/1.1.
        var request = new HttpRequestMessage(call.Method, _base + call.Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = bearer is null
            ? null
            : new AuthenticationHeaderValue("Bearer", bearer.Reveal());
        if (call.Form is not null)
        {
            request.Content = new FormUrlEncodedContent(call.Form);
        }
        else if (call.Body is not null)
        {
            request.Content = new StringContent(call.Body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        request.Options.Set(UsageHandler.Meter, usage);
        return request;
    }

    private async Task<HumaAnswer> ReadAsync(
        HumaCall call,
        HttpResponseMessage response,
        CancellationToken cancellation
    )
    {
        if (HumaFaults.OfStatus(call, response, _remote) is { } fault)
        {
            throw fault;
        }

        var status = (int)response.StatusCode;
        var refused =
            response.StatusCode
            is HttpStatusCode.BadRequest
                or HttpStatusCode.Unauthorized
                or HttpStatusCode.Forbidden
                or HttpStatusCode.NotFound
                or HttpStatusCode.Conflict
                or HttpStatusCode.UnprocessableEntity;
        if (!response.IsSuccessStatusCode && !refused)
        {
            throw HumaFaults.Unexpected(call, status.ToString(CultureInfo.InvariantCulture));
        }

        if (response.Content.Headers.ContentLength == 0 || response.StatusCode == HttpStatusCode.NoContent)
        {
            return new HumaAnswer(null, refused ? new HumaRefusal(status, null, []) : null);
        }

        var type = response.Content.Headers.ContentType?.MediaType ?? "application/json";
        if (!type.Contains("json", StringComparison.OrdinalIgnoreCase) && type != "text/plain")
        {
            throw HumaFaults.Of(
                call,
                HumaFaultCause.Answer,
                HumaReasons.AnswerNotJson,
                transient: response.IsSuccessStatusCode,
                sent: true,
                null,
                status.ToString(CultureInfo.InvariantCulture),
                type
            );
        }

        await using var body = new AnswerStream(await response.Content.ReadAsStreamAsync(cancellation), LargestAnswer);
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(body, default, cancellation);
        }
        catch (JsonException) when (refused)
        {
            // The status says enough.
            return new HumaAnswer(null, new HumaRefusal(status, null, []));
        }

        return new HumaAnswer(document, refused ? HumaRefusal.Read(status, document.RootElement) : null);
    }
}
