using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;
using HumaXledger.Core.Xledger;
using HumaXledger.Core.Xledger.Limits;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Huma;
using HumaXledger.Tests.Xledger;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests;

/// <summary>Pauses that the other system asks for, in seconds or as a time of its own clock.</summary>
public class BackOffTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public void BackOff_WithoutRetryAfter_DoublesWithJitterBetweenItsBounds()
    {
        for (var attempt = -1; attempt < 100; attempt++)
        {
            var whole = Math.Min(60, Math.Pow(2, Math.Max(0, attempt)));

            Assert.InRange(BackOff.Of(attempt, Second).TotalSeconds, whole / 2, whole);
            Assert.InRange(BackOff.Of(attempt, TimeSpan.FromMilliseconds(1)), BackOff.Shortest, BackOff.Longest);
        }

        Assert.True(Enumerable.Range(0, 50).Select(_ => BackOff.Of(3, Second)).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(0.1, 0.25)]
    [InlineData(7, 7)]
    [InlineData(60, 60)]
    [InlineData(1e9, 60)]
    public void BackOff_WithRetryAfter_IsAsLongAsAskedWithinBounds(double asked, double pause) =>
        Assert.Equal(TimeSpan.FromSeconds(pause), BackOff.Of(0, Second, TimeSpan.FromSeconds(asked)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-1e9)]
    public void BackOff_RetryAfterInThePast_IsOrdinary(double asked) =>
        Assert.InRange(BackOff.Of(0, Second, TimeSpan.FromSeconds(asked)), Second / 2, Second);

    [Theory]
    // The absolute time depends on the server's clock.
    [InlineData(0, 30, 30.0)]
    [InlineData(90, 100, 10.0)]
    [InlineData(-600, -590, 10.0)]
    [InlineData(-600, -600, null)]
    [InlineData(90, 30, null)]
    // A difference below the header's precision is none, and one beyond a day is no clock.
    [InlineData(2, 30, 30.0)]
    [InlineData(200_000, 30, 30.0)]
    public void RetryAfter_ADate_IsReadByTheServersClock(int ahead, int moment, double? wait)
    {
        var clock = new FakeTimeProvider(Start);
        var remote = new RemoteClock(clock);
        using var answer = new HttpResponseMessage();
        answer.Headers.Date = clock.GetUtcNow().AddSeconds(ahead);
        answer.Headers.RetryAfter = new(clock.GetUtcNow().AddSeconds(moment));

        remote.Learn(answer.Headers);

        Assert.Equal(wait, remote.RetryAfter(answer.Headers)?.TotalSeconds);
    }

    [Fact]
    public void RetryAfter_Seconds_NeedNoClock()
    {
        var remote = new RemoteClock(new FakeTimeProvider(Start));
        using var answer = new HttpResponseMessage();
        answer.Headers.Date = new DateTimeOffset(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);
        answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(12));

        remote.Learn(answer.Headers);

        Assert.Equal(TimeSpan.FromSeconds(12), remote.RetryAfter(answer.Headers));
    }

    [Fact]
    public async Task Credits_ResetInThePast_AreWaitedForByBackOff()
    {
        var clock = new FakeTimeProvider(Start);
        var limits = new TokenLimits(new XledgerOptions(), clock);

        await limits.OnCreditLimitAsync(clock.GetUtcNow().UtcDateTime.AddMinutes(-5), 0, CancellationToken.None);
        var next = limits.EnterAsync(CancellationToken.None);

        clock.Advance(BackOff.Shortest);
        Assert.False(next.IsCompleted);
        clock.Advance(Second);
        (await next).Dispose();
    }

    [Fact]
    public async Task Credits_ResetVerySoon_AreNotRetriedBeforeTheShortestPause()
    {
        var clock = new FakeTimeProvider(Start);
        var limits = new TokenLimits(new XledgerOptions(), clock);

        await limits.OnCreditLimitAsync(clock.GetUtcNow().UtcDateTime.AddMilliseconds(5), 0, CancellationToken.None);
        var next = limits.EnterAsync(CancellationToken.None);

        clock.Advance(BackOff.Shortest - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        (await next).Dispose();
    }

    [Fact]
    public async Task Credits_ResetByAClockThatIsAhead_AreWaitedForNoLongerThanMeant()
    {
        var clock = new FakeTimeProvider(Start);
        var limits = new TokenLimits(new XledgerOptions(), clock);
        using var answer = new HttpResponseMessage();
        answer.Headers.Date = clock.GetUtcNow().AddSeconds(90);
        limits.Remote.Learn(answer.Headers);

        await limits.OnCreditLimitAsync(clock.GetUtcNow().UtcDateTime.AddSeconds(100), 0, CancellationToken.None);
        var next = limits.EnterAsync(CancellationToken.None);

        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(next.IsCompleted);
        clock.Advance(Second);
        (await next).Dispose();
    }

    [Fact]
    public async Task Credits_ResetInAThousandYears_LockTheTokenOutForADayAtMost()
    {
        var clock = new FakeTimeProvider(Start);
        var limits = new TokenLimits(new XledgerOptions(), clock);

        await limits.OnCreditLimitAsync(clock.GetUtcNow().UtcDateTime.AddYears(1_000), 0, CancellationToken.None);
        var fault = await Assert.ThrowsAsync<XledgerFault>(() => limits.EnterAsync(CancellationToken.None));

        Assert.Equal(clock.GetUtcNow().UtcDateTime.AddDays(1), fault.RetryAt);
        clock.Advance(TimeSpan.FromDays(1));
        (await limits.EnterAsync(CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task Xledger_CreditsAlwaysResetInThePast_IsRetriedAFewTimesWithGrowingPauses()
    {
        await using var lab = await XledgerLab.StartAsync();
        var times = new ConcurrentQueue<DateTimeOffset>();
        await using var server = await StubServer.StartAsync(context =>
        {
            times.Enqueue(lab.Clock.GetUtcNow());
            return StubServer.JsonAsync(
                context,
                """{"errors":[{"message":"Insufficient credits.","code":"BAD_REQUEST.INSUFFICIENT_CREDITS","extensions":{"resetAt":"2026-01-15T11:59:00"}}]}"""
            );
        });

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.ClientAt(server.Address).ProbeAsync(CancellationToken.None)
        );

        Assert.Equal(XledgerReasons.Credits, fault.Reason.Code);
        Assert.Equal(7, times.Count);
        var gaps = times.Zip(times.Skip(1), (one, next) => next - one).ToArray();
        Assert.All(gaps, gap => Assert.True(gap >= BackOff.Shortest));
        Assert.True(gaps[^1] >= TimeSpan.FromSeconds(16));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Xledger_RetryAfterZero_StillBacksOff(int status)
    {
        await using var lab = await XledgerLab.StartAsync();
        var times = new ConcurrentQueue<DateTimeOffset>();
        await using var server = await StubServer.StartAsync(context =>
        {
            times.Enqueue(lab.Clock.GetUtcNow());
            context.Response.Headers.RetryAfter = "0";
            return StubServer.JsonAsync(context, "{}", status);
        });

        await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.ClientAt(server.Address).ReadEmployeesAsync("5", null, CancellationToken.None)
        );

        Assert.InRange(times.Count, 4, 32);
        Assert.All(times.Zip(times.Skip(1), (one, next) => next - one), gap => Assert.True(gap >= BackOff.Shortest));
    }

    [Theory]
    [InlineData("0", 8)]
    [InlineData("past", 8)]
    public async Task Huma_RetryAfterInThePast_StillBacksOff(string retryAfter, int pauses)
    {
        var times = new ConcurrentQueue<TimeSpan>();
        var clock = Stopwatch.StartNew();
        await using var huma = await HumaStub.StartAsync(context =>
        {
            times.Enqueue(clock.Elapsed);
            context.Response.Headers.RetryAfter =
                retryAfter == "past" ? Http(DateTimeOffset.UtcNow.AddMinutes(-10)) : retryAfter;
            return StubServer.JsonAsync(context, "{}", 429);
        });

        var fault = await Assert.ThrowsAsync<HumaFault>(() =>
            huma.Client.ReadSomeUsersAsync(1, CancellationToken.None)
        );

        Assert.Equal(HumaReasons.Limited, fault.Reason.Code);
        Assert.Equal(pauses, times.Count - 1);
        // A timer may ring a moment early.
        Assert.All(times.Zip(times.Skip(1), (one, next) => next - one), gap =>
            Assert.True(gap > BackOff.Shortest - TimeSpan.FromMilliseconds(20), $"{gap}")
        );
    }

    [Fact]
    public async Task Huma_RetryAfterOfAClockThatIsBehind_IsWaitedFor()
    {
        var behind = TimeSpan.FromMinutes(10);
        var times = new ConcurrentQueue<TimeSpan>();
        var clock = Stopwatch.StartNew();
        await using var huma = await HumaStub.StartAsync(context =>
        {
            times.Enqueue(clock.Elapsed);
            var theirs = DateTimeOffset.UtcNow - behind;
            context.Response.Headers.Date = Http(theirs);
            if (times.Count > 1)
            {
                return StubServer.JsonAsync(context, """{"items":[]}""");
            }

            context.Response.Headers.RetryAfter = Http(theirs.AddSeconds(2));
            return StubServer.JsonAsync(context, "{}", 429);
        });

        await huma.Client.ReadSomeUsersAsync(1, CancellationToken.None);

        var wait = times.ElementAt(1) - times.ElementAt(0);
        Assert.InRange(wait.TotalSeconds, 1.5, 10);
    }

    private static string Http(DateTimeOffset moment) => moment.ToString("R", CultureInfo.InvariantCulture);
}
