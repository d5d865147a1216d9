using HumaXledger.Core.Huma;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>What verification learnt; filled while its checks come in, complete when none of them failed.</summary>
public sealed class SetupFindings
{
    /// <summary>The organization of the key; null until Huma answered.</summary>
    public HumaOrganization? Organization { get; internal set; }

    /// <summary>Groups of Huma to choose from.</summary>
    public IReadOnlyList<HumaGroup> Groups { get; internal set; } = [];

    /// <summary>Entities that the token can see.</summary>
    public IReadOnlyList<XledgerEntity> Entities => Listed.Seen;

    /// <summary>The entities, and whether Xledger lists them to the token.</summary>
    internal XledgerEntities Listed { get; set; } = new([], Complete: true);

    /// <summary>Whether the token sees this entity; null where that is not known.</summary>
    internal bool? Sees(string ownerDbId) => Listed.Sees(ownerDbId);

    /// <summary>True when no check failed; untested write rights do not count as failed.</summary>
    public bool Passed { get; internal set; }

    /// <summary>The environment that a replacement was tried in; null in a set-up.</summary>
    public string? Environment { get; internal set; }

    /// <summary>What a replacement tried, so that nothing else takes its place; null in a set-up.</summary>
    internal NewKey? Tried { get; set; }
}
