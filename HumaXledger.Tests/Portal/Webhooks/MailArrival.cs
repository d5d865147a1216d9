namespace HumaXledger.Tests.Portal.Webhooks;

/// <summary>Completes when a mail is written into the folder.</summary>
internal sealed class MailArrival : IDisposable
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FileSystemWatcher _watcher;

    public MailArrival(string folder)
    {
        _watcher = new FileSystemWatcher(folder, "*.eml");
        _watcher.Created += (_, _) => _arrived.TrySetResult();
        _watcher.Renamed += (_, _) => _arrived.TrySetResult();
        _watcher.EnableRaisingEvents = true;
    }

    public Task Task => _arrived.Task;

    public void Dispose() => _watcher.Dispose();
}
