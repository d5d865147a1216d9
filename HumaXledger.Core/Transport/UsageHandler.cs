using System.Net;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Transport;

/// <summary>
/// Counts the bytes of both bodies as transmitted in the request's <see cref="IUsageMeter"/>, once the answer has been
/// read or has failed.
/// </summary>
/// <param name="side">The system that the requests go to.</param>
internal sealed class UsageHandler(Side side) : DelegatingHandler
{
    /// <summary>The request option with the meter.</summary>
    public static readonly HttpRequestOptionsKey<IUsageMeter?> Meter = new("HumaXledger.UsageMeter");

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (!request.Options.TryGetValue(Meter, out var meter) || meter is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var up = request.Content?.Headers.ContentLength ?? 0;
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch
        {
            // The other system may have counted it too.
            meter.Count(side, up, 0);
            throw;
        }

        response.Content = new CountedContent(response.Content, down => meter.Count(side, up, down));
        return response;
    }

    private sealed class CountedContent : HttpContent
    {
        private readonly HttpContent _inner;
        private Action<long>? _done;
        private long _received;

        public CountedContent(HttpContent inner, Action<long> done)
        {
            _inner = inner;
            _done = done;
            foreach (var header in inner.Headers)
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        protected override Task<Stream> CreateContentReadStreamAsync() =>
            CreateContentReadStreamAsync(CancellationToken.None);

        protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
            new CountedStream(await _inner.ReadAsStreamAsync(cancellationToken), this);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var counted = await CreateContentReadStreamAsync();
            await counted.CopyToAsync(stream);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Interlocked.Exchange(ref _done, null)?.Invoke(_received);
                _inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private sealed class CountedStream(Stream inner, CountedContent owner) : WatchedStream(inner)
        {
            protected override void Passed(ReadOnlySpan<byte> piece) => owner._received += piece.Length;
        }
    }
}
