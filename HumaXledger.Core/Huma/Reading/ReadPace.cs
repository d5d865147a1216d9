namespace HumaXledger.Core.Huma.Reading;

/// <summary>What a request reads, in the order in which waiting requests get their turns.</summary>
internal enum ReadKind
{
    /// <summary>A page of a list: soon read, its offsets are those of one moment.</summary>
    Page,

    /// <summary>The profile of a person.</summary>
    Profile,

    /// <summary>Positions of a person whose profile is read.</summary>
    Positions,
}

/// <summary>
/// The requests with which one client reads at the same time: profiles up to the setting, and a quarter more in all, so
/// that lists and positions are read beside the profiles and not in their place (docs/decisions/0070). With fewer than
/// four profiles there is no more: a setting of one means one request after the other.
/// </summary>
/// <remarks>
/// A request keeps its place until its answer is read, pauses before a repetition included. Where Huma refuses for a
/// while, the whole reading slows down. Safe for concurrent use.
/// </remarks>
/// <param name="profiles">The number of profiles at the same time.</param>
internal sealed class ReadPace(int profiles)
{
    private readonly int _requests = profiles + (profiles / 4);
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource>[] _waiting = [new(), new(), new()];
    private readonly int[] _underWay = new int[3];

    /// <summary>
    /// The number of people to read at the same time: so many that those who wait for their positions leave no place
    /// of a profile empty. While the lists are read, a page goes before positions, and one person in six waits.
    /// </summary>
    public int People => 16 * _requests;

    /// <summary>Reads when the turn of the request comes.</summary>
    public async Task<T> ReadAsync<T>(ReadKind kind, Func<Task<T>> read, CancellationToken cancellation)
    {
        await EnterAsync(kind, cancellation);
        try
        {
            return await read();
        }
        finally
        {
            lock (_gate)
            {
                _underWay[(int)kind]--;
                Admit();
            }
        }
    }

    private async Task EnterAsync(ReadKind kind, CancellationToken cancellation)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(() => turn.TrySetCanceled(cancellation));
        lock (_gate)
        {
            _waiting[(int)kind].Enqueue(turn);
            Admit();
        }

        await turn.Task;
    }

    private void Admit()
    {
        while (_underWay.Sum() < _requests && Next() is { } next)
        {
            // One that is cancelled while it waits takes no place.
            _underWay[(int)next.Kind] += next.Turn.TrySetResult() ? 1 : 0;
        }
    }

    private (ReadKind Kind, TaskCompletionSource Turn)? Next()
    {
        foreach (var kind in Enum.GetValues<ReadKind>())
        {
            var full = kind == ReadKind.Profile && _underWay[(int)kind] >= profiles;
            if (!full && _waiting[(int)kind].TryDequeue(out var turn))
            {
                return (kind, turn);
            }
        }

        return null;
    }
}
