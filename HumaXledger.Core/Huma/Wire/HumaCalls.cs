using HumaXledger.Core.Reasons;
using Polly;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>
/// Sends a call with a valid token, renews the token once when it is refused, and retries where that is safe.
/// </summary>
internal sealed class HumaCalls(HumaWire wire, HumaTokens tokens, ResiliencePipeline retry)
{
    /// <summary>A new token, which proves the key and names its organization.</summary>
    public async Task<HumaCredentials> RefreshCredentialsAsync(CancellationToken cancellation) =>
        await retry.ExecuteAsync(async token => await tokens.RefreshAsync(token), cancellation);

    /// <summary>The answer, which may be a refusal of the content.</summary>
    public async Task<HumaAnswer> SendAsync(HumaCall call, CancellationToken cancellation) =>
        await retry.ExecuteAsync(async token => await AuthorizedAsync(call, token), cancellation);

    /// <summary>
    /// The answer to a call that Huma has no reason to refuse; throws <see cref="HumaFault"/> where it does.
    /// </summary>
    public async Task<HumaAnswer> ReadAsync(HumaCall call, CancellationToken cancellation)
    {
        var answer = await SendAsync(call, cancellation);
        if (answer.Refusal is not { } refusal)
        {
            return answer;
        }

        answer.Dispose();
        throw HumaFaults.OfRefusal(call, refusal);
    }

    private async Task<HumaAnswer> AuthorizedAsync(HumaCall call, CancellationToken cancellation)
    {
        var credentials = await tokens.CurrentAsync(cancellation);
        var answer = await wire.AttemptAsync(call, credentials.AccessToken, cancellation);
        if (answer.Refusal is not { Status: 401 })
        {
            return answer;
        }

        answer.Dispose();
        credentials = await tokens.ReplaceAsync(credentials, cancellation);
        answer = await wire.AttemptAsync(call, credentials.AccessToken, cancellation);
        if (answer.Refusal is not { Status: 401 })
        {
            return answer;
        }

        answer.Dispose();
        throw HumaFaults.Of(call, HumaFaultCause.Key, HumaReasons.TokenRefused, transient: false, sent: false);
    }
}
