using HumaXledger.Core.Reasons;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;

namespace HumaXledger.Portal.Mail;

/// <summary>
/// Access tokens for the mail server from Entra ID, by client credentials. Valid ones are kept in memory.
/// </summary>
public sealed class MailTokens(IOptions<MailOptions> options, IHttpClientFactory clients) : IMsalHttpClientFactory
{
    private readonly Lock _creating = new();
    private IConfidentialClientApplication? _application;

    /// <exception cref="MailNotSent">Entra ID gave none.</exception>
    public async Task<string> GetAsync(CancellationToken cancellation)
    {
        try
        {
            var token = await Application()
                .AcquireTokenForClient([options.Value.Smtp.OAuth.Scope])
                .ExecuteAsync(cancellation);
            return token.AccessToken;
        }
        catch (MsalException refusal)
        {
            throw new MailNotSent(new Reason(MailReasons.NoToken, refusal.ErrorCode), cause: refusal);
        }
        catch (HttpRequestException fault)
        {
            throw new MailNotSent(new Reason(MailReasons.NoToken, $"{fault.HttpRequestError}"), cause: fault);
        }
    }

    /// <inheritdoc />
    public HttpClient GetHttpClient() => clients.CreateClient(nameof(MailTokens));

    private IConfidentialClientApplication Application()
    {
        lock (_creating)
        {
            var oauth = options.Value.Smtp.OAuth;
            return _application ??= ConfidentialClientApplicationBuilder
                .Create(oauth.ClientId)
                .WithClientSecret(oauth.ClientSecret)
                .WithAuthority(oauth.Instance, oauth.TenantId, validateAuthority: false)
                .WithInstanceDiscovery(false)
                .WithHttpClientFactory(this, retryOnceOn5xx: false)
                .Build();
        }
    }
}
