using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Xledger.Limits;

/// <summary>The limits of every token that this process uses.</summary>
internal sealed class TokenLimitsRegister(IOptions<XledgerOptions> options, ITokenWindows windows, TimeProvider time)
{
    private readonly ConcurrentDictionary<AccessFingerprint, Lazy<TokenLimits>> _byToken = new();

    /// <summary>The limits of one token; the same instance for the process lifetime.</summary>
    public TokenLimits For(XledgerAccess access) =>
        _byToken
            .GetOrAdd(AccessFingerprint.Of(access), of => new Lazy<TokenLimits>(() =>
                new TokenLimits(options.Value, time, windows.For(of)) { Fingerprint = of.Token }
            ))
            .Value;
}
