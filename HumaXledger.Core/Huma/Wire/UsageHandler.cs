using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>Counts every request that was sent, once its answer has been read or has failed.</summary>
internal sealed class UsageHandler(IUsageMeter? usage, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellation
    )
    {
        var up = request.Content?.Headers.ContentLength ?? 0;
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellation);
        }
        catch
        {
            usage?.Count(Side.Huma, up, 0);
            throw;
        }

        response.Content = new MeteredContent(response.Content, down => usage?.Count(Side.Huma, up, down));
        return response;
    }

    /// <summary>The answer's body, counted while it is read.</summary>
    private sealed class MeteredContent : StreamContent
    {
        private readonly HttpContent _answer;
        private readonly AnswerStream _stream;
        private Action<long>? _whenDone;

        public MeteredContent(HttpContent answer, Action<long> whenDone)
            : this(answer, new AnswerStream(answer.ReadAsStream()), whenDone) { }

        private MeteredContent(HttpContent answer, AnswerStream stream, Action<long> whenDone)
            : base(stream)
        {
            (_answer, _stream, _whenDone) = (answer, stream, whenDone);
            foreach (var (name, values) in answer.Headers)
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _answer.Dispose();
            Interlocked.Exchange(ref _whenDone, null)?.Invoke(_stream.Total);
        }
    }
}
