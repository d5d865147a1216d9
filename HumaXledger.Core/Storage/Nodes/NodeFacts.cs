namespace HumaXledger.Core.Storage.Nodes;

/// <summary>What a process reports of itself to the other nodes. Registered by a process that is a node.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="Settings">
/// A digest of each group of settings that have to be equal on all nodes, by the group's name; without secrets.
/// </param>
public sealed record NodeFacts(string Version, IReadOnlyDictionary<string, string> Settings);
