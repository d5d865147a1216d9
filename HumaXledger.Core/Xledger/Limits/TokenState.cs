namespace HumaXledger.Core.Xledger.Limits;

/// <summary>
/// What is known of the requests of one token, as a value: its holder decides, its keeper stores it. Times
/// are of one clock, of this process or of the database; a second clock never takes part.
/// </summary>
/// <remarks>
/// A request counts from being sent until a whole window after its answer was read to the end. The server counts from
/// its arrival, which lies in between, so the window is respected whatever the network's delay.
/// </remarks>
internal sealed record TokenState
{
    /// <summary>Requests under way.</summary>
    public IReadOnlyList<TokenRequest> UnderWay { get; init; } = [];

    /// <summary>When those of the last window ended, oldest first.</summary>
    public IReadOnlyList<DateTime> Ended { get; init; } = [];

    /// <summary>Nothing is sent before.</summary>
    public DateTime? PausedUntil { get; init; }

    /// <summary>When credits return.</summary>
    public DateTime? CreditsBackAt { get; init; }

    /// <summary>By how many the parallel requests were lowered.</summary>
    public int Lowered { get; init; }

    /// <summary>When they were lowered last, or raised again.</summary>
    public DateTime? LoweredAt { get; init; }

    /// <summary>Admits one more request, which then is under way, or says what it has to wait for.</summary>
    /// <param name="until">When the request counts as ended unless it is renewed.</param>
    public (TokenState Next, TokenAnswer Answer) Enter(Guid id, DateTime now, DateTime until, TokenRules rules)
    {
        var state = At(now, rules);
        if (state.CreditsBackAt is { } back)
        {
            return (state, new TokenAnswer.NoCredits(back - now));
        }

        if (state.PausedUntil is { } paused)
        {
            return (state, new TokenAnswer.Wait(paused - now));
        }

        var running = state.UnderWay.Count;
        if (running >= Math.Max(1, rules.Parallel - state.Lowered) || running >= rules.Requests)
        {
            return (state, new TokenAnswer.Wait(null));
        }

        if (running + state.Ended.Count >= rules.Requests)
        {
            return (state, new TokenAnswer.Wait(state.Ended[0] + rules.Window - now));
        }

        return (state with { UnderWay = [.. state.UnderWay, new TokenRequest(id, until)] }, new TokenAnswer.Admitted());
    }

    /// <summary>Requests that count at this time.</summary>
    public int Used(DateTime now, TokenRules rules)
    {
        var state = At(now, rules);
        return state.UnderWay.Count + state.Ended.Count;
    }

    /// <summary>A request has ended. One that is not known any more has been counted already.</summary>
    public TokenState Leave(Guid id, DateTime now) =>
        UnderWay.Any(request => request.Id == id)
            ? this with
            {
                UnderWay = [.. UnderWay.Where(request => request.Id != id)],
                Ended = [.. Ended, now],
            }
            : this;

    /// <summary>These requests are still under way.</summary>
    public TokenState Renew(IReadOnlySet<Guid> ids, DateTime until) =>
        this with
        {
            UnderWay =
            [
                .. UnderWay.Select(request => ids.Contains(request.Id) ? request with { Until = until } : request),
            ],
        };

    /// <summary>Nothing is sent for this long; a longer pause stays.</summary>
    public TokenState Pause(TimeSpan length, DateTime now) =>
        this with
        {
            PausedUntil = PausedUntil > now + length ? PausedUntil : now + length,
        };

    /// <summary>Xledger allows fewer parallel requests: one fewer from now on.</summary>
    public TokenState Lower(DateTime now, TokenRules rules) =>
        this with
        {
            Lowered = Math.Min(Lowered + 1, rules.Parallel - 1),
            LoweredAt = now,
        };

    /// <summary>The state without what is over at this time.</summary>
    private TokenState At(DateTime now, TokenRules rules)
    {
        var over = UnderWay.Where(request => request.Until <= now).ToList();
        var raised = LoweredAt is { } at && rules.Recovery > TimeSpan.Zero ? (int)((now - at) / rules.Recovery) : 0;
        var lowered = Math.Max(0, Lowered - Math.Max(0, raised));
        return this with
        {
            UnderWay = over.Count == 0 ? UnderWay : [.. UnderWay.Where(request => request.Until > now)],
            // A request whose process is gone may have been sent until then.
            Ended =
            [
                .. Ended
                    .Concat(over.Select(request => request.Until))
                    .Where(ended => ended + rules.Window > now)
                    .Order(),
            ],
            PausedUntil = PausedUntil > now ? PausedUntil : null,
            CreditsBackAt = CreditsBackAt > now ? CreditsBackAt : null,
            Lowered = lowered,
            LoweredAt = lowered == 0 ? null : LoweredAt + raised * rules.Recovery,
        };
    }
}

/// <summary>A request under way.</summary>
/// <param name="Until">When it counts as ended unless it is renewed.</param>
internal sealed record TokenRequest(Guid Id, DateTime Until);

/// <summary>The limits of a token.</summary>
/// <param name="Requests">Requests within the window.</param>
/// <param name="Window">The window, with its margin.</param>
/// <param name="Parallel">Requests at the same time.</param>
/// <param name="Recovery">After this time without a refusal one more parallel request is allowed again.</param>
internal sealed record TokenRules(int Requests, TimeSpan Window, int Parallel, TimeSpan Recovery)
{
    /// <summary>The rules of the settings.</summary>
    public static TokenRules Of(XledgerOptions options) =>
        new(
            options.BurstRequests,
            TimeSpan.FromSeconds(options.BurstSeconds) + TokenLimits.Margin,
            options.ParallelRequests,
            options.ParallelRecovery
        );
}

/// <summary>Whether a request may be sent.</summary>
internal abstract record TokenAnswer
{
    /// <summary>It may, and counts as under way.</summary>
    public sealed record Admitted : TokenAnswer;

    /// <param name="Length">How long to wait before asking again; null: until a request ends.</param>
    public sealed record Wait(TimeSpan? Length) : TokenAnswer;

    /// <param name="For">How long credits are away.</param>
    public sealed record NoCredits(TimeSpan For) : TokenAnswer;
}
