namespace HumaXledger.Core.Xledger.Limits;

/// <summary>Keeps the <see cref="TokenState"/> of one token for all that use it: one process, or all nodes.</summary>
internal interface ITokenWindow
{
    /// <summary>Asks for one more request.</summary>
    /// <param name="id">Made for this request; <see cref="Leave"/> names it.</param>
    ValueTask<TokenAnswer> EnterAsync(Guid id, CancellationToken cancellation);

    /// <summary>
    /// Requests that count at present, of everybody who uses the token, as far as this process has seen.
    /// </summary>
    int Used { get; }

    /// <summary>Waits until asking again may succeed.</summary>
    Task WaitAsync(TokenAnswer.Wait wait, CancellationToken cancellation);

    /// <summary>An admitted request has ended. Never fails and never waits.</summary>
    void Leave(Guid id);

    /// <summary>Nothing is sent for this long.</summary>
    ValueTask PauseAsync(TimeSpan length, CancellationToken cancellation);

    /// <summary>One parallel request fewer.</summary>
    ValueTask LowerAsync(CancellationToken cancellation);

    /// <summary>Credits return after this time.</summary>
    ValueTask AwaitCreditsAsync(TimeSpan length, CancellationToken cancellation);
}

/// <summary>Makes the window of a token; called once for each.</summary>
internal interface ITokenWindows
{
    ITokenWindow For(AccessFingerprint token);
}
