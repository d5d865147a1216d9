using Polly;
using Polly.Retry;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>
/// Repeats what may pass and what may be repeated. A POST whose outcome is unknown is never repeated here: whoever sent
/// it reads first.
/// </summary>
internal static class HumaRetry
{
    /// <summary>Repetitions after a transport fault or a server error.</summary>
    public const int AfterFault = 3;

    /// <summary>
    /// Repetitions after 429. Huma's limits are not documented, so several parallel reads may have to find their pace.
    /// </summary>
    public const int AfterLimit = 8;

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

    // A wait longer than a minute belongs to whoever scheduled the work, not to a request that somebody looks at.
    private static bool IsWorthRepeating(HumaFault fault, int attempt) =>
        fault is { Transient: true, OutcomeUnknown: false }
        && attempt < (fault.Limited ? AfterLimit : AfterFault)
        && (fault.RetryAfter ?? TimeSpan.Zero) <= BackOff.Longest;
}
