using System.Diagnostics;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>The Portal as a separate process, with a given store and given external systems.</summary>
internal sealed class PortalProcess : AppProcess
{
    private PortalProcess(ProcessStartInfo start)
        : base(start) { }

    /// <summary>The Portal, in Development, with a given store and given external systems.</summary>
    public static async Task<PortalProcess> StartAsync(
        string connectionString,
        string mailFolder,
        Uri outside,
        StorageProvider provider = StorageProvider.Sqlite,
        params IEnumerable<string> more
    ) =>
        new(
            StartOf(
                await PublishedPortal.ProgramAsync(),
                Environment.CurrentDirectory,
                [
                    "--environment=Development",
                    // In a file that is not published.
                    "--Access:DevelopmentSignIn=true",
                    "--Mail:Mode=Pickup",
                    "--Mail:From=HumaXledger <no-reply@example.com>",
                    "--urls=http://127.0.0.1:0",
                    "--Sandbox:Enabled=false",
                    $"--Storage:Provider={provider}",
                    $"--ConnectionStrings:HumaXledger={connectionString}",
                    $"--Mail:PickupFolder={mailFolder}",
                    $"--Huma:Environments:Sandbox:BaseAddress={new Uri(outside, "huma")}",
                    $"--Xledger:Environments:Sandbox:Endpoint={new Uri(outside, "xledger/graphql")}",
                    $"--Xledger:BurstSeconds={SyncFixture.ShortWindow.TotalSeconds}",
                    // The sandbox ends what it has begun before the process is started again.
                    "--Xledger:AdditionWait=00:00:00",
                    .. more,
                ]
            )
        );

    /// <summary>Completes when the Portal has said this.</summary>
    public async Task SaidAsync(string text)
    {
        await Until.SoAsync(
            () =>
            {
                var said = Said.Contains(text, StringComparison.Ordinal);
                Assert.False(!said && HasExited, Said);
                return said;
            },
            CrashTests.Patience
        );
    }
}
