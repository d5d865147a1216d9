using HumaXledger.Portal.Live;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Shared;

/// <summary>A page whose queries and watches are cancelled when it is left.</summary>
public abstract class LeavablePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();

    protected LeavablePage() => Leaving = _leaving.Token;

    /// <summary>
    /// Of the process. A page is left later than the services of a process that stops, and cannot be rendered without
    /// them.
    /// </summary>
    [Inject]
    public required IHostApplicationLifetime Lifetime { get; set; }

    /// <summary>Cancelled when the page is left. May be asked for afterwards too.</summary>
    protected CancellationToken Leaving { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Watches beside the page until it is left, in the page's own turn: what is watched may change what is shown. A
    /// fault reaches the error boundary and the log.
    /// </summary>
    protected void Watch(Func<CancellationToken, Task> watch) =>
        _ = Watching.RunAsync(leaving => InvokeAsync(() => watch(leaving)), FailAsync, Leaving);

    protected override bool ShouldRender() => !IsStopping;

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _leaving.Cancel();
            _leaving.Dispose();
        }
    }

    private bool IsStopping => Lifetime.ApplicationStopping.IsCancellationRequested;

    private Task FailAsync(Exception fault) => IsStopping ? Task.CompletedTask : DispatchExceptionAsync(fault);
}
