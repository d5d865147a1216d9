using System.Collections.Concurrent;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// Rate limits per token: bursts, concurrent requests and credits (contracts/xledger.md 5). A refused request costs
/// nothing.
/// </summary>
public sealed class TokenTraffic(TimeProvider clock, XledgerLimits limits, XledgerMeter meter)
{
    private readonly ConcurrentDictionary<string, Account> _accounts = new();

    /// <summary>Forgets all use so far.</summary>
    public void Reset() => _accounts.Clear();

    internal Account Of(TokenRow token) => _accounts.GetOrAdd(token.Text, _ => new Account(clock, limits, meter));

    internal sealed class Account(TimeProvider clock, XledgerLimits limits, XledgerMeter meter)
    {
        private readonly Lock _gate = new();
        private readonly Queue<DateTime> _recent = new();
        private int _underWay;
        private int _spent;
        private DateTime _windowEnd;

        /// <summary>
        /// Admits a request, or returns the error for the limit that is reached. Every admitted request must end with
        /// <see cref="Leave"/>.
        /// </summary>
        public XledgerError? Enter()
        {
            lock (_gate)
            {
                var now = clock.GetUtcNow().UtcDateTime;
                while (_recent.TryPeek(out var oldest) && oldest <= now - limits.BurstWindow)
                    _recent.Dequeue();
                if (_recent.Count >= limits.BurstRequests)
                    return XledgerErrors.Burst;
                if (_underWay >= limits.Concurrency)
                    return XledgerErrors.Concurrency;
                _recent.Enqueue(now);
                _underWay++;
                return null;
            }
        }

        /// <summary>Ends an admitted request.</summary>
        public void Leave()
        {
            lock (_gate)
                _underWay--;
        }

        /// <summary>Deducts credits, or returns the error with the time of the next credits.</summary>
        public XledgerError? Pay(int credits)
        {
            lock (_gate)
            {
                var now = clock.GetUtcNow().UtcDateTime;
                if (now >= _windowEnd)
                {
                    _windowEnd = now + limits.CreditWindow;
                    _spent = 0;
                }

                if (_spent + credits > limits.Credits)
                    return XledgerErrors.Credits(_windowEnd);
                _spent += credits;
                meter.Spend(credits);
                return null;
            }
        }
    }
}
