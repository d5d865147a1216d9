using HumaXledger.Portal.Live;

namespace HumaXledger.Tests.Portal.Live;

public sealed class WatchingTests
{
    [Fact]
    public async Task Fault_InAWatch_IsHandedOn()
    {
        var fault = new InvalidOperationException("broken");

        Assert.Same(fault, await FailedAsync(_ => throw fault));
        Assert.Same(
            fault,
            await FailedAsync(async _ =>
            {
                await Task.Yield();
                throw fault;
            })
        );
    }

    [Fact]
    public async Task Page_Left_EndsTheWatchInSilence()
    {
        using var leaving = new CancellationTokenSource();
        var watch = FailedAsync(token => new TaskCompletionSource().Task.WaitAsync(token), leaving.Token);

        await leaving.CancelAsync();

        Assert.Null(await watch);
    }

    // A reading that was cut short by something else than the page is one that failed.
    [Fact]
    public async Task Cancellation_OfSomethingElseThanThePage_IsHandedOn() =>
        Assert.IsType<OperationCanceledException>(await FailedAsync(_ => throw new OperationCanceledException()));

    [Fact]
    public async Task Watch_ThatHasSeenAll_EndsInSilence() => Assert.Null(await FailedAsync(_ => Task.CompletedTask));

    private static async Task<Exception?> FailedAsync(
        Func<CancellationToken, Task> watch,
        CancellationToken leaving = default
    )
    {
        Exception? handedOn = null;
        await Watching.RunAsync(
            watch,
            fault =>
            {
                handedOn = fault;
                return Task.CompletedTask;
            },
            leaving
        );
        return handedOn;
    }
}
