using Microsoft.Playwright;

namespace HumaXledger.Benchmarks;

/// <summary>What a page receives over its web sockets, in bytes before compression.</summary>
internal sealed class ReceivedBytes
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private long _bytes;

    /// <param name="page">Before it is loaded.</param>
    public ReceivedBytes(IPage page) =>
        page.WebSocket += (_, socket) =>
            socket.FrameReceived += (_, frame) =>
                Interlocked.Add(ref _bytes, frame.Binary?.Length ?? frame.Text?.Length ?? 0);

    /// <summary>All bytes so far, once nothing more has come for a moment.</summary>
    public async Task<long> SettledAsync()
    {
        for (var before = -1L; before != Interlocked.Read(ref _bytes); )
        {
            before = Interlocked.Read(ref _bytes);
            await Task.Delay(Quiet);
        }

        return Interlocked.Read(ref _bytes);
    }
}
