namespace HumaXledger.Core.Storage.Sessions;

/// <summary>
/// The state of a sign-in whose answer from the issuer was taken. In the database, because the answer may come back to
/// another node; kept as long as the sign-in could still be finished.
/// </summary>
public sealed class SpentState
{
    /// <summary>The random id that the sign-in began with.</summary>
    public required string Id { get; init; }

    /// <summary>When its answer would be refused for its age, UTC.</summary>
    public DateTime ExpiresAt { get; init; }
}
