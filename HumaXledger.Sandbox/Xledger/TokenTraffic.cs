using System.Collections.Concurrent;
using HumaXledger.Sandbox.GraphQL;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// What each token may still do: bursts, requests at a time, credits (contracts/xledger.md 5). A refused request costs
/// nothing.
/// </summary>
public sealed class TokenTraffic(TimeProvider clock, XledgerLimits limits)
{
    private readonly ConcurrentDictionary<string, Account> _accounts = new();

    /// <summary>Forgets everything that was used.</summary>
    public void Reset() => _accounts.Clear();

    internal Account Of(TokenRow token) => _accounts.GetOrAdd(token.Text, _ => new Account(clock, limits));

    internal sealed class Account(TimeProvider clock, XledgerLimits limits)
    {
        private readonly Lock _gate = new();
        private readonly Queue<DateTime> _recent = new();
        private int _underWay;
        private int _spent;
        private DateTime _windowEnd;

        /// <summary>
        /// Takes a place for a request, or says which limit is reached. A place that was taken must be left.
        /// </summary>
        public GraphQlError? Enter()
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

        public void Leave()
        {
            lock (_gate)
                _underWay--;
        }

        /// <summary>Pays for a request, or says until when there are no credits.</summary>
        public GraphQlError? Pay(int credits)
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
                return null;
            }
        }
    }
}
