using System.Diagnostics;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Benchmarks;

/// <summary>Starts the built Portal in Development, with the sandbox inside, and waits for its first page.</summary>
internal static class PortalStart
{
    /// <summary>Measures several starts; the first creates and migrates the database.</summary>
    public static async Task<IReadOnlyList<(double Wall, double Busy)>> RunAsync(int starts)
    {
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        try
        {
            var measured = new List<(double, double)>();
            for (var start = 0; start < starts; start++)
            {
                measured.Add(await StartAsync(folder.FullName));
            }

            return measured;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double Wall, double Busy)> StartAsync(string folder)
    {
        var sandbox = $"http://127.0.0.1:{BuiltPortal.FreePort()}";
        var store = StorageConnection.Read(
            new StorageOptions { ConnectionString = $"Data Source={Path.Combine(folder, "portal.db")}" }
        );
        var watch = Stopwatch.StartNew();
        await using var portal = await BuiltPortal.StartAsync(
            folder,
            store,
            $"--Sandbox:Url={sandbox}",
            $"--Huma:Environments:Sandbox:BaseAddress={sandbox}/huma",
            $"--Xledger:Environments:Sandbox:Endpoint={sandbox}/xledger/graphql"
        );
        var wall = watch.Elapsed.TotalSeconds;
        portal.Process.Refresh();
        return (wall, portal.Process.TotalProcessorTime.TotalSeconds);
    }
}
