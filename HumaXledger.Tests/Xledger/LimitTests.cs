using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;
using HumaXledger.Core.Xledger.Limits;
using HumaXledger.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Xledger;

public class LimitTests
{
    [Fact]
    public async Task Requests_ManyInParallelFromSeveralClients_AreNeverRefusedForABurst()
    {
        await using var lab = await XledgerLab.StartAsync();
        var clients = new[]
        {
            lab.Client,
            lab.ClientOf(lab.World.FullXledgerToken.Text),
            lab.ClientOf(lab.World.FullXledgerToken.Text),
        };

        await Task.WhenAll(
            Enumerable.Range(0, 90).Select(number => clients[number % 3].ProbeAsync(CancellationToken.None))
        );

        // A refused request is retried and would be counted twice.
        Assert.Equal(90, lab.World.Meter.ThisMonth.Requests);
        Assert.InRange(lab.Clock.Waited.TotalSeconds, 4 * 5, 60);
    }

    [Fact]
    public async Task Requests_OfTwoTokens_DoNotWaitForEachOther()
    {
        await using var lab = await XledgerLab.StartAsync();
        var other = lab.ClientNamed("group level");

        for (var number = 0; number < 18; number++)
        {
            await lab.Client.ProbeAsync(CancellationToken.None);
            await other.ProbeAsync(CancellationToken.None);
        }

        Assert.Equal(TimeSpan.Zero, lab.Clock.Waited);
    }

    [Fact]
    public async Task Requests_BurstRefusedBecauseOfAnotherClient_AreRetriedAndSucceed()
    {
        // The server allows half of what the client assumes.
        await using var lab = await XledgerLab.StartAsync(limits: most => most.BurstRequests = 10);

        for (var number = 0; number < 25; number++)
        {
            await lab.Client.ProbeAsync(CancellationToken.None);
        }

        Assert.InRange(lab.World.Meter.ThisMonth.Requests, 26, 30);
    }

    [Fact]
    public async Task Writes_RefusedForABurst_AreRetriedAndWrittenOnce()
    {
        await using var lab = await XledgerLab.StartAsync(limits: most => most.BurstRequests = 2);

        var outcome = await lab.Client.AddAsync(
            [new XledgerAddition("1", AddingTests.Someone)],
            lab.Owner,
            CancellationToken.None
        );

        Assert.Empty(outcome.NotWritten);
        Assert.Single(lab.Store.Employees.All());
        Assert.Single(lab.Store.Contacts.All());
    }

    [Fact]
    public async Task Requests_MoreInParallelThanAllowed_AreReducedToTheLimit()
    {
        await using var lab = await XledgerLab.StartAsync(
            limits: most => most.Concurrency = 1,
            settings: [("ParallelRequests", "4")]
        );

        await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => lab.Client.ProbeAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task Credits_ResetSoon_AreWaitedFor()
    {
        await using var lab = await XledgerLab.StartAsync(limits: most =>
            (most.Credits, most.CreditWindow) = (3, TimeSpan.FromSeconds(40))
        );

        for (var number = 0; number < 5; number++)
        {
            await lab.Client.ProbeAsync(CancellationToken.None);
        }

        Assert.InRange(lab.Clock.Waited.TotalSeconds, 30, 45);
    }

    [Fact]
    public async Task Credits_ResetMuchLater_AreReportedWithTheTimeAndNotRetried()
    {
        await using var lab = await XledgerLab.StartAsync(limits: most =>
            (most.Credits, most.CreditWindow) = (1, TimeSpan.FromHours(1))
        );
        await lab.Client.ProbeAsync(CancellationToken.None);

        var fault = await Assert.ThrowsAsync<XledgerFault>(() => lab.Client.ProbeAsync(CancellationToken.None));
        var used = lab.World.Meter.ThisMonth.Requests;
        var again = await Assert.ThrowsAsync<XledgerFault>(() => lab.Client.ProbeAsync(CancellationToken.None));

        var back = new DateTime(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc);
        Assert.Equal((back, back), (fault.RetryAt, again.RetryAt));
        Assert.Equal(
            (new Reason(XledgerReasons.Credits, "2026-01-15T12:00:00Z"), true),
            (fault.Reason, fault.Transient)
        );
        Assert.Equal(used, lab.World.Meter.ThisMonth.Requests);
    }

    [Fact]
    public async Task Window_CountsFromWhenARequestEnds_SoThatASlowOneIsNotForgottenTooEarly()
    {
        var clock = new FakeTimeProvider();
        var limits = new TokenLimits(
            new XledgerOptions
            {
                BurstRequests = 2,
                BurstSeconds = 5,
                ParallelRequests = 2,
            },
            clock
        );
        var slow = await limits.EnterAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(60));
        slow.Dispose();
        (await limits.EnterAsync(CancellationToken.None)).Dispose();

        var third = limits.EnterAsync(CancellationToken.None);
        Assert.False(third.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5) + TokenLimits.Margin);
        (await third).Dispose();
    }

    [Fact]
    public async Task Usage_EveryRequest_IsCountedWithTheBytesThatCrossedTheWire()
    {
        await using var lab = await XledgerLab.StartAsync();
        for (var number = 0; number < 50; number++)
        {
            lab.Hire($"{number}");
        }

        var meter = new CountingMeter(Side.Xledger);
        var client = lab.ClientOf(lab.World.FullXledgerToken.Text, meter);
        await client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);
        await client.ProbeAsync(CancellationToken.None);

        var counted = lab.World.Meter.ThisMonth;
        Assert.Equal((counted.Requests, counted.BytesUp, counted.BytesDown), (meter.Requests, meter.Up, meter.Down));
        // 50 people are some 40 kB unpacked: the received bytes are counted.
        Assert.InRange(meter.Down, 500, 8_000);
    }
}
