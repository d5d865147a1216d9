using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components;
using HumaXledger.Portal.Exports;
using HumaXledger.Portal.Hosting;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Localisation;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Portal.Webhooks;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal;

/// <summary>Builds and runs the Portal; tests build it and start it on a port of their own.</summary>
public static class PortalHost
{
    /// <summary>
    /// Runs until stopped. Returns the exit code: 1, with the reason on standard error, when the settings do not allow
    /// a start.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [VerifyActivityLog.Verb, .. var rest])
        {
            return await VerifyActivityLog.RunAsync(rest, Console.Out, Console.Error, CancellationToken.None);
        }

        if (args is [RotateValueKeys.Verb, .. var settings])
        {
            return await RotateValueKeys.RunAsync(settings, Console.Out, Console.Error, CancellationToken.None);
        }

        if (args is [SignKeys.Verb, .. var rows])
        {
            return await SignKeys.RunAsync(rows, Console.Out, Console.Error, CancellationToken.None);
        }

        try
        {
            await using var app = Build(args);
            return await RunAsync(app);
        }
        catch (Exception refused) when (StartRefusal.SentenceOf(refused) is { } sentence)
        {
            await Console.Error.WriteLineAsync($"HumaXledger did not start. {sentence}");
            return 1;
        }
        catch (Exception fault) when (StoreFault.CauseOf(fault) is not null)
        {
            // Between the migration and the last of the services.
            await Console.Error.WriteLineAsync(
                $"HumaXledger did not start. The database cannot be used ({StoreFault.CodeOf(fault)}). Start again."
            );
            return 1;
        }
    }

    private static async Task<int> RunAsync(WebApplication app)
    {
        _ = FirstPage.PrepareAsync(app);
        try
        {
            await app.StartAsync();
        }
        catch (StartRefusedException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Stopped while it waited for the database server.
            return 0;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Stopped when it listened and had not started yet.
            await app.StopAsync();
            return 0;
        }
        catch
        {
            // What runs in the background already would otherwise report its end as a fault.
            app.Lifetime.StopApplication();
            throw;
        }

        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <exception cref="StartRefusedException">No one could sign in, or everyone could.</exception>
    /// <param name="args">Settings of the command line.</param>
    /// <param name="replace">Registers last, so that a test can replace a service.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        // The settings file is found beside the program, not in the working directory. The application name locates the
        // static files when a test is the entry point.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = typeof(PortalHost).Assembly.GetName().Name,
            }
        );
        StartRules.Require(builder.Environment, builder.Configuration);
        // The longest part of a start, beside all that follows; a fault in it is met again by the migration.
        var store = StorageConnection.Read(StorageOptions.From(builder.Configuration));
        _ = Task.Run(() => SyncDbContextFactory.Prepare(store));
        builder.AddPortal();
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<FirstPage>().NoteAsync);
        app.UseForwardedHeaders();
        // Once more, for the host that a trusted proxy forwards; the framework has checked the one of the connection.
        app.UseHostFiltering();
        // Before routing, so that the rules for web sockets apply to every endpoint.
        app.UseWebSockets();
        app.UseMiddleware<SecurityHeaders>();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseMiddleware<ReadinessMiddleware>();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(MissingPage.ForVisitorsOnly);
        app.UseRequestLocalization();
        // Authentication answers these paths itself, before the limiter of the other requests, which needs the user.
        var entra = app.Services.GetRequiredService<IOptions<AzureAdOptions>>().Value;
        app.UseWhen(context => entra.IsCallback(context.Request.Path), branch => branch.UseRateLimiter());
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous().DisableRateLimiting();
        ComponentStyleSheet.Map(app);
        app.MapSignIn();
        app.MapLanguageSwitch();
        RunExport.Map(app);
        PlanExport.Map(app);
        PersonExport.Map(app);
        ActivityExport.Map(app);
        HumaEndpoint.Map(app);
        app.MapHealth();
        app.MapHub<SyncProgressHub>(SyncProgressHub.Path).ByWebSocketsOnly();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .ByWebSocketsOnly();
        return app;
    }
}
