using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Storage.Nodes;

/// <summary>
/// This process among the nodes of the database, and whether they fit together (decision 0055). A file has one node.
/// Times are those of the database's clock.
/// </summary>
/// <param name="facts">Null where the process is no node.</param>
public sealed class NodeRegister(
    IDbContextFactory<SyncDbContext> contexts,
    KeyRingCertificates certificates,
    TimeProvider clock,
    NodeFacts? facts = null
)
{
    /// <summary>How often a node says that it is there.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>A node that was not heard of for this time has ended.</summary>
    internal static readonly TimeSpan Alive = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Guid _id = Guid.NewGuid();

    private NodeRecord Own =>
        field ??= new()
        {
            Id = _id,
            Name = $"{Environment.MachineName} ({Environment.ProcessId})",
            Version = facts?.Version ?? "",
            Certificate = certificates.Current?.Thumbprint,
            Certificates = [.. certificates.All.Select(certificate => certificate.Thumbprint)],
            Settings = facts?.Settings ?? new Dictionary<string, string>(),
        };

    /// <summary>What of the other nodes does not fit to this one, as of the last beat.</summary>
    public IReadOnlyList<NodeMisfit> Misfits { get; private set; } = [];

    /// <summary>
    /// Becomes one of the nodes. One process at a time, before it changes the key ring: a node that another one cannot
    /// decrypt from, or that cannot decrypt from another one, is refused. What was just killed is waited for.
    /// </summary>
    /// <exception cref="OptionsValidationException">
    /// The certificates do not fit; the message says what to do.
    /// </exception>
    internal async Task JoinAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (facts is null || context is SqliteSyncDbContext)
        {
            return;
        }

        var first = (await OthersAsync(context, cancellation)).ToDictionary(other => other.Id, other => other.SeenAt);
        while ((await OthersAsync(context, cancellation)).FindAll(HasOtherCertificate) is { Count: > 0 } unfit)
        {
            if (unfit.Find(other => !first.TryGetValue(other.Id, out var seen) || other.SeenAt > seen) is { } alive)
            {
                throw KeyRingCertificates.Fault(
                    $"The node {alive.Name} encrypts the key ring with {Named(alive.Certificate)} and this one with "
                        + $"{Named(Own.Certificate)}, and one of them could not read what the other one writes: "
                        + $"name both in {KeyRingOptions.Section} of every node, or stop the other nodes first."
                );
            }

            await Task.Delay(LookAgain, clock, cancellation);
        }

        await BeatAsync(context, cancellation);
    }

    /// <summary>Says that this node is there, and looks at the others.</summary>
    /// <returns>What does not fit and was not there at the last beat.</returns>
    public async Task<IReadOnlyList<NodeMisfit>> BeatAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (facts is null || context is SqliteSyncDbContext)
        {
            return [];
        }

        var before = Misfits;
        await BeatAsync(context, cancellation);
        return [.. Misfits.Except(before)];
    }

    /// <summary>
    /// Whether a node of another version is there, or was a moment ago: one that stands still may go on. A process that
    /// is no node has no version, and every node is of another one.
    /// </summary>
    internal async Task<bool> AnyOfAnotherVersionAsync(SyncDbContext context, CancellationToken cancellation) =>
        context is not SqliteSyncDbContext
        && await context
            .Nodes.FromSql(
                $"""SELECT * FROM "Nodes" WHERE "SeenAt" > now() - {Kept} AND "Version" <> {facts?.Version ?? ""}"""
            )
            .AnyAsync(cancellation);

    /// <summary>This node stops.</summary>
    public async Task LeaveAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.Nodes.Where(node => node.Id == _id).ExecuteDeleteAsync(cancellation);
    }

    private async Task BeatAsync(SyncDbContext context, CancellationToken cancellation)
    {
        var readable = JsonConverter<IReadOnlyList<string>>.Write(Own.Certificates);
        var settings = JsonConverter<IReadOnlyDictionary<string, string>>.Write(Own.Settings);
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Nodes" ("Id", "Name", "Version", "Certificate", "Certificates", "Settings", "SeenAt")
            VALUES ({Own.Id}, {Own.Name}, {Own.Version}, {Own.Certificate}, {readable}, {settings}, now())
            ON CONFLICT ("Id") DO UPDATE SET "SeenAt" = now();
            DELETE FROM "Nodes" WHERE "SeenAt" < now() - {Kept}
            """,
            cancellation
        );
        Misfits = [.. (await OthersAsync(context, cancellation)).SelectMany(other => NodeMisfit.Of(Own, other))];
    }

    private bool HasOtherCertificate(NodeRecord other) =>
        NodeMisfit.Of(Own, other).Any(misfit => misfit.Kind == NodeMisfitKind.Certificate);

    private static string Named(string? certificate) =>
        certificate is null ? "no certificate" : $"the certificate {certificate}";

    private Task<List<NodeRecord>> OthersAsync(SyncDbContext context, CancellationToken cancellation) =>
        context
            .Nodes.FromSql($"""SELECT * FROM "Nodes" WHERE "SeenAt" > now() - {Alive} AND "Id" <> {_id}""")
            .AsNoTracking()
            .OrderBy(node => node.Name)
            .ToListAsync(cancellation);
}
