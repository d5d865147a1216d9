using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Xledger.Limits;

/// <summary>The window of a token that one process uses, in its memory.</summary>
internal sealed class ProcessTokenWindow(TokenRules rules, TimeProvider time) : ITokenWindow
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly DateTime _began = time.GetUtcNow().UtcDateTime;
    private readonly long _beganAt = time.GetTimestamp();
    private TaskCompletionSource _someEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TokenState _state = new();

    // It never runs backwards: the wall clock may be set.
    private DateTime Now => _began + time.GetElapsedTime(_beganAt);

    public ValueTask<TokenAnswer> EnterAsync(Guid id, CancellationToken cancellation)
    {
        lock (_gate)
        {
            // The process ends together with its requests.
            (_state, var answer) = _state.Enter(id, Now, DateTime.MaxValue, rules);
            return ValueTask.FromResult(answer);
        }
    }

    public int Used
    {
        get
        {
            lock (_gate)
            {
                return _state.Used(Now, rules);
            }
        }
    }

    public Task WaitAsync(TokenAnswer.Wait wait, CancellationToken cancellation)
    {
        if (wait.Length is { } length)
        {
            return Task.Delay(length > Shortest ? length : Shortest, time, cancellation);
        }

        lock (_gate)
        {
            // One may have ended since the answer.
            var full =
                _state.Enter(Guid.Empty, Now, DateTime.MaxValue, rules).Answer is TokenAnswer.Wait { Length: null };
            return full ? _someEnded.Task.WaitAsync(cancellation) : Task.CompletedTask;
        }
    }

    public void Leave(Guid id)
    {
        TaskCompletionSource ended;
        lock (_gate)
        {
            _state = _state.Leave(id, Now);
            ended = _someEnded;
            _someEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        ended.SetResult();
    }

    public ValueTask PauseAsync(TimeSpan length, CancellationToken cancellation) =>
        Change(now => _state.Pause(length, now));

    public ValueTask LowerAsync(CancellationToken cancellation) => Change(now => _state.Lower(now, rules));

    public ValueTask AwaitCreditsAsync(TimeSpan length, CancellationToken cancellation) =>
        Change(now => _state with { CreditsBackAt = now + length });

    private ValueTask Change(Func<DateTime, TokenState> change)
    {
        lock (_gate)
        {
            _state = change(Now);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Windows in the memory of this process.</summary>
internal sealed class ProcessTokenWindows(IOptions<XledgerOptions> options, TimeProvider time) : ITokenWindows
{
    public ITokenWindow For(AccessFingerprint token) => new ProcessTokenWindow(TokenRules.Of(options.Value), time);
}
