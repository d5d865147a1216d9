using Microsoft.AspNetCore.Components.Server.Circuits;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>Counts the circuits of a portal, with those of closed pages that it still keeps.</summary>
internal sealed class OpenCircuits : CircuitHandler
{
    private int _number;

    public int Number => Volatile.Read(ref _number);

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _number);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _number);
        return Task.CompletedTask;
    }
}
