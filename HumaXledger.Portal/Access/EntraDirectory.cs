using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HumaXledger.Portal.Access;

/// <summary>
/// The tenant's published metadata: endpoints, issuer, signing keys. Read at the first sign-in, cached for half a day,
/// read again when a token names an unknown key.
/// </summary>
public sealed class EntraDirectory(IHttpClientFactory clients, IOptions<AzureAdOptions> options, TimeProvider clock)
{
    /// <summary>Name of the client in <see cref="IHttpClientFactory"/>.</summary>
    public const string Client = "Entra";

    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(12);

    // Tokens with invented key ids must not cause a request to Entra ID each.
    private static readonly TimeSpan BetweenLookingForKeys = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private OpenIdConnectConfiguration? _known;
    private DateTimeOffset _readAt;
    private DateTimeOffset _mayLookAt;

    /// <exception cref="SignInFault">The metadata could not be read, and no cached copy exists.</exception>
    public async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return _known is { } known && clock.GetUtcNow() < _readAt + KeptFor
                ? known
                : await FetchAsync(cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Reads the metadata again because a key is unknown; null when that was done less than a minute ago.
    /// </summary>
    public async Task<OpenIdConnectConfiguration?> LookForNewKeysAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (clock.GetUtcNow() < _mayLookAt)
            {
                return null;
            }

            _mayLookAt = clock.GetUtcNow() + BetweenLookingForKeys;
            return await FetchAsync(cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync(CancellationToken cancellation)
    {
        var secure = !options.Value.Instance.StartsWith(Uri.UriSchemeHttp + ":", StringComparison.OrdinalIgnoreCase);
        try
        {
            var retriever = new HttpDocumentRetriever(clients.CreateClient(Client)) { RequireHttps = secure };
            _known = await OpenIdConnectConfigurationRetriever.GetAsync(
                $"{options.Value.Authority}/.well-known/openid-configuration",
                retriever,
                cancellation
            );
            _readAt = clock.GetUtcNow();
            return _known;
        }
        catch (Exception fault)
            when (fault is IOException or HttpRequestException or OperationCanceledException
                && !cancellation.IsCancellationRequested
            )
        {
            // An older copy of the keys is better than no sign-in at all.
            return _known ?? throw new SignInFault(SignInFault.Unreachable, fault);
        }
    }
}
