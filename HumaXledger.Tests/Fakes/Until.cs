namespace HumaXledger.Tests.Fakes;

/// <summary>Waits for what no event announces, in short steps.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <exception cref="OperationCanceledException">It was not so in time.</exception>
    public static Task SoAsync(Func<bool> so) => SoAsync(() => Task.FromResult(so()));

    /// <inheritdoc cref="SoAsync(Func{bool})"/>
    public static async Task SoAsync(Func<Task<bool>> so)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Patience);
        using var timer = new PeriodicTimer(Step);
        while (!await so())
        {
            await timer.WaitForNextTickAsync(late.Token);
        }
    }
}
