namespace HumaXledger.Portal.Appearance;

/// <summary>
/// The messages at the lower left of one user's page. A message goes by itself after eight seconds; one that can be
/// undone stays for thirty.
/// </summary>
public sealed class Snackbars(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ShownWithUndo = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<Snackbar, ITimer> _shown = [];
    private readonly List<Snackbar> _order = [];

    /// <summary>Raised on any thread when <see cref="All"/> has changed.</summary>
    public event Action? Changed;

    /// <summary>What is shown, oldest first.</summary>
    public IReadOnlyList<Snackbar> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _order];
            }
        }
    }

    /// <summary>Shows a message; with <paramref name="undo"/> it has an Undo button.</summary>
    public void Show(Tone tone, string text, Func<Task>? undo = null)
    {
        var added = new Snackbar(tone, text, undo);
        lock (_lock)
        {
            _order.Add(added);
            _shown[added] = clock.CreateTimer(
                _ => Remove(added),
                null,
                undo is null ? Shown : ShownWithUndo,
                Timeout.InfiniteTimeSpan
            );
        }

        Changed?.Invoke();
    }

    /// <summary>Takes a message away. False when it is gone already, so that an undo happens once.</summary>
    public bool Remove(Snackbar snackbar)
    {
        lock (_lock)
        {
            if (!_shown.Remove(snackbar, out var timer))
            {
                return false;
            }

            timer.Dispose();
            _order.Remove(snackbar);
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Takes all messages away: what they offered to undo is over.</summary>
    public void Clear()
    {
        foreach (var snackbar in All)
        {
            Remove(snackbar);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var timer in _shown.Values)
            {
                timer.Dispose();
            }

            _shown.Clear();
            _order.Clear();
        }
    }
}
