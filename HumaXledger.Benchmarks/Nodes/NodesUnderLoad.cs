using HumaXledger.Core.Storage.Database;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;

namespace HumaXledger.Benchmarks.Nodes;

/// <summary>A sandbox in this process, a cluster on it, and the engine on the cluster's database.</summary>
internal sealed class NodesUnderLoad : IAsyncDisposable
{
    private readonly int _nodes;

    private NodesUnderLoad(
        SandboxServer sandbox,
        IReadOnlyList<CrashingProxy> doors,
        Doors outside,
        Cluster cluster,
        SampleOrganization office,
        int nodes
    ) => (Sandbox, NodeDoors, Outside, Cluster, Office, _nodes) = (sandbox, doors, outside, cluster, office, nodes);

    public SandboxServer Sandbox { get; }

    /// <summary>By node from 0: how it reaches both systems; none where they reach them directly.</summary>
    public IReadOnlyList<CrashingProxy> NodeDoors { get; }

    /// <summary>How this process reaches both systems.</summary>
    public Doors Outside { get; }

    public Cluster Cluster { get; }

    /// <summary>The engine without a portal.</summary>
    public SampleOrganization Office { get; }

    /// <summary>Starts everything, and stops the nodes: what is prepared must not be taken up by them.</summary>
    /// <param name="people">People of the sample.</param>
    /// <param name="throughDoors">Whether each node has a door of its own.</param>
    public static async Task<NodesUnderLoad> OpenAsync(
        int nodes,
        int people,
        bool throughDoors,
        params IReadOnlyList<string> settings
    )
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", People = people };
        // The cost in credits is not public (contracts/xledger.md 5); only requests are limited here.
        options.Limits.Xledger.Credits = int.MaxValue;
        var sandbox = await SandboxServer.StartAsync(options, TimeProvider.System, null, CancellationToken.None);
        var doors = new List<CrashingProxy>();
        while (throughDoors && doors.Count < nodes)
        {
            doors.Add(await CrashingProxy.OpenAsync(sandbox.HumaBaseAddress));
        }

        var cluster = await Cluster.StartAsync(
            new ClusterStart
            {
                Nodes = nodes,
                Outside = throughDoors
                    ? [.. doors.Select(door => door.Address)]
                    : [new Uri(sandbox.HumaBaseAddress, "/")],
                Program = BuiltPortal.Program,
                Settings = ["--Logging:LogLevel:Default=Warning", .. settings],
            },
            CancellationToken.None
        );
        for (var node = 1; node <= nodes; node++)
        {
            await cluster.StopAsync(node, CancellationToken.None);
        }

        var (key, token) = (sandbox.World.FullHumaKey, sandbox.World.FullXledgerToken);
        var outside = new Doors(
            sandbox.HumaBaseAddress,
            sandbox.XledgerEndpoint,
            $"{key.ClientId}",
            key.Text,
            token.Text
        );
        var office = await SampleOrganization.OpenAsync(
            outside,
            StorageConnection.Read(new StorageOptions { Provider = "PostgreSql", ConnectionString = cluster.Database })
        );
        return new NodesUnderLoad(sandbox, doors, outside, cluster, office, nodes);
    }

    /// <summary>Starts the nodes again.</summary>
    public async Task StartNodesAsync()
    {
        for (var node = 1; node <= _nodes; node++)
        {
            await Cluster.RestartAsync(node, CancellationToken.None);
        }
    }

    /// <summary>A client that trusts nginx's certificate, which the script has made.</summary>
    public static HttpClient Client()
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        return new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(1) };
    }

    public async ValueTask DisposeAsync()
    {
        await Office.DisposeAsync();
        await Cluster.DisposeAsync();
        foreach (var door in NodeDoors)
        {
            await door.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
    }
}
