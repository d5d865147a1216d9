using HumaXledger.Core.Transport;
using Polly;
using Polly.Retry;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>
/// Retries transient failures of idempotent requests. A POST whose outcome is unknown is never repeated here: its
/// sender reads first.
/// </summary>
internal static class HumaRetry
{
    /// <summary>Retries after a transport failure or a server error.</summary>
    public const int AfterFault = 3;

    /// <summary>Retries after 429. Huma's limits are not documented, so parallel reads must find their pace.</summary>
    public const int AfterLimit = 8;

    /// <summary>Exponential back-off from <paramref name="delay"/>, or the wait that Huma asks for.</summary>
    public static ResiliencePipeline Build(TimeSpan delay, TimeProvider clock) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = attempt =>
                        ValueTask.FromResult(
                            attempt.Outcome.Exception is HumaFault fault
                                && IsWorthRepeating(fault, attempt.AttemptNumber)
                        ),
                    MaxRetryAttempts = AfterLimit,
                    DelayGenerator = attempt =>
                        ValueTask.FromResult<TimeSpan?>(
                            BackOff.Of(
                                attempt.AttemptNumber,
                                delay,
                                (attempt.Outcome.Exception as HumaFault)?.RetryAfter
                            )
                        ),
                }
            )
            .Build();

    // A wait of more than a minute is left to the scheduler; a user may be waiting for this request.
    private static bool IsWorthRepeating(HumaFault fault, int attempt) =>
        fault is { Transient: true, OutcomeUnknown: false }
        && attempt < (fault.Limited ? AfterLimit : AfterFault)
        && (fault.RetryAfter ?? TimeSpan.Zero) <= BackOff.Longest;
}
