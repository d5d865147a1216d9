using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HumaXledger.Portal.Access;

/// <summary>
/// What the tenant publishes about itself: endpoints, issuer, keys. Read at the first sign-in, kept for half a day,
/// read again when a token names a key that is not among them.
/// </summary>
public sealed class EntraDirectory(IHttpClientFactory clients, IOptions<AzureAdOptions> options, TimeProvider clock)
{
    /// <summary>Name of the client in <see cref="IHttpClientFactory"/>.</summary>
    public const string Client = "Entra";

    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(12);

    // Whoever sends tokens with invented keys must not make us ask Entra each time.
    private static readonly TimeSpan BetweenLookingForKeys = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private OpenIdConnectConfiguration? _known;
    private DateTimeOffset _readAt;
    private DateTimeOffset _mayLookAt;

    /// <exception cref="SignInFault">It could not be read, and nothing is known from before.</exception>
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

    /// <summary>Reads anew because a key is not among those known; null where that was done a moment ago.</summary>
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
            // Keys that were right this morning are better than nobody being able to sign in.
            return _known ?? throw new SignInFault(SignInFault.Unreachable, fault);
        }
    }
}
