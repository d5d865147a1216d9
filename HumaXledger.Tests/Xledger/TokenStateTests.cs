using System.Text.Json;
using HumaXledger.Core.Xledger;
using HumaXledger.Core.Xledger.Limits;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Xledger;

/// <summary>The limits of one token as a value.</summary>
public sealed class TokenStateTests
{
    private static readonly DateTime Now = new(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TokenRules Rules = new(3, Window, 2, TimeSpan.FromMinutes(10));

    [Fact]
    public void Enter_AsManyAsMayRunUnderWay_WaitsUntilOneEnds()
    {
        var (one, first) = Enter(new TokenState(), Now);
        var (two, state) = Enter(first, Now);

        Assert.Equal(new TokenAnswer.Wait(null), state.Enter(Guid.NewGuid(), Now, Now, Rules).Answer);
        Assert.NotEqual(one, two);
        Assert.IsType<TokenAnswer.Admitted>(
            state.Leave(one, Now).Enter(Guid.NewGuid(), Now, Now.AddSeconds(10), Rules).Answer
        );
    }

    [Fact]
    public void Enter_WindowIsFull_WaitsUntilTheOldestLeavesIt()
    {
        var state = new TokenState();
        for (var second = 0; second < 3; second++)
        {
            (var id, state) = Enter(state, Now.AddSeconds(second));
            state = state.Leave(id, Now.AddSeconds(second));
        }

        Assert.Equal(new TokenAnswer.Wait(TimeSpan.FromSeconds(2)), Ask(state, Now.AddSeconds(3)));
        Assert.IsType<TokenAnswer.Admitted>(Ask(state, Now + Window));
    }

    [Fact]
    public void Enter_RequestOfANodeThatIsGone_RunsUntilItExpiresAndCountsAWindowLonger()
    {
        var (_, state) = Enter(new TokenState(), Now);
        (_, state) = Enter(state, Now);
        var expired = Now.AddSeconds(10);

        Assert.Equal(new TokenAnswer.Wait(null), Ask(state, expired.AddSeconds(-1)));
        (_, state) = Enter(state, expired);
        Assert.Equal(2, state.Ended.Count);
        // Two that may have been sent until they expired, and one under way, fill the window of three.
        Assert.Equal(new TokenAnswer.Wait(TimeSpan.FromSeconds(4)), Ask(state, expired.AddSeconds(1)));
    }

    [Fact]
    public void Renew_RequestUnderWay_DoesNotExpire_AndOneThatLeftDoesNotReturn()
    {
        var (id, state) = Enter(new TokenState(), Now);
        var (gone, both) = Enter(state, Now);
        state = both.Leave(gone, Now).Renew(new HashSet<Guid> { id, gone }, Now.AddSeconds(20));

        Assert.Equal([new TokenRequest(id, Now.AddSeconds(20))], state.UnderWay);
        Assert.Equal(state, state.Leave(gone, Now));
    }

    [Fact]
    public void Lower_AfterAQuietTime_RisesAgainOneByOne()
    {
        var rules = Rules with { Parallel = 3, Requests = 20 };
        var state = new TokenState().Lower(Now, rules).Lower(Now, rules).Lower(Now, rules);
        Assert.Equal(2, state.Lowered);

        Assert.Equal(1, Allowed(state, Now.AddMinutes(9)));
        Assert.Equal(2, Allowed(state, Now.AddMinutes(10)));
        Assert.Equal(3, Allowed(state, Now.AddMinutes(20)));
        Assert.Equal(3, Allowed(state, Now.AddDays(1)));

        int Allowed(TokenState from, DateTime now)
        {
            var count = 0;
            while (from.Enter(Guid.NewGuid(), now, now.AddSeconds(10), rules) is (var next, TokenAnswer.Admitted))
            {
                (from, count) = (next, count + 1);
            }

            return count;
        }
    }

    [Fact]
    public void PauseAndCredits_HoldBackUntilTheyAreOver()
    {
        var state = new TokenState().Pause(TimeSpan.FromSeconds(5), Now).Pause(TimeSpan.FromSeconds(1), Now);
        Assert.Equal(new TokenAnswer.Wait(TimeSpan.FromSeconds(5)), Ask(state, Now));
        Assert.IsType<TokenAnswer.Admitted>(Ask(state, Now.AddSeconds(5)));

        state = state with { CreditsBackAt = Now.AddHours(1) };
        Assert.Equal(new TokenAnswer.NoCredits(TimeSpan.FromHours(1)), Ask(state, Now));
        Assert.IsType<TokenAnswer.Admitted>(Ask(state, Now.AddHours(1)));
    }

    [Fact]
    public void State_AsStored_IsReadAgainAsItWas()
    {
        var (_, state) = Enter(new TokenState { Ended = [Now] }, Now);
        state = state.Lower(Now, Rules).Pause(Window, Now) with { CreditsBackAt = Now };

        var again = JsonSerializer.Deserialize<TokenState>(JsonSerializer.Serialize(state))!;

        Assert.Equal(state.UnderWay, again.UnderWay);
        Assert.Equal(state.Ended, again.Ended);
        Assert.Equal(state, again with { UnderWay = state.UnderWay, Ended = state.Ended });
    }

    [Fact]
    public async Task Limits_LoweredByARefusal_AllowAsManyAsBeforeAfterAQuietTime()
    {
        var clock = new FakeTimeProvider();
        var options = new XledgerOptions();
        var limits = new TokenLimits(options, clock);
        await limits.OnConcurrencyLimitAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(1));
        using var first = await limits.EnterAsync(CancellationToken.None);

        var second = limits.EnterAsync(CancellationToken.None);
        Assert.False(second.IsCompleted);

        first.Dispose();
        using var again = await second;
        clock.Advance(options.ParallelRecovery);
        using var both = await limits.EnterAsync(CancellationToken.None);
    }

    private static (Guid Id, TokenState Next) Enter(TokenState state, DateTime now)
    {
        var id = Guid.NewGuid();
        var (next, answer) = state.Enter(id, now, now.AddSeconds(10), Rules);
        Assert.IsType<TokenAnswer.Admitted>(answer);
        return (id, next);
    }

    private static TokenAnswer Ask(TokenState state, DateTime now) =>
        state.Enter(Guid.NewGuid(), now, now.AddSeconds(10), Rules).Answer;
}
