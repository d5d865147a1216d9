namespace HumaXledger.Core.Sync.FollowUps;

/// <summary>What of a run is to be undone.</summary>
/// <param name="ChangeId">One change of it; null: all.</param>
/// <param name="WholePerson">Everything that the run did to the person of that change.</param>
public readonly record struct UndoScope(Guid RunId, long? ChangeId = null, bool WholePerson = false);
