using System.Runtime.InteropServices;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>The portal as docs/operations.md says to publish it for this platform, once for a class of tests.</summary>
public sealed class PublishedPortal : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-published-");

    internal PublishedApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        App = await PublishedApp.PublishPortalAsync(
            Path.Combine(_folder.FullName, RuntimeInformation.RuntimeIdentifier)
        );

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
