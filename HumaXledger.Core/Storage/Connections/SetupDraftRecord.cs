using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>A set-up that a user has begun and not finished; one per user.</summary>
public sealed class SetupDraftRecord : DraftRecord
{
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
