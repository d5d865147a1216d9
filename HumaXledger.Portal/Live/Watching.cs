namespace HumaXledger.Portal.Live;

/// <summary>
/// A watch that nothing awaits: of the feed, of the sandbox. It ends when its page is left; a fault in it is handed on,
/// where it would be lost otherwise.
/// </summary>
internal static class Watching
{
    /// <param name="watch">Watches until it has seen what it waits for, or is cancelled.</param>
    /// <param name="failed">Takes a fault to where it is shown and logged.</param>
    /// <param name="leaving">Cancelled when the page is left.</param>
    public static async Task RunAsync(
        Func<CancellationToken, Task> watch,
        Func<Exception, Task> failed,
        CancellationToken leaving
    )
    {
        try
        {
            await watch(leaving);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The page was left; what it watched goes on.
        }
        catch (Exception fault)
        {
            await failed(fault);
        }
    }
}
