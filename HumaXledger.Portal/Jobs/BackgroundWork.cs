using HumaXledger.Portal.Hosting;

namespace HumaXledger.Portal.Jobs;

/// <summary>Work that no page waits for: it begins after the first page of a start.</summary>
public abstract class BackgroundWork : BackgroundService
{
    // Null in a test that registers the work itself: it begins at once.
    private FirstPage? _first;

    /// <summary>Registers work of this kind.</summary>
    internal static void Add<T>(IServiceCollection services)
        where T : BackgroundWork =>
        services.AddHostedService(provider =>
        {
            var work = ActivatorUtilities.CreateInstance<T>(provider);
            work._first = provider.GetRequiredService<FirstPage>();
            return work;
        });

    /// <summary>Completes when the work may begin.</summary>
    private protected Task MayBeginAsync(CancellationToken stopping) =>
        _first?.OverAsync(stopping) ?? Task.CompletedTask;
}
