using System.Globalization;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>The result of the token request (contracts/huma.md 2.1).</summary>
internal sealed record HumaCredentials(Secret AccessToken, string? OrganizationId, DateTimeOffset RenewAt);

/// <summary>
/// The access token of one key: fetched on first use, renewed shortly before it expires and when Huma refuses it.
/// Concurrent callers share one request. The caller retries failures.
/// </summary>
internal sealed class HumaTokens(HumaWire wire, HumaAccess access, TimeProvider clock)
{
    // The lifetime is not documented and expires_in may be missing (contracts/huma.md 2.1): a short one is assumed.
    private static readonly TimeSpan AssumedLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);

    private static readonly HumaCall Call = new(HttpMethod.Post, "/auth/oauth/token", "/auth/oauth/token")
    {
        Repeatable = true,
    };

    private readonly SemaphoreSlim _one = new(1, 1);
    private HumaCredentials? _held;

    /// <summary>The current token, renewed where necessary.</summary>
    public async ValueTask<HumaCredentials> CurrentAsync(CancellationToken cancellation) =>
        _held is { } held && clock.GetUtcNow() < held.RenewAt
            ? held
            : await FetchAsync(held => held is not null && clock.GetUtcNow() < held.RenewAt, cancellation);

    /// <summary>A token other than the refused one; another caller may have fetched it already.</summary>
    public Task<HumaCredentials> ReplaceAsync(HumaCredentials refused, CancellationToken cancellation) =>
        FetchAsync(held => held is not null && !ReferenceEquals(held, refused), cancellation);

    /// <summary>A new token in any case.</summary>
    public Task<HumaCredentials> RefreshAsync(CancellationToken cancellation) => FetchAsync(_ => false, cancellation);

    private async Task<HumaCredentials> FetchAsync(
        Func<HumaCredentials?, bool> suffices,
        CancellationToken cancellation
    )
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (!suffices(_held))
            {
                _held = await RequestAsync(cancellation);
            }

            return _held!;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<HumaCredentials> RequestAsync(CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = access.ClientId,
            ["client_secret"] = access.ClientSecret.Reveal(),
        };
        using var answer = await wire.AttemptAsync(Call with { Form = form }, null, cancellation);
        if (answer.Refusal is { } refusal)
        {
            var status = refusal.Status.ToString(CultureInfo.InvariantCulture);
            // 404 means an address that is not Huma's; any other refusal concerns the key.
            throw refusal.IsGone
                ? HumaFaults.OfRefusal(Call, refusal)
                : HumaFaults.Of(
                    Call,
                    HumaFaultCause.Key,
                    HumaReasons.KeyRefused,
                    transient: false,
                    sent: false,
                    null,
                    status
                );
        }

        if (answer.Root.Text("access_token") is not { Length: > 0 } token)
        {
            throw HumaFaults.Unexpected(Call, "access_token");
        }

        var lifetime = answer.Root.Number("expires_in") is > 0 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : AssumedLifetime;
        var margin = lifetime / 10 < LongestMargin ? lifetime / 10 : LongestMargin;
        return new HumaCredentials(
            new Secret(token),
            answer.Root.Id("organizationId"),
            clock.GetUtcNow() + lifetime - margin
        );
    }
}
