using System.Globalization;
using System.Text.Json.Nodes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;
using HumaXledger.Core.Xledger.Limits;
using Polly;
using Polly.Retry;

namespace HumaXledger.Core.Xledger.Transport;

/// <summary>
/// Sends requests of one token within its limits. A read is retried after transport failures; a write is repeated only
/// where a limit refused it, which means that it was not executed.
/// </summary>
internal sealed class XledgerConversation(IGraphQlTransport transport, TokenLimits limits, TimeProvider time)
{
    /// <summary>
    /// The most repetitions of one request because of limits; more would hide that another client uses the token.
    /// </summary>
    private const int LimitRefusals = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Limits are waited for below, and a read that takes too long is asked for in smaller pages.</summary>
    private static readonly XledgerFaultCause[] HandledElsewhere =
    [
        XledgerFaultCause.Credits,
        XledgerFaultCause.Burst,
        XledgerFaultCause.Concurrency,
        XledgerFaultCause.Timeout,
    ];

    private readonly ResiliencePipeline _reads = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(
            new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<XledgerFault>(fault =>
                    fault.Transient && !HandledElsewhere.Contains(fault.Cause)
                ),
                MaxRetryAttempts = 3,
                // Honors the requested wait up to a maximum: an absurd one must not block a comparison.
                DelayGenerator = attempt =>
                    ValueTask.FromResult<TimeSpan?>(
                        BackOff.Of(
                            attempt.AttemptNumber,
                            FirstPause,
                            (attempt.Outcome.Exception as XledgerFault)?.RetryAfter
                        )
                    ),
            }
        )
        .Build();

    /// <summary>
    /// The answer to a read. It has errors only where they name fields inside the data (see
    /// <see cref="Reading.Unreadable"/>).
    /// </summary>
    public async Task<GraphQlAnswer<TData>> QueryAsync<TData>(
        GraphQlDocument document,
        JsonObject variables,
        CancellationToken cancellation
    )
        where TData : class =>
        await _reads.ExecuteAsync(
            async stop => Readable(await SendAsync<TData>(document, variables, stop)),
            cancellation
        );

    /// <summary>The answer to a read with all its errors except those of limits, for probes.</summary>
    public async Task<GraphQlAnswer<TData>> ProbeAsync<TData>(
        GraphQlDocument document,
        JsonObject variables,
        CancellationToken cancellation
    )
        where TData : class =>
        await _reads.ExecuteAsync(async stop => await SendAsync<TData>(document, variables, stop), cancellation);

    /// <summary>The answer to a mutation with all its errors except those of limits. Not retried.</summary>
    public Task<GraphQlAnswer<TData>> MutateAsync<TData>(GraphQlDocument document, CancellationToken cancellation)
        where TData : class => SendAsync<TData>(document, [], cancellation);

    /// <summary>The pause before a read is repeated in another form.</summary>
    /// <param name="attempt">The number of earlier repetitions.</param>
    public Task PauseAsync(int attempt, CancellationToken cancellation) =>
        Task.Delay(BackOff.Of(attempt, FirstPause), time, cancellation);

    private XledgerFault Refused(ErrorKind limit) =>
        limit switch
        {
            ErrorKind.Burst => new XledgerFault(
                XledgerFaultCause.Burst,
                new Reason(XledgerReasons.Burst),
                transient: true
            ),
            ErrorKind.Concurrency => new XledgerFault(
                XledgerFaultCause.Concurrency,
                new Reason(XledgerReasons.Concurrency),
                transient: true
            ),
            // They came back and were gone again each time.
            _ => new XledgerFault(
                XledgerFaultCause.Credits,
                new Reason(
                    XledgerReasons.Credits,
                    time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                ),
                transient: true
            ),
        };

    private static GraphQlAnswer<TData> Readable<TData>(GraphQlAnswer<TData> answer)
        where TData : class
    {
        var kind = ErrorKinds.Of(answer.Errors, answer.Status);
        if (
            kind == ErrorKind.None
            || (
                answer.Data is not null
                && (int)answer.Status < 500
                && answer.Errors.All(error => error.Path.Count > 1 || error.Path is ["viewer"])
            )
        )
        {
            return answer;
        }

        throw kind switch
        {
            ErrorKind.Timeout => new XledgerFault(
                XledgerFaultCause.Timeout,
                new Reason(XledgerReasons.QueryTimeout),
                transient: true
            ),
            _ when (int)answer.Status >= 500 => new XledgerFault(
                XledgerFaultCause.Server,
                new Reason(XledgerReasons.Server, $"{(int)answer.Status}"),
                transient: true
            ),
            ErrorKind.Document or ErrorKind.Value => new XledgerFault(
                XledgerFaultCause.Answer,
                new Reason(XledgerReasons.Document, ErrorKinds.ShownCode(answer.Errors)),
                transient: false
            ),
            ErrorKind.Access => new XledgerFault(
                XledgerFaultCause.Access,
                new Reason(XledgerReasons.AccessRefused),
                transient: false
            ),
            ErrorKind.Unhandled => new XledgerFault(
                XledgerFaultCause.Unhandled,
                new Reason(XledgerReasons.Unhandled),
                transient: true
            ),
            _ => Refused(ErrorKinds.Refusal(answer.Errors)),
        };
    }

    // A read sends no value that could be taken or unknown: such an answer is about something else than access.
    private static XledgerFault Refused(MutationRefusal refusal) =>
        new(
            refusal.Kind is MutationRefusalKind.Reference or MutationRefusalKind.DuplicateCode
                ? XledgerFaultCause.Answer
                : XledgerFaultCause.Refused,
            refusal.Reason,
            transient: false
        );

    private async Task<GraphQlAnswer<TData>> SendAsync<TData>(
        GraphQlDocument document,
        JsonObject variables,
        CancellationToken cancellation
    )
        where TData : class
    {
        for (var refused = 0; ; refused++)
        {
            ErrorKind limit;
            TimeSpan? asked = null;
            using (await limits.EnterAsync(cancellation))
            {
                try
                {
                    var answer = await transport.SendAsync<TData>(document, variables, cancellation);
                    limit = ErrorKinds.Of(answer.Errors, answer.Status);
                    // With data in the answer something was executed, so it is no refusal for limits.
                    if (
                        answer.Data is not null
                        || limit is not (ErrorKind.Burst or ErrorKind.Concurrency or ErrorKind.Credits)
                    )
                    {
                        return answer;
                    }

                    if (limit == ErrorKind.Credits)
                    {
                        await limits.OnCreditLimitAsync(
                            answer.Errors.Max(error => error.ResetAt),
                            refused,
                            cancellation
                        );
                    }
                }
                catch (XledgerFault fault) when (fault.Cause == XledgerFaultCause.Burst)
                {
                    // HTTP 429 from a proxy in front of Xledger.
                    (limit, asked) = (ErrorKind.Burst, fault.RetryAfter);
                }
            }

            if (limit == ErrorKind.Burst)
            {
                await limits.OnBurstLimitAsync(asked, cancellation);
            }
            else if (limit == ErrorKind.Concurrency)
            {
                await limits.OnConcurrencyLimitAsync(cancellation);
            }

            if (refused >= LimitRefusals)
            {
                throw Refused(limit);
            }
        }
    }
}
