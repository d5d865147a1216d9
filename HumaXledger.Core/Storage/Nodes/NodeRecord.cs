namespace HumaXledger.Core.Storage.Nodes;

/// <summary>
/// One running process on this database, with what has to fit together among all of them. Removed when it stops; one
/// that was killed is removed by the others.
/// </summary>
public sealed class NodeRecord
{
    /// <summary>Key, new at each start.</summary>
    public Guid Id { get; init; }

    /// <summary>Name of the machine and number of the process, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// Thumbprint of the certificate that it encrypts the key ring with; null where it encrypts it with none.
    /// </summary>
    public string? Certificate { get; init; }

    /// <summary>Thumbprints of all certificates that it can decrypt the key ring with.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>
    /// A digest of each group of settings that have to be equal on all nodes, by the group's name. No group holds a
    /// secret.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = NoSettings;

    /// <summary>When it was last heard of, by the clock of the database.</summary>
    public DateTime SeenAt { get; set; }

    private static Dictionary<string, string> NoSettings { get; } = [];
}
