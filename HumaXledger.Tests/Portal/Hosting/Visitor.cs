using System.Net;
using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Portal.Access;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// An HTTP client that acts like a browser: keeps cookies, follows no redirect, signs in through the real page.
/// </summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;

    public Visitor(Uri portal)
    {
        Portal = portal;
        var handler = new SocketsHttpHandler
        {
            CookieContainer = Cookies,
            AllowAutoRedirect = false,
            UseProxy = false,
        };
        // The https portal of the tests has a self-signed certificate.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        _client = new HttpClient(handler) { BaseAddress = portal };
    }

    public Uri Portal { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The session cookie; null without a session.</summary>
    public Cookie? Session =>
        Cookies
            .GetCookies(Portal)
            .SingleOrDefault(cookie => cookie.Name is SessionCookie.DevelopmentName or SessionCookie.HostName);

    /// <param name="group">The connection group that the roles hold for; null for all connections.</param>
    public static async Task<Visitor> SignedInAsync(
        Uri portal,
        string name,
        IEnumerable<Role> roles,
        CancellationToken cancellation,
        string? group = null
    )
    {
        var visitor = new Visitor(portal);
        using var answer = await visitor.SignInAsync(name, roles, cancellation, group);
        Assert.NotNull(visitor.Session);
        return visitor;
    }

    public async Task<HttpResponseMessage> SignInAsync(
        string name,
        IEnumerable<Role> roles,
        CancellationToken cancellation,
        string? group = null
    )
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("name", name),
            new("mail", SignInRoutes.DevelopmentMail),
            new("group", group ?? ""),
            await TokenAsync(SignInRoutes.Page, cancellation),
        };
        form.AddRange(roles.Select(role => KeyValuePair.Create("roles", $"{role}")));
        return await PostAsync(SignInRoutes.Development, form, cancellation);
    }

    /// <summary>Goes to Entra ID and is redirected back.</summary>
    /// <returns>The portal's address that the browser is redirected to; not yet opened.</returns>
    public Task<Uri> AtEntraAsync(CancellationToken cancellation, string returnTo = "/") =>
        AtEntraAsync($"{SignInRoutes.Entra}?returnTo={Uri.EscapeDataString(returnTo)}", way => way, cancellation);

    /// <summary>The same, starting at that address of the portal.</summary>
    /// <param name="edit">What the user changes in the address on the way to Entra ID.</param>
    public async Task<Uri> AtEntraAsync(string start, Func<string, string> edit, CancellationToken cancellation)
    {
        using var begun = await OpenAsync(start, cancellation);
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        using var there = await _client.GetAsync(edit(begun.Headers.Location!.ToString()), cancellation);
        Assert.Equal(HttpStatusCode.Redirect, there.StatusCode);
        return there.Headers.Location!;
    }

    /// <summary>Signs in with Entra ID completely.</summary>
    /// <returns>Where the portal redirects the browser.</returns>
    public async Task<string> SignInWithEntraAsync(CancellationToken cancellation, string returnTo = "/")
    {
        using var answer = await OpenAsync((await AtEntraAsync(cancellation, returnTo)).ToString(), cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>Requests a page as a browser does.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        return await _client.SendAsync(request, cancellation);
    }

    /// <summary>Sends a request as a program does.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        _client.SendAsync(request, cancellation);

    public async Task<HttpResponseMessage> PostAsync(
        string path,
        IEnumerable<KeyValuePair<string, string>> form,
        CancellationToken cancellation
    )
    {
        using var content = new FormUrlEncodedContent(form);
        return await _client.PostAsync(path, content, cancellation);
    }

    /// <summary>The antiforgery field of that page's form.</summary>
    public async Task<KeyValuePair<string, string>> TokenAsync(string page, CancellationToken cancellation)
    {
        using var answer = await OpenAsync(page, cancellation);
        var html = await answer.Content.ReadAsStringAsync(cancellation);
        var field = HiddenToken().Match(html);
        Assert.True(field.Success, $"{page} holds no form: {answer.StatusCode}");
        return new(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value));
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("""<input type="hidden" name="(?<name>__RequestVerificationToken)" value="(?<value>[^"]+)""")]
    private static partial Regex HiddenToken();
}
