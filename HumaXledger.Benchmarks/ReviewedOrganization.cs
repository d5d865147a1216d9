using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;

namespace HumaXledger.Benchmarks;

/// <summary>A sandbox, a connection that has just been compared, and the built Portal that shows its review.</summary>
internal sealed class ReviewedOrganization : IAsyncDisposable
{
    private readonly SandboxServer _sandbox;
    private readonly SampleOrganization _office;
    private readonly DirectoryInfo _folder;

    private ReviewedOrganization(
        SandboxServer sandbox,
        SampleOrganization office,
        DirectoryInfo folder,
        BuiltPortal portal,
        string path,
        int differences
    ) => (_sandbox, _office, _folder, Portal, Path, Differences) = (sandbox, office, folder, portal, path, differences);

    public BuiltPortal Portal { get; }

    /// <summary>The path of the synchronization, without a step.</summary>
    public string Path { get; }

    /// <summary>Differences to decide on.</summary>
    public int Differences { get; }

    /// <param name="people">In the connected company, on either side.</param>
    public static async Task<ReviewedOrganization> OpenAsync(int people)
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", People = 1 + (people * 250 / 205) };
        var sandbox = await SandboxServer.StartAsync(options, TimeProvider.System, null, CancellationToken.None);
        var (key, token) = (sandbox.World.FullHumaKey, sandbox.World.FullXledgerToken);
        var doors = new Doors(
            sandbox.HumaBaseAddress,
            sandbox.XledgerEndpoint,
            $"{key.ClientId}",
            key.Text,
            token.Text
        );
        foreach (var pair in sandbox.World.Catalogue.Pairs.Where(pair => pair is { Agrees: true, HumaId: not null }))
        {
            sandbox.World.EditInHuma(pair.HumaId!.Value, SandboxField.JobTitle, "Fagansvarlig for reiseregninger");
        }

        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        var store = StorageConnection.Read(
            new StorageOptions
            {
                ConnectionString = $"Data Source={System.IO.Path.Combine(folder.FullName, "portal.db")}",
            }
        );
        var office = await SampleOrganization.OpenAsync(doors, store);
        var connection = await office.ConnectAsync(doors);
        var comparison = await office.CompareAsync(connection);
        var session = await office.Get<Review>().OpenAsync(comparison, Actor.System, CancellationToken.None);
        var portal = await BuiltPortal.StartAsync(
            folder.FullName,
            store,
            "--Sandbox:Enabled=false",
            $"--Huma:Environments:Sandbox:BaseAddress={doors.Huma}",
            $"--Xledger:Environments:Sandbox:Endpoint={doors.Xledger}"
        );
        return new ReviewedOrganization(
            sandbox,
            office,
            folder,
            portal,
            $"connections/{connection}/sync",
            session.Comparison.Differences.Count
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        await _office.DisposeAsync();
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
