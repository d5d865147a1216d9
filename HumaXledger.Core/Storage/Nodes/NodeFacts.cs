namespace HumaXledger.Core.Storage.Nodes;

/// <summary>What a process reports of itself to the other nodes. Registered by a process that is a node.</summary>
/// <param name="version">Version of the program.</param>
/// <param name="settings">Makes <see cref="Settings"/>.</param>
public sealed class NodeFacts(string version, Func<IReadOnlyDictionary<string, string>> settings)
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> _settings = new(settings);

    /// <summary>Version of the program.</summary>
    public string Version => version;

    /// <summary>
    /// A digest of each group of settings that have to be equal on all nodes, by the group's name; without secrets.
    /// Made when it is asked for: a start on a file, which has one node, does not.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings => _settings.Value;
}
