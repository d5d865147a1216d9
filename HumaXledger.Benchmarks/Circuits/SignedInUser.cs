using System.Net;
using System.Text.RegularExpressions;

namespace HumaXledger.Benchmarks.Circuits;

/// <summary>A user with a session of the portal, without a browser.</summary>
internal sealed partial class SignedInUser : IDisposable
{
    private readonly HttpClient _client;

    private SignedInUser(Uri portal)
    {
        Portal = portal;
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, UseProxy = false })
        {
            BaseAddress = portal,
        };
    }

    public Uri Portal { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Signs an administrator in by the page of Development.</summary>
    public static async Task<SignedInUser> SignInAsync(Uri portal, string name)
    {
        var user = new SignedInUser(portal);
        var page = await user.PageAsync("/sign-in");
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["name"] = name,
                ["mail"] = "administrator@example.com",
                ["group"] = "",
                ["roles"] = "IntegrationAdministrator",
                ["__RequestVerificationToken"] = WebUtility.HtmlDecode(Token().Match(page).Groups[1].Value),
            }
        );
        using var answer = await user._client.PostAsync(new Uri("/sign-in/development", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        return user;
    }

    /// <summary>A page as a browser gets it.</summary>
    public async Task<string> PageAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers = { Accept = { new("text/html") }, AcceptLanguage = { new("en-GB") } },
        };
        using var answer = await _client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
