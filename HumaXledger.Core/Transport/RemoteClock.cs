using System.Net.Http.Headers;

namespace HumaXledger.Core.Transport;

/// <summary>
/// The clock of another system, learnt from the <c>Date</c> header of its answers: a moment that it names is a moment
/// of its clock, not of ours.
/// A number of seconds needs no clock.
/// </summary>
/// <remarks>
/// <c>Date</c> has whole seconds and is stamped before the answer travels, so a difference of up to
/// <see cref="Precision"/> is none. A difference
/// of more than <see cref="LargestDifference"/> is taken for a header that means nothing.
/// </remarks>
internal sealed class RemoteClock(TimeProvider time)
{
    public static readonly TimeSpan Precision = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan LargestDifference = TimeSpan.FromDays(1);

    private long _difference;

    /// <summary>How much the other clock is ahead of ours; negative where it is behind.</summary>
    public TimeSpan Difference => new(Interlocked.Read(ref _difference));

    /// <summary>Now, by the other clock.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + Difference;

    /// <summary>Compares the clocks by an answer that has just come; one without the header changes nothing.</summary>
    public void Learn(HttpResponseHeaders headers)
    {
        if (headers.Date is not { } stamped)
        {
            return;
        }

        var difference = stamped - time.GetUtcNow();
        if (difference.Duration() <= LargestDifference)
        {
            Interlocked.Exchange(ref _difference, difference.Duration() <= Precision ? 0 : difference.Ticks);
        }
    }

    /// <summary>How long until a moment of the other clock; zero or less where it has passed.</summary>
    public TimeSpan Until(DateTimeOffset moment) => moment - Now;

    /// <summary>
    /// What <c>Retry-After</c> asks for; null where the answer does not say or the moment has passed.
    /// </summary>
    public TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } seconds } => seconds,
            { Date: { } moment } => Until(moment),
            _ => (TimeSpan?)null,
        };
        return wait > TimeSpan.Zero ? wait : null;
    }
}
