using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Transport;

/// <summary>Sends GraphQL requests with <see cref="HttpClient"/> and System.Text.Json.</summary>
internal sealed class GraphQlTransport(
    HttpClient http,
    XledgerAccess access,
    TimeSpan requestTimeout,
    IUsageMeter? usage,
    RemoteClock remote,
    TimeProvider time
) : IGraphQlTransport
{
    /// <summary>
    /// The largest accepted answer in bytes, decompressed. A page of 10,000 employees takes 10 to 20 MB.
    /// </summary>
    public const long LargestAnswer = 256L * 1024 * 1024;

    /// <summary>
    /// A mutation that was sent is waited for this long when the process ends: Xledger carries it out all the same, and
    /// the run that resumes has to find what it did.
    /// </summary>
    internal static readonly TimeSpan LastAnswer = TimeSpan.FromSeconds(10);

    private string Host => access.Endpoint.Host;

    /// <inheritdoc />
    public async Task<GraphQlAnswer<TData>> SendAsync<TData>(
        GraphQlDocument document,
        JsonObject variables,
        CancellationToken cancellation
    )
        where TData : class
    {
        cancellation.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(requestTimeout, time);
        using var late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var leaving = cancellation.UnsafeRegister(_ => late.CancelAfter(LastAnswer), null);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            document.Writes ? late.Token : cancellation,
            timeout.Token
        );
        try
        {
            using var message = Message(document, variables);
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            remote.Learn(response.Headers);
            return await ReadAsync<TData>(document, response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Lost(document, XledgerFaultCause.Timeout, new Reason(XledgerReasons.Timeout, Host));
        }
        catch (HttpRequestException fault)
            when (fault.HttpRequestError
                    is HttpRequestError.NameResolutionError
                        or HttpRequestError.ConnectionError
                        or HttpRequestError.SecureConnectionError
            )
        {
            throw new XledgerFault(
                XledgerFaultCause.Connection,
                new Reason(XledgerReasons.Unreachable, Host),
                transient: true,
                fault
            );
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException)
        {
            throw Lost(document, XledgerFaultCause.Connection, new Reason(XledgerReasons.ConnectionLost, Host), fault);
        }
    }

    private HttpRequestMessage Message(GraphQlDocument document, JsonObject variables)
    {
        var operation = new JsonObject { ["operationName"] = document.OperationName, ["query"] = document.Text };
        if (variables.Count > 0)
        {
            operation["variables"] = variables.DeepClone();
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(operation, WireJson.Options);
        var message = new HttpRequestMessage(HttpMethod.Post, access.Endpoint)
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } },
            },
        };
        message.Headers.Authorization = new AuthenticationHeaderValue("token", access.Token.Secret.Reveal());
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        message.Options.Set(UsageHandler.Meter, usage);
        return message;
    }

    private async Task<GraphQlAnswer<TData>> ReadAsync<TData>(
        GraphQlDocument document,
        HttpResponseMessage response,
        CancellationToken cancellation
    )
        where TData : class
    {
        await using var received = await response.Content.ReadAsStreamAsync(cancellation);
        await using var unpacked = response.Content.Headers.ContentEncoding.Contains(
            "gzip",
            StringComparer.OrdinalIgnoreCase
        )
            ? new GZipStream(received, CompressionMode.Decompress)
            : received;
        await using var stream = new AnswerStream(unpacked, LargestAnswer);
        try
        {
            var answer = await JsonSerializer.DeserializeAsync<GraphQlAnswer<TData>>(
                stream,
                WireJson.Options,
                cancellation
            );
            var errors = answer?.RawErrors?.Select(GraphQlError.Read).ToArray() ?? [];
            if (answer is null || (answer.Data is null && errors.Length == 0))
            {
                // Valid JSON that is not GraphQL, such as a gateway's {"message": …}.
                throw NotGraphQl(document, response, isJson: true);
            }

            return answer with
            {
                Status = response.StatusCode,
                Errors = errors,
            };
        }
        catch (JsonException)
        {
            // The exception is not kept: its message may quote the answer.
            throw NotGraphQl(document, response, isJson: stream.Begins == '{');
        }
        catch (AnswerTooLarge fault)
        {
            throw new XledgerFault(
                XledgerFaultCause.TooLarge,
                new Reason(XledgerReasons.TooLarge, $"{fault.Megabytes}"),
                transient: false
            )
            {
                OutcomeUnknown = document.Writes,
            };
        }
    }

    private XledgerFault NotGraphQl(GraphQlDocument document, HttpResponseMessage response, bool isJson) =>
        (int)response.StatusCode switch
        {
            401 => new XledgerFault(
                XledgerFaultCause.Token,
                new Reason(XledgerReasons.TokenRejected),
                transient: false
            ),
            // Too many requests by definition was not carried out; the limiter waits and sends again.
            429 => new XledgerFault(XledgerFaultCause.Burst, new Reason(XledgerReasons.Burst), transient: true)
            {
                RetryAfter = remote.RetryAfter(response.Headers),
            },
            >= 500 and var status => new XledgerFault(
                XledgerFaultCause.Server,
                new Reason(XledgerReasons.Server, $"{status}"),
                transient: true
            )
            {
                OutcomeUnknown = document.Writes,
                RetryAfter = remote.RetryAfter(response.Headers),
            },
            >= 300 and var status => new XledgerFault(
                XledgerFaultCause.Answer,
                new Reason(XledgerReasons.Endpoint, $"{status}"),
                transient: false
            ),
            _ => Lost(
                document,
                XledgerFaultCause.Answer,
                isJson ? new Reason(XledgerReasons.BrokenAnswer) : new Reason(XledgerReasons.NotJson, Host)
            ),
        };

    private static XledgerFault Lost(
        GraphQlDocument document,
        XledgerFaultCause cause,
        Reason reason,
        Exception? inner = null
    ) => new(cause, reason, transient: true, inner) { OutcomeUnknown = document.Writes };
}
