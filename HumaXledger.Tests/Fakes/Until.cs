namespace HumaXledger.Tests.Fakes;

/// <summary>Waits for what no event announces, in short steps.</summary>
internal static class Until
{
    /// <summary>
    /// How long a test waits for what must happen. Tests share their processors with builds, databases and browsers: a
    /// slow answer is not a failure.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <exception cref="OperationCanceledException">It was not so in time.</exception>
    public static Task SoAsync(Func<bool> so, TimeSpan? patience = null) =>
        SoAsync(() => Task.FromResult(so()), patience);

    /// <inheritdoc cref="SoAsync(Func{bool}, TimeSpan?)"/>
    public static async Task SoAsync(Func<Task<bool>> so, TimeSpan? patience = null)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(patience ?? Patience);
        using var timer = new PeriodicTimer(Step);
        while (!await so())
        {
            await timer.WaitForNextTickAsync(late.Token);
        }
    }
}
