using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// A set-up that a user has begun and not finished; one per user. Everything but whose it is, and when it changed, is
/// encrypted and bound to <see cref="Id"/>.
/// </summary>
public sealed class SetupDraftRecord
{
    /// <summary>Key. Another draft of the same user has another one.</summary>
    public Guid Id { get; init; }

    /// <summary>Id of the user.</summary>
    public required string OwnerId { get; init; }

    /// <summary>When an answer was stored last.</summary>
    public DateTime ChangedAt { get; set; }

    /// <summary>The answers as JSON.</summary>
    public required ProtectedSecret Answers { get; set; }

    /// <summary>What verification learnt, as JSON; null before it, and with the secrets' end.</summary>
    public ProtectedSecret? Findings { get; set; }

    /// <summary>The verified client secret of Huma.</summary>
    public ProtectedSecret? HumaClientSecret { get; set; }

    /// <summary>The verified token of Xledger.</summary>
    public ProtectedSecret? XledgerToken { get; set; }

    /// <summary>When secrets and findings end; null where there are none.</summary>
    public DateTime? SecretsUntil { get; set; }
}
