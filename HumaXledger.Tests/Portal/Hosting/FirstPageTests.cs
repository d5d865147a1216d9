using HumaXledger.Portal.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Portal.Hosting;

public sealed class FirstPageTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly StartedProcess _process = new();

    [Fact]
    public async Task BackgroundWork_AfterTheStart_WaitsForTheFirstPageAndNotForARedirect()
    {
        var first = new FirstPage(_process, _clock);
        var over = first.OverAsync(CancellationToken.None);
        await AnswerAsync(first, StatusCodes.Status200OK);
        Assert.False(over.IsCompleted);

        var another = new FirstPage(_process, _clock);
        _process.Start();
        await over.WaitAsync(TimeSpan.FromSeconds(30));

        over = another.OverAsync(CancellationToken.None);
        await AnswerAsync(another, StatusCodes.Status302Found);
        Assert.False(over.IsCompleted);
        await AnswerAsync(another, StatusCodes.Status200OK);
        await over.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task BackgroundWork_WithoutAnyRequest_BeginsAfterASecond()
    {
        var first = new FirstPage(_process, _clock);
        _process.Start();
        _clock.Advance(FirstPage.Longest - TimeSpan.FromTicks(1));
        var over = first.OverAsync(CancellationToken.None);
        Assert.False(over.IsCompleted);

        _clock.Advance(TimeSpan.FromTicks(1));

        await over.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Task AnswerAsync(FirstPage first, int status) => first.NoteAsync(new DefaultHttpContext(), context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

    private sealed class StartedProcess : IHostApplicationLifetime
    {
        private readonly CancellationTokenSource _started = new();

        public CancellationToken ApplicationStarted => _started.Token;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Start() => _started.Cancel();

        public void StopApplication() { }
    }
}
