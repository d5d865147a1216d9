using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Xledger.Limits;

/// <summary>The limits of every token that the process uses.</summary>
internal sealed class TokenLimitsRegister(IOptions<XledgerOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<AccessFingerprint, TokenLimits> _byToken = new();

    public TokenLimits For(XledgerAccess access) =>
        _byToken.GetOrAdd(AccessFingerprint.Of(access), _ => new TokenLimits(options.Value, time));
}
