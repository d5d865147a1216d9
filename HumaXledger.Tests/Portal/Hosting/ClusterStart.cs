namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>What a <see cref="Cluster"/> consists of.</summary>
internal sealed record ClusterStart
{
    /// <summary>Address of the sandbox: one for all nodes, or one for each.</summary>
    public required IReadOnlyList<Uri> Outside { get; init; }

    public int Nodes { get; init; } = 2;

    /// <summary>An existing database; null: a server of its own.</summary>
    public string? Database { get; init; }

    /// <summary>How long nginx leaves a silent connection open, e.g. <c>2s</c>; null: as shipped.</summary>
    public string? ReadTimeout { get; init; }

    /// <summary>The assembly of the Portal.</summary>
    public required string Program { get; init; }

    /// <summary>Settings of every node, as on the command line.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
