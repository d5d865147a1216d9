using System.Runtime.InteropServices;
using HumaXledger.Tests.Portal.Hosting;

[assembly: AssemblyFixture(typeof(PublishedPortal))]

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// The portal as docs/operations.md says to publish it for this platform, once for all tests. Published when it is
/// first asked for.
/// </summary>
public sealed class PublishedPortal : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-published-");
    private readonly Lazy<Task<PublishedApp>> _published;

    public PublishedPortal()
    {
        _published = new(() =>
            PublishedApp.PublishPortalAsync(Path.Combine(_folder.FullName, RuntimeInformation.RuntimeIdentifier))
        );
        if (IsForProcesses)
        {
            // Beside the first tests; those that start processes come later (LongestFirst).
            _ = Task.Run(() => _published.Value);
        }
    }

    /// <summary>
    /// Whether tests start the published portal, as <c>./test</c> asks for when it runs all of them. For a few tests
    /// publishing takes longer than compiling at each start.
    /// </summary>
    private static bool IsForProcesses => Environment.GetEnvironmentVariable("HUMAXLEDGER_TEST_PUBLISHED") == "1";

    /// <summary>The assembly of the portal that tests start as a process: published, or as it was built.</summary>
    internal static async Task<string> ProgramAsync() =>
        IsForProcesses
            ? (await (await TestContext.Current.GetFixture<PublishedPortal>())!.AppAsync()).Program
            : Path.Combine(AppContext.BaseDirectory, "HumaXledger.Portal.dll");

    internal Task<PublishedApp> AppAsync() => _published.Value;

    public async ValueTask DisposeAsync()
    {
        if (_published.IsValueCreated)
        {
            await _published.Value.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        _folder.Delete(recursive: true);
    }
}
