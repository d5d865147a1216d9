using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// What a user has filled in on one section of a connection's settings and not saved; one per user and section.
/// </summary>
public sealed class SettingsDraftRecord : DraftRecord
{
    /// <summary>
    /// How long it is kept after its last change. Longer, it would surprise its user beside another change.
    /// </summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public Guid ConnectionId { get; init; }

    /// <summary>Name of the section.</summary>
    public required string Section { get; init; }

    /// <summary>The input as JSON.</summary>
    public required ProtectedSecret Input { get; set; }
}
