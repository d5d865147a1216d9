using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Nodes;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// The first page after a start. What it needs is made beside the migration, and background work that no page waits for
/// begins when it was answered, at the latest <see cref="Longest"/> after the start: until then both would compete for
/// the processors.
/// </summary>
public sealed class FirstPage
{
    /// <summary>Without any request, background work begins this long after the start.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The time runs from the end of the start.</summary>
    public FirstPage(IHostApplicationLifetime process, TimeProvider clock)
    {
        process.ApplicationStarted.Register(() => _ = EndAsync());

        async Task EndAsync()
        {
            await Task.WhenAny(_answered.Task, Task.Delay(Longest, clock));
            _over.SetResult();
        }
    }

    /// <summary>Completes when background work may begin, never before the end of the start.</summary>
    public Task OverAsync(CancellationToken cancellation) => _over.Task.WaitAsync(cancellation);

    /// <summary>Middleware that notes the first answer with a content; a redirect is on the way to it.</summary>
    public async Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status200OK)
        {
            _answered.TrySetResult();
        }
    }

    /// <summary>
    /// Makes what the first request would make, in the background: endpoints with the methods of their hubs, and the
    /// options of the sign-in. A fault in it is met again where it is needed.
    /// </summary>
    internal static Task PrepareAsync(WebApplication app) =>
        Task.Run(() =>
        {
            var services = app.Services;
            foreach (var source in ((IEndpointRouteBuilder)app).DataSources)
            {
                _ = source.Endpoints;
            }

            _ = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(SessionCookie.Scheme);
            if (services.GetRequiredService<IOptions<AzureAdOptions>>().Value.Configured)
            {
                _ = services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(EntraScheme.Name);
            }

            // Several nodes compare their settings when they join.
            if (services.GetRequiredService<StorageConnection>().Provider == StorageProvider.PostgreSql)
            {
                _ = services.GetRequiredService<NodeFacts>().Settings;
            }
        });
}
