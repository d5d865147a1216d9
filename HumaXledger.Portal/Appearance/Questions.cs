namespace HumaXledger.Portal.Appearance;

/// <summary>
/// A question that the server asks in the middle of an act. Not a record: its text may name a person.
/// </summary>
public sealed class Question(string title, string text, string yes, string no)
{
    public string Title { get; } = title;

    public string Text { get; } = text;

    /// <summary>The button that goes on.</summary>
    public string Yes { get; } = yes;

    /// <summary>The button that leaves everything as it is.</summary>
    public string No { get; } = no;
}

/// <summary>
/// Questions of the circuit, one at a time: an act waits for the answer, and the dialog that shows the question gives
/// it.
/// </summary>
public sealed class Questions
{
    private TaskCompletionSource<bool>? _answer;

    /// <summary>Raised when <see cref="Open"/> has changed.</summary>
    public event Action? Changed;

    /// <summary>The question that waits for an answer; null: none.</summary>
    public Question? Open { get; private set; }

    /// <summary>Asks and waits. A question that is still open counts as answered with no.</summary>
    public Task<bool> AskAsync(Question question)
    {
        _answer?.TrySetResult(false);
        _answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Open = question;
        Changed?.Invoke();
        return _answer.Task;
    }

    /// <summary>Answers the open question; nothing when there is none.</summary>
    public void Answer(bool yes)
    {
        var answer = _answer;
        (Open, _answer) = (null, null);
        Changed?.Invoke();
        answer?.TrySetResult(yes);
    }
}
