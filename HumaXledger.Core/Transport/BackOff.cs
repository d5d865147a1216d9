using System.Security.Cryptography;

namespace HumaXledger.Core.Transport;

/// <summary>
/// How long a request waits before it is sent again: as long as the other system asks for, else exponential back-off
/// with jitter. Every retry of
/// either client takes its pause from here, so that none is shorter than <see cref="Shortest"/>.
/// </summary>
internal static class BackOff
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>More doublings than this reach <see cref="Longest"/> whatever the first pause is.</summary>
    private const int Doublings = 20;

    /// <param name="attempt">How often the request was sent again before; 0 before the first repetition.</param>
    /// <param name="first">The pause before the first repetition; it doubles from there.</param>
    /// <param name="asked">
    /// What the other system asks for. Zero or less is a moment that has passed already and says nothing; then back-off
    /// applies.
    /// </param>
    public static TimeSpan Of(int attempt, TimeSpan first, TimeSpan? asked = null)
    {
        if (asked > TimeSpan.Zero)
        {
            return Within(asked.Value);
        }

        var whole = Within(first * Math.Pow(2, Math.Clamp(attempt, 0, Doublings)));
        // Between half and the whole: callers that were refused together do not come back together.
        return Within(whole * (0.5 + (RandomNumberGenerator.GetInt32(0, 1_001) / 2_000.0)));
    }

    private static TimeSpan Within(TimeSpan pause) =>
        pause < Shortest ? Shortest
        : pause > Longest ? Longest
        : pause;
}
