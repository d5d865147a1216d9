using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>
/// Delays Huma's first answer to a write until it is opened, which keeps a run in progress during a test.
/// </summary>
internal sealed class WriteGate : IDisposable
{
    // Less than the client's timeout.
    private static readonly TimeSpan Longest = RunningPortal.Patience / 2;

    private readonly SandboxWorld _world;
    private readonly ManualResetEventSlim _open = new();
    private int _held;

    private WriteGate(SandboxWorld world) => _world = world;

    public static WriteGate Close(SandboxWorld world)
    {
        var gate = new WriteGate(world);
        world.Huma.Changed += gate.Hold;
        return gate;
    }

    public void Open() => _open.Set();

    public void Dispose()
    {
        _world.Huma.Changed -= Hold;
        _open.Set();
    }

    // Only one: the Portal shares this process and its threads.
    private void Hold(HumaChanges changes)
    {
        if (Interlocked.Exchange(ref _held, 1) == 0)
        {
            _open.Wait(Longest);
        }
    }
}
