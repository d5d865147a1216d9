namespace HumaXledger.Tests.Access;

/// <summary>One portal with its issuer, shared by a class of tests that change nothing.</summary>
public sealed class EntraFixture : IAsyncLifetime
{
    internal EntraPortal Portal { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Portal = await EntraPortal.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
