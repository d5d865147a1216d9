using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Xledger.Limits;

/// <summary>The limits of every token in this process.</summary>
internal sealed class TokenLimitsRegister(IOptions<XledgerOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<AccessFingerprint, TokenLimits> _byToken = new();

    /// <summary>The limits of one token; the same instance for the process lifetime.</summary>
    public TokenLimits For(XledgerAccess access) =>
        _byToken.GetOrAdd(AccessFingerprint.Of(access), of => new TokenLimits(options.Value, time)
        {
            Fingerprint = of.Token,
        });
}
