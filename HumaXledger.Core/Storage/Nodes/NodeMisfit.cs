namespace HumaXledger.Core.Storage.Nodes;

/// <summary>What does not fit together between two nodes.</summary>
public enum NodeMisfitKind
{
    /// <summary>One cannot decrypt what the other one encrypts.</summary>
    Certificate,

    /// <summary>They run different versions of the program.</summary>
    Version,

    /// <summary>Settings that have to be equal are not.</summary>
    Settings,
}

/// <summary>Something of another node that does not fit to this one.</summary>
/// <param name="Node">The other node's name.</param>
/// <param name="Particulars">The other one's version, or the groups of settings; else empty.</param>
public sealed record NodeMisfit(string Node, NodeMisfitKind Kind, string Particulars)
{
    /// <summary>What of another node does not fit to this one.</summary>
    public static IEnumerable<NodeMisfit> Of(NodeRecord own, NodeRecord other)
    {
        if (!Decrypts(own, other) || !Decrypts(other, own))
        {
            yield return new NodeMisfit(other.Name, NodeMisfitKind.Certificate, "");
        }

        if (own.Version != other.Version)
        {
            yield return new NodeMisfit(other.Name, NodeMisfitKind.Version, other.Version);
        }

        // A version may have other groups.
        var groups = own
            .Settings.Where(group => other.Settings.TryGetValue(group.Key, out var digest) && digest != group.Value)
            .Select(group => group.Key)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (groups.Count > 0)
        {
            yield return new NodeMisfit(other.Name, NodeMisfitKind.Settings, string.Join(", ", groups));
        }
    }

    private static bool Decrypts(NodeRecord reader, NodeRecord writer) =>
        writer.Certificate is null || reader.Certificates.Contains(writer.Certificate);
}
