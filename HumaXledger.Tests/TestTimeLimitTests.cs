namespace HumaXledger.Tests;

public sealed class TestTimeLimitTests
{
    [Fact]
    [TestTimeLimit(0.05)]
    public async Task Test_BeyondItsLimit_IsCancelled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new TaskCompletionSource().Task.WaitAsync(TestContext.Current.CancellationToken)
        );
}
