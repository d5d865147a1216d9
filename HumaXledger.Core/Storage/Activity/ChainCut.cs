namespace HumaXledger.Core.Storage.Activity;

/// <summary>What a cut of the activity log did.</summary>
/// <param name="Number">The last entry of the part that was cut off; null where nothing was.</param>
/// <param name="Removed">How many entries were deleted, also of an interrupted cut before.</param>
public readonly record struct ChainCut(long? Number, long Removed);
