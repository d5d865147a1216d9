namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// What a user has begun and not saved. Everything but whose it is, and when it changed, is encrypted and bound to
/// <see cref="Id"/>.
/// </summary>
public abstract class DraftRecord
{
    /// <summary>Key. Another draft of the same user has another one.</summary>
    public Guid Id { get; init; }

    /// <summary>Id of the user.</summary>
    public required string OwnerId { get; init; }

    /// <summary>When it was stored last, UTC.</summary>
    public DateTime ChangedAt { get; set; }
}
